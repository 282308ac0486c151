"""What readers suggest about services: a change, a new one, or that all is still right. Nothing of it is public."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mail.encryption import EncryptedTextField
from publishing.languages import Language
from publishing.roles import LOCATOR_EDITOR

from .services import Service

# Nobody is answered so late: whoever wrote is forgotten, and what they suggested still waits.
SENDERS_KEPT_FOR = timedelta(days=180)
# What was decided stands in the history of the service for ever.
SETTLED_KEPT_FOR = timedelta(days=365)


class SuggestionKind(models.TextChoices):
    """What somebody tells about a service."""

    RIGHT = "right", _("Everything is still right")
    CHANGE = "change", _("Something has changed")
    REMOVE = "remove", _("Please remove it")
    NEW = "new", _("A new service")


class Sender(models.TextChoices):
    """What ties a sender to a service."""

    WORKS_THERE = "works_there", _("I work there")
    USES_IT = "uses_it", _("I use it, or someone close to me does")
    OTHER = "other", pgettext_lazy("sender of a suggestion", "Somebody else")


class Decision(models.TextChoices):
    """What became of one suggested change."""

    WAITING = "waiting", pgettext_lazy("suggested change", "waiting")
    ACCEPTED = "accepted", pgettext_lazy("suggested change", "accepted")
    REFUSED = "refused", pgettext_lazy("suggested change", "refused")


class SuggestionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(settled_at=None)

    def with_changes_to_decide(self):
        waiting = models.Q(changes__decision=Decision.WAITING)
        return self.annotate(changes_to_decide=models.Count("changes", filter=waiting))

    def without_senders(self):
        """Leave who sent them in the database: a list needs nobody’s address."""
        return self.defer("sender_name", "sender_email", "sender_phone", "sender_knows")


class Suggestion(models.Model):
    """What one person tells at one time about one service. Once it is settled, the person is forgotten."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=SuggestionKind, editable=False)
    service = models.ForeignKey(
        Service,
        # Whoever waits for an answer is not forgotten with the record.
        models.PROTECT,
        null=True,
        editable=False,
        related_name="suggestions",
        verbose_name=_("service"),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, editable=False)
    sender = models.CharField(_("who is writing"), max_length=12, choices=Sender, editable=False)
    sender_knows = models.TextField(_("how they know"), blank=True, max_length=500, editable=False)
    sender_name = EncryptedTextField(_("name"), blank=True, default="", editable=False)
    sender_email = EncryptedTextField(_("e-mail"), blank=True, default="", editable=False)
    sender_phone = EncryptedTextField(_("phone"), blank=True, default="", editable=False)
    at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = SuggestionQuerySet.as_manager()

    kept_by = (LOCATOR_EDITOR,)
    read_by = ()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(settled_at=None), name="suggestions_that_wait"),
            models.Index(fields=["settled_at"], name="suggestions_by_settling"),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_a_new_service_is_not_there_yet",
                condition=models.Q(kind=SuggestionKind.NEW) | models.Q(service__isnull=False),
            ),
            models.CheckConstraint(
                name="a_settled_suggestion_says_by_whom",
                condition=models.Q(settled_at=None, settled_by=None)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="whose_suggestion_is_settled_is_forgotten",
                condition=models.Q(settled_at=None)
                | models.Q(sender_name="", sender_email="", sender_phone="", sender_knows=""),
            ),
        ]

    def __str__(self):
        return f"{self.pk}: {self.get_kind_display()}"

    @property
    def about(self):
        """What letters to the sender belong to."""
        return f"locator.suggestion:{self.pk}"

    def forget_sender(self):
        """Empty everything that says who wrote; the caller saves it."""
        self.sender_name = self.sender_email = self.sender_phone = self.sender_knows = ""


class SuggestedChange(models.Model):
    """One thing that a suggestion would change, and what an editor decided about it."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="changes", editable=False)
    # A key of suggested_fields.FIELDS.
    field = models.CharField(max_length=20, editable=False)
    # Of an address: the ServiceAtLocation that it belongs to.
    place = models.CharField(max_length=36, blank=True, editable=False)
    # Of a text that has a column for each language; empty for what has one for both.
    language = models.CharField(max_length=2, choices=Language, blank=True, editable=False)
    before = models.TextField(blank=True, editable=False)
    after = models.TextField(blank=True, editable=False)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING, editable=False)
    # What the editor wrote in place of `after`, where they had words of their own.
    own_words = models.TextField(blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("suggested change")
        verbose_name_plural = _("suggested changes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "field", "place"], name="a_change_is_suggested_once"),
            models.CheckConstraint(
                name="a_decided_change_says_by_whom",
                condition=models.Q(decision=Decision.WAITING, decided_by=None, decided_at=None)
                | ~models.Q(decision=Decision.WAITING) & models.Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.suggestion_id}: {self.field}"

    @property
    def is_waiting(self):
        return self.decision == Decision.WAITING

    def decide(self, decision, *, by, own_words=""):
        """Note what was decided; the caller, who holds the suggestion’s row, saves it."""
        self.decision, self.decided_by, self.decided_at = decision, by, timezone.now()
        self.own_words = own_words


def forget_old_suggestions(now=None):
    """Forget who sent what waits for half a year, and all of what was settled a year ago."""
    now = now or timezone.now()
    with transaction.atomic():
        old = Suggestion.objects.waiting().filter(at__lt=now - SENDERS_KEPT_FOR)
        old.update(sender_name="", sender_email="", sender_phone="", sender_knows="")
        Suggestion.objects.filter(settled_at__lt=now - SETTLED_KEPT_FOR).delete()
