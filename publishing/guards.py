"""What may never change refuses every write that the ORM knows."""

from django.db import models


class Frozen(Exception):
    """Something tried to write to what may no longer change."""


class GuardedQuerySet(models.QuerySet):
    """Asks `refuse_frozen`, which raises Frozen, before it writes to rows that exist."""

    def refuse_frozen(self):
        raise NotImplementedError

    def update(self, **values):
        self.refuse_frozen()
        return super().update(**values)

    update.alters_data = True

    def delete(self):
        self.refuse_frozen()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def _raw_delete(self, using):
        self.refuse_frozen()
        return super()._raw_delete(using)
