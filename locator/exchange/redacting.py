"""What of confidential locations leaves the site for others: no more than showing.py lets readers see."""

from django.db.models import Q

from locator.hsds.own import NOT_GIVEN
from locator.models import (
    AccessFeature,
    Address,
    Closure,
    KeptRow,
    Location,
    Phone,
    Schedule,
    ServiceAtLocation,
    SpokenLanguage,
)

# What is left of the rows of a confidential location, of its addresses and of the services at it.
LEFT = {
    "location": ("id", "location_type", "organization_id", "wheelchair", "confidential"),
    "address": ("id", "location_id", "address_type", "city", "state_province", "country"),
    "service_at_location": ("id", "service_id", "location_id"),
}
REQUIRED = {"address": ("address_1", "postal_code")}
# What is left of a row that also hangs on something else: no words, which could tell where it is.
LEFT_OF_SHARED = {
    "phone": ("number", "extension", "extension_text", "type", "position"),
    "schedule": (
        *("freq", "byday", "opens_at", "closes_at", "valid_from", "valid_to"),
        *("by_appointment", "on_holidays", "closed"),
    ),
    "language": ("code", "name"),
}
OWNERS = {
    "service": "service_id",
    "organization": "organization_id",
    "location": "location_id",
    "place": "service_at_location_id",
    "phone": "phone_id",
}
AT_PLACES = (Closure, Phone, Schedule, SpokenLanguage)
AT_LOCATIONS = (AccessFeature, Address, ServiceAtLocation, *AT_PLACES)
CHUNK = 2000


class Secrets:
    """The ids of all that is confidential, and what may be said of it."""

    def __init__(self, locations):
        self.locations = locations
        # Services at these locations, and phones that nobody else has.
        self.places, self.phones = set(), set()
        # The ids, as text, of all that hangs on them: kept rows may hang on any of it.
        self.hanging = set()

    @classmethod
    def none(cls):
        return cls(set())

    @classmethod
    def of_the_site(cls):
        secrets = cls(set(Location.objects.filter(is_confidential=True).values_list("pk", flat=True)))
        if secrets.locations:
            secrets._look_around()
        return secrets

    def _look_around(self):
        self.places = set(ServiceAtLocation.objects.filter(location__in=self.locations).values_list("pk", flat=True))
        self.hanging = set(map(str, self.locations | self.places))
        for model in AT_LOCATIONS:
            at = Q(location__in=self.locations)
            if model in AT_PLACES:
                at |= Q(place__in=self.places)
            self.hanging |= set(map(str, model.objects.filter(at).values_list("pk", flat=True)))
        self._follow(KeptRow.objects.values_list("row", flat=True))
        at = Q(location__in=self.locations) | Q(place__in=self.places) | Q(more__has_key="contact_id")
        self.phones = {phone.pk for phone in Phone.objects.filter(at) if self.hides(phone)}

    def _follow(self, kept):
        """Add the kept rows that hang on what is confidential, and those that hang on these."""
        rows = [(str(row.get("id")).lower(), _ids(row)) for row in kept.iterator(chunk_size=CHUNK)]
        while found := {identity for identity, ids in rows if identity not in self.hanging and ids & self.hanging}:
            self.hanging |= found

    def hides(self, record):
        """Whether a record hangs on something confidential alone, and so does not leave."""
        if isinstance(record, (Location, Address, ServiceAtLocation)) or not self._hangs(record):
            return False
        # Readers see when something is open, and no more.
        is_hours = isinstance(record, Schedule) and record.place_id in self.places
        return not is_hours and not self._open_owners(record)

    def _hangs(self, record):
        is_at = any(self._is_secret(owner, record) for owner in OWNERS)
        return is_at or bool(_ids(record.more) & self.hanging)

    def _is_secret(self, owner, record):
        secret = {"location": self.locations, "place": self.places, "phone": self.phones}.get(owner, ())
        return getattr(record, f"{owner}_id", None) in secret

    def _open_owners(self, record):
        return [
            owner for owner in OWNERS if getattr(record, f"{owner}_id", None) and not self._is_secret(owner, record)
        ]

    def without(self, table, record, row):
        """The row of a record, without what must not leave."""
        if table in LEFT:
            location = record.pk if table == "location" else record.location_id
            columns = LEFT[table] if location in self.locations else row
        elif self.hanging and self._hangs(record):
            open_columns = [OWNERS[owner] for owner in self._open_owners(record)]
            place = ["service_at_location_id"] if isinstance(record, Schedule) else []
            columns = ("id", *open_columns, *place, *LEFT_OF_SHARED.get(table, ()))
        else:
            columns = row
        if columns is row:
            return row
        left = {column: row[column] for column in columns if column in row}
        return left | dict.fromkeys(REQUIRED.get(table, ()), NOT_GIVEN["en"])

    def hides_kept(self, row):
        """Whether a kept row hangs on anything confidential, by whatever column, or on a row that does."""
        return bool(_ids(row) & self.hanging)


def _ids(row):
    """What the columns of a row name by its id, the row itself included."""
    return {str(value).lower() for column, value in row.items() if column.endswith("_id") or column == "id"}
