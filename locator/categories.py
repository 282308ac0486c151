from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .records import Record, in_one_language_at_least, label


class Category(Record):
    """A kind of help. Kinds stand in a tree: who looks for one finds what stands below it too."""

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Stands in the addresses of searches: a few English words with hyphens. Do not change it."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
        help_text=_("Leave it empty for a kind at the top."),
    )
    position = models.PositiveIntegerField(_("order"), default=0, help_text=_("Small numbers come first."))
    name_en = models.CharField(
        _("name in English"),
        max_length=80,
        blank=True,
        help_text=_("A few plain words, as they stand in the list of kinds."),
    )
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True, help_text=_("The same, in French."))
    words_en = models.CharField(
        _("other words in English"),
        max_length=300,
        blank=True,
        help_text=_("What people say when they look for this, with commas between."),
    )
    words_fr = models.CharField(
        _("other words in French"), max_length=300, blank=True, help_text=_("The same, in French.")
    )

    class Meta:
        verbose_name = _("kind of help")
        verbose_name_plural = _("kinds of help")
        ordering = ["position", "code"]
        constraints = [in_one_language_at_least("name", of="category")]

    def __str__(self):
        return label(self)

    def clean(self):
        if self.pk in [above.pk for above in self.line_above()]:
            raise ValidationError({"parent": _("A kind cannot belong to itself or to one that belongs to it.")})

    def line_above(self):
        """What this kind belongs to, from the nearest to the top. Ends when it comes round to where it was."""
        line, above = [], self.parent
        while above and above not in line:
            line.append(above)
            above = above.parent
        return line

    def services_touched(self):
        below, kinds = [self.pk], []
        while below:
            kinds += below
            below = list(Category.objects.filter(parent__in=below).exclude(pk__in=kinds).values_list("pk", flat=True))
        links = self._meta.apps.get_model("locator", "ServiceCategory")
        return set(links.objects.filter(category__in=kinds).values_list("service", flat=True))
