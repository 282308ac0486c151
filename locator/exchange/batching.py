"""Dividing what goes in into batches, so that each holds services with everything that belongs to them."""

from collections import defaultdict

SERVICES = 200


def batches(ready, *, size=SERVICES):
    """Yield lists of Ready rows, each list to be written in one transaction.

    A record comes with the first service that needs it, and so never after what points to it.
    """
    numbers = _Numbers(ready, size)
    divided = defaultdict(list)
    for one in ready:
        divided[numbers.of(one)].append(one)
    for number in sorted(divided):
        yield divided[number]


class _Numbers:
    """In which batch each row is: 0 for kinds of help, of which any service may be, and then from 1."""

    def __init__(self, ready, size):
        self.size = size
        self.numbers = {}
        self.by_table = defaultdict(list)
        for one in ready:
            self.by_table[one.mapped.table].append(one)
        self._set("taxonomy_term", lambda position, one: 0)
        self._set("service", self._spread)
        self._set("service_at_location", self._as_its_service)
        self._set("location", self._first_need("location_id", "service_at_location"))
        self._set("organization", self._first_need("organization_id", "service", "location"))
        self._lift_parents()

    def of(self, one):
        table = one.mapped.table
        if (table, one.id) not in self.numbers:
            owners = [(group.table, one.fields.get(group.fields[0])) for group in one.mapped.belongs]
            self.numbers[table, one.id] = max((self.numbers.get(owner, 1) for owner in owners), default=1)
        return self.numbers[table, one.id]

    def _set(self, table, number_of):
        for position, one in enumerate(self.by_table[table]):
            self.numbers[table, one.id] = number_of(position, one)

    def _as_its_service(self, position, one):
        return self.numbers.get(("service", one.fields["service_id"]), 1)

    def _spread(self, position, one):
        return 1 + position // self.size

    def _first_need(self, name, *tables):
        first = {}
        for table in tables:
            for one in self.by_table[table]:
                number = self.numbers[table, one.id]
                first[one.fields.get(name)] = min(number, first.get(one.fields.get(name), number))
        return lambda position, one: first.get(one.id, self._spread(position, one))

    def _lift_parents(self):
        """An organization comes no later than those that belong to it. None belongs to itself: see settle_parents."""
        parents = {one.id: one.fields.get("parent_id") for one in self.by_table["organization"]}
        for child in parents:
            number, above = self.numbers["organization", child], parents[child]
            while above in parents and self.numbers["organization", above] > number:
                self.numbers["organization", above] = number
                above = parents[above]
