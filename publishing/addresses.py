"""Addresses outlive texts: each slug leads to one page for ever."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .languages import Language
from .workflow import MoveRefused


class AddressQuerySet(models.QuerySet):
    def of(self, version):
        """The addresses of a version's page in its language."""
        return self.filter(kind=version.kind, language=version.language, page_id=version.page_id)

    def open(self, *, at):
        return self.filter(opens_at__lte=at)

    def last_slug(self, kind, page_id, language, *, at):
        """The slug under which readers could open a page last; None for a page that never opened."""
        opened = self.filter(kind=kind, page_id=page_id, language=language).open(at=at)
        return opened.order_by("-opens_at", "-pk").values_list("slug", flat=True).first()


class Address(models.Model):
    """One slug in one language that leads to one page: claimed when first published, never given to another page."""

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=Language)
    slug = models.SlugField(max_length=100)
    page_id = models.PositiveBigIntegerField()
    opens_at = models.DateTimeField()

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "slug"], name="an_address_leads_to_one_page")
        ]
        indexes = [models.Index(fields=["kind", "page_id", "language"], name="addresses_of_a_page")]

    def __str__(self):
        return f"{self.language}/{self.slug}"

    @classmethod
    def claim(cls, version, *, opens_at):
        """Claim a version's slug for its page. Raises MoveRefused when another page has it."""
        address, is_new = cls.objects.get_or_create(
            kind=version.kind,
            language=version.language,
            slug=version.slug,
            defaults={"page_id": version.page_id, "opens_at": opens_at},
        )
        if address.page_id != version.page_id:
            raise MoveRefused(
                _("The address “%(slug)s” belongs to another page. Choose another one.") % {"slug": version.slug}
            )
        if not is_new and opens_at < address.opens_at:
            cls.objects.filter(pk=address.pk).update(opens_at=opens_at)

    @classmethod
    def release_unopened(cls, version, *, now):
        """Give back an address that was claimed for a schedule which was then cancelled."""
        cls.objects.of(version).filter(slug=version.slug, opens_at__gt=now).delete()


class Withdrawal(models.Model):
    """What readers are told at the address of a page whose last version was taken off the site."""

    class Outcome(models.TextChoices):
        GONE = "gone", gettext_lazy("Gone: a sentence says that the page was withdrawn")
        MOVED = "moved", gettext_lazy("Moved: readers are led to another page")
        NOTICE = "notice", gettext_lazy("Kept with a notice: the last text stays readable under the notice")

    kind = models.CharField(max_length=60)
    page_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=2, choices=Language)
    version_id = models.PositiveBigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    moved_to_id = models.PositiveBigIntegerField(null=True, blank=True)
    notice = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "version_id"], name="a_version_is_withdrawn_once"),
            models.CheckConstraint(
                name="a_moved_page_says_where",
                condition=models.Q(outcome="moved", moved_to_id__isnull=False)
                | (~models.Q(outcome="moved") & models.Q(moved_to_id__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_notice_has_words", condition=~models.Q(outcome="notice") | ~models.Q(notice="")
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.page_id} {self.language}: {self.outcome}"
