"""The rows of a version, frozen with it: types, names, sources and whatever else a kind of page has."""

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .guards import Frozen, GuardedQuerySet
from .workflow import Stage

FROZEN = "Rows of a version that is no longer a draft cannot be written to."


class VersionPartQuerySet(GuardedQuerySet):
    def bulk_create(self, objs, *args, **options):
        objs = list(objs)
        versions = self.model.version.field.related_model
        if versions.objects.filter(pk__in={row.version_id for row in objs}).frozen().exists():
            raise Frozen(FROZEN)
        return super().bulk_create(objs, *args, **options)

    def refuse_frozen(self):
        if not self.query.is_sliced and self.order_by().exclude(version__stage=Stage.DRAFT).exists():
            raise Frozen(FROZEN)


class VersionPart(models.Model):
    """A row of a version. Subclasses name their foreign key `version`; `key` stays the same in every copy."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(_("order"), default=0, help_text=_("Rows with small numbers come first."))

    objects = VersionPartQuerySet.as_manager()

    # The columns in whose texts the page explains words.
    explained = ()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="%(app_label)s_%(class)s_key_is_unique")]

    def save_base(self, *args, **options):
        with transaction.atomic():
            self._refuse_frozen()
            super().save_base(*args, **options)

    def delete(self, *args, **options):
        with transaction.atomic():
            self._refuse_frozen()
            return super().delete(*args, **options)

    def _refuse_frozen(self):
        """Neither the version that the row is moved to nor the one that it is stored under may be frozen."""
        self.version.page.lock()
        versions = type(self.version).objects
        mine = {self.version_id, *type(self).objects.filter(pk=self.pk).values_list("version", flat=True)}
        if versions.filter(pk__in=mine).frozen().exists():
            raise Frozen(FROZEN)


class Source(VersionPart):
    """Where the facts of a page come from, and when somebody read it."""

    title = models.CharField(_("title"), max_length=300, help_text=_("As the page or the paper is called."))
    publisher = models.CharField(
        _("publisher"), max_length=200, blank=True, help_text=_("Who answers for it: Health Canada, for example.")
    )
    url = models.URLField(
        _("web address"), max_length=500, blank=True, help_text=_("Copied from the browser, with https:// and all.")
    )
    read_on = models.DateField(
        _("read on"), null=True, blank=True, help_text=_("The day on which somebody last compared it with this text.")
    )

    class Meta(VersionPart.Meta):
        abstract = True
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            *VersionPart.Meta.constraints,
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="%(app_label)s_%(class)s_leads_to_a_web_page",
                violation_error_message=_("A web address starts with https:// or http://."),
            ),
        ]

    def __str__(self):
        return self.title


class OtherName(VersionPart):
    """Another name under which people may know the thing."""

    name = models.CharField(_("name"), max_length=200, help_text=_("Another way in which people say or write it."))

    class Meta(VersionPart.Meta):
        abstract = True
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self):
        return self.name
