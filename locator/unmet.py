from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.roles import LOCATOR_EDITOR

from .categories import Category


class UnmetNeed(models.Model):
    """How many searches of a day found nothing: of what kind, and about where. Nothing else is kept of a search."""

    day = models.DateField(_("day"))
    # The first three characters of a postal code, or a province.
    area = models.CharField(_("area"), max_length=3)
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kind of help")
    )
    number = models.PositiveIntegerField(_("searches"), default=0)

    kept_by = ()
    read_by = (LOCATOR_EDITOR,)

    class Meta:
        verbose_name = _("unmet need")
        verbose_name_plural = _("unmet needs")
        ordering = ["-day", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["day", "area", "category"], name="a_need_is_counted_in_one_row"),
            models.UniqueConstraint(
                fields=["day", "area"],
                condition=models.Q(category__isnull=True),
                name="a_need_of_any_kind_is_counted_in_one_row",
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.area}"

    @classmethod
    def count(cls, *, area, category=None, now=None):
        """Count one search that found nothing."""
        need, _is_new = cls.objects.get_or_create(day=timezone.localdate(now), area=area, category=category)
        cls.objects.filter(pk=need.pk).update(number=F("number") + 1)
