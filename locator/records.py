"""What all records of the locator share: ids that travel, a history without holes, and searches that follow."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from publishing.fact_records import FactRecord
from publishing.generation import Generation
from publishing.languages import Language
from publishing.roles import LOCATOR_EDITOR

from .changing import services_changed

CHUNK = 500


class KeptQuerySet(models.QuerySet):
    """Writes history, moves the generation and refreshes searches on the ways that pass by `save` too."""

    def bulk_create(self, objs, *args, **options):
        objs = list(objs)
        with transaction.atomic():
            created = super().bulk_create(objs, *args, **options)
            self._written(created, is_new=True)
        return created

    def bulk_update(self, objs, fields, *args, **options):
        objs = list(objs)
        with transaction.atomic():
            # Not through update(), which would write a second history.
            changed = models.QuerySet(self.model, using=self.db).bulk_update(objs, fields, *args, **options)
            self._written(objs, is_new=False)
        return changed

    bulk_update.alters_data = True

    def update(self, **values):
        """As ever; with `edited_by` among the values the history knows who it was."""
        changed = 0
        with transaction.atomic():
            pks = list(self.order_by().values_list("pk", flat=True))
            for start in range(0, len(pks), CHUNK):
                plain = models.QuerySet(self.model, using=self.db).filter(pk__in=pks[start : start + CHUNK])
                before = {service for record in plain for service in record.services_touched()}
                changed += plain.update(**values)
                self._written(list(plain.all()), is_new=False, by=values.get("edited_by"), before=before)
        return changed

    update.alters_data = True

    def delete(self):
        with transaction.atomic():
            touched = {service for record in self for service in record.services_touched()}
            deleted = super().delete()
            Generation.bump()
            services_changed(touched)
        return deleted

    delete.alters_data = True
    delete.queryset_only = True

    def _written(self, records, *, is_new, by=None, before=()):
        if not records:
            return
        self.model.history.bulk_history_create(records, batch_size=CHUNK, update=not is_new, default_user=by)
        Generation.bump()
        services_changed({*before, *(service for record in records for service in record.services_touched())})


class Kept(models.Model):
    """A row with an id of its own that keeps its history, whoever writes it and however."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What a partner's file says beyond the columns of this site, kept to be given back: {column: value as it came}.
    more = models.JSONField(default=dict, blank=True, editable=False)

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def services_touched(self):
        """The ids of the services that searches find otherwise once this row changed."""
        return set()


class Record(Kept, FactRecord):
    """Something that has a page of its own at the locator editors’ desk."""

    source = models.CharField(
        _("source"),
        max_length=120,
        blank=True,
        help_text=_("Who told us: a partner’s list, a letter, a call. Readers see it."),
    )
    is_demonstration = models.BooleanField(
        _("demonstration"), default=False, help_text=_("Invented to show how the site works. Readers are told so.")
    )

    kept_by = (LOCATOR_EDITOR,)
    read_by = ()

    class Meta:
        abstract = True

    def save(self, *args, **options):
        with transaction.atomic():
            super().save(*args, **options)
            services_changed(self.services_touched())

    def delete(self, *args, **options):
        with transaction.atomic():
            touched = self.services_touched()
            deleted = super().delete(*args, **options)
            services_changed(touched)
        return deleted


class Part(Kept):
    """Something that belongs to a record and is changed on its page."""

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    def save(self, *args, **options):
        with transaction.atomic():
            super().save(*args, **options)
            Generation.bump()
            services_changed(self.services_touched())

    def delete(self, *args, **options):
        with transaction.atomic():
            touched = self.services_touched()
            deleted = super().delete(*args, **options)
            Generation.bump()
            services_changed(touched)
        return deleted


def in_one_language_at_least(name, *, of):
    """A constraint: the columns `name`_en and `name`_fr are not both empty."""
    return models.CheckConstraint(
        name=f"{of}_has_a_{name}",
        condition=~models.Q(**{f"{name}_en": ""}) | ~models.Q(**{f"{name}_fr": ""}),
        violation_error_message=_("Write the name in one language at least."),
    )


def label(record, name="name"):
    """A text of a record for the desk: in the language of whoever reads it, or else in the other one."""
    language = get_language() or Language.ENGLISH
    return getattr(record, f"{name}_{language}") or record.name_en or record.name_fr


def not_in_the_future(day):
    if day > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
