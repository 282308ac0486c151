from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from publishing.fact_records import FactRecord
from publishing.languages import Language

from .comparing import LONGEST, is_secure_address, key_of, path_of, path_on, rest_of
from .whereabouts import address_of_page, answers, is_taken, page_at


class Redirect(FactRecord):
    """An address that no page of the site has or had, and where who asks for it is led."""

    old_address = models.CharField(
        gettext_lazy("old address"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "What comes after the name of the site: “/content/interferon.aspx?id=12”. "
            "Capitals and a slash at the end make no difference."
        ),
    )
    # How the old address is compared: comparing.key_of().
    key = models.CharField(gettext_lazy("compared as"), max_length=LONGEST, unique=True, editable=False)
    # A page of the site, whatever its address will be; or else an address.
    kind = models.CharField(gettext_lazy("kind of page"), max_length=60, blank=True, editable=False)
    page_id = models.PositiveBigIntegerField(gettext_lazy("number of the page"), null=True, editable=False)
    language = models.CharField(gettext_lazy("language"), max_length=2, choices=Language, blank=True, editable=False)
    # What was typed behind the address of the page: “?print=1#side-effects”.
    rest = models.CharField(gettext_lazy("part of the page"), max_length=LONGEST, blank=True, editable=False)
    address = models.CharField(
        pgettext_lazy("of a redirect", "leads to"), max_length=LONGEST, blank=True, editable=False
    )
    is_permanent = models.BooleanField(
        gettext_lazy("for ever"),
        default=True,
        help_text=gettext_lazy("Search engines then forget the old address. Untick it for a while only."),
    )
    note = models.CharField(
        gettext_lazy("note"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("For your colleagues: where the old address stands, for example."),
    )

    class Meta:
        verbose_name = gettext_lazy("redirect")
        verbose_name_plural = gettext_lazy("redirects")
        ordering = ["old_address", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_redirect_leads_to_a_page_or_an_address",
                condition=Q(kind="", page_id__isnull=True, language="", rest="") & ~Q(address="")
                | ~Q(kind="") & Q(page_id__isnull=False, address="") & ~Q(language=""),
            ),
        ]

    def __str__(self):
        return self.old_address

    def save(self, *args, **options):
        self.key = key_of(self.old_address)
        super().save(*args, **options)

    def leads_to(self):
        """Where readers are led today; "" when there is no such place any more."""
        address = self.address or address_of_page(self.kind, self.page_id, self.language)
        return address and f"{address}{self.rest}"

    def lead_to(self, text):
        """Take as target what somebody typed: an address of the site or of another one. Raises ValidationError."""
        address = path_on(settings.SITE_ADDRESS, text)
        page = page_at(path_of(address)) if address.startswith("/") else None
        self.kind, self.page_id, self.language = page or ("", None, "")
        self.address, self.rest = ("", rest_of(address)) if page else (address, "")
        if not page:
            _refuse_target(address)

    def clean(self):
        super().clean()
        self.old_address = path_on(settings.SITE_ADDRESS, self.old_address)
        self.key = key_of(self.old_address)
        sentence = self._why_not()
        if sentence:
            raise ValidationError({"old_address": sentence})
        if self.address.startswith("/"):
            self._refuse_chain()

    def _why_not(self):
        """A sentence on why this cannot be an old address, or ""."""
        if not self.old_address.startswith("/") or self.old_address.startswith("//") or not self.key:
            return _("Write an address of this site, from its first slash on: “/content/interferon.aspx”.")
        # In the form in which it is compared, too: /EN/drugs/ would stand for /en/drugs/.
        if self.key == "/" or is_taken(path_of(self.old_address)) or is_taken(self.key.partition("?")[0]):
            return _("The site itself answers at this address. Only an address without a page can lead elsewhere.")
        others = type(self).objects.exclude(pk=self.pk)
        if others.filter(key=self.key).exists():
            return _("This old address is in the list already.")
        for other in others.filter(address__startswith="/"):
            if key_of(other.address) == self.key:
                return _("“%(other)s” leads here. Let it lead to the new place first.") % {"other": other.old_address}
        return ""

    def _refuse_chain(self):
        keys = [key_of(self.address), key_of(self.address.partition("?")[0])]
        next_one = type(self).objects.exclude(pk=self.pk).filter(key__in=keys).first()
        if next_one:
            words = {"address": self.address, "next": next_one.leads_to()}
            raise ValidationError(_("“%(address)s” itself leads on to “%(next)s”. Write that one.") % words)


def _refuse_target(address):
    if address.startswith("/") and not address.startswith("//"):
        if not answers(path_of(address)):
            raise ValidationError(_("Nothing of this site answers at “%(address)s”.") % {"address": address})
    elif len(address) > LONGEST or not is_secure_address(address):
        raise ValidationError(_("Write an address of this site, or one of another site that begins with “https://”."))
