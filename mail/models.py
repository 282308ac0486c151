import json
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import validate_email
from django.db import models
from django.db.models import F, Q
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .composing import subject_and_text
from .encryption import EncryptedTextField

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# With the waits between them this is about five days.
MOST_ATTEMPTS = 28
# Longer than any mail server can hold up one letter, so that no other worker takes it meanwhile.
LEASE = timedelta(minutes=10)


def new_message_id():
    return f"<{secrets.token_hex(16)}@{urlsplit(settings.SITE_ADDRESS).hostname}>"


def wait_after(attempts):
    """How long a letter rests that could not be delivered so many times."""
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)


class LetterQuerySet(models.QuerySet):
    def about(self, subject):
        return self.filter(about=subject)

    def waiting(self):
        return self.filter(delivered_at=None, given_up_at=None, forgotten_at=None)

    def due(self, *, now):
        return self.waiting().filter(next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def given_up(self):
        return self.filter(given_up_at__isnull=False, forgotten_at=None)

    def forget(self, *, now=None):
        """Keep that these letters were written, and nothing of what they say or to whom. None of them is sent."""
        return self.filter(forgotten_at=None).update(forgotten_at=now or timezone.now(), content="")

    def try_again(self, *, now=None):
        """Let those that were given up start anew."""
        return self.given_up().update(given_up_at=None, attempts=0, next_attempt_at=now or timezone.now())


class Letter(models.Model):
    """A letter that is to be delivered once: written in the transaction that causes it, sent by the worker."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    template = models.CharField(_("template"), max_length=100)
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES)
    about = models.CharField(max_length=200, blank=True, db_index=True)
    content = EncryptedTextField(blank=True, editable=False)
    message_id = models.CharField(max_length=300, unique=True, default=new_message_id, editable=False)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    last_problem = models.CharField(_("last problem"), max_length=100, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(delivered_at=None, given_up_at=None, forgotten_at=None),
                name="letters_that_wait",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="a_letter_has_a_key"),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="a_letter_is_in_a_language_of_the_site",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(given_up_at=None), name="a_letter_is_not_delivered_and_given_up"
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None, given_up_at=None) | Q(attempts__gt=0),
                name="no_letter_ends_without_an_attempt",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None, forgotten_at=None) & ~Q(content="")
                | ~Q(delivered_at=None, forgotten_at=None) & Q(content=""),
                name="a_letter_has_content_until_it_is_delivered_or_forgotten",
            ),
        ]

    def __str__(self):
        return self.key

    @classmethod
    def write(cls, *, key, to, language, template, context=None, about=""):
        """Write a letter in the caller's transaction. A key that was used gives the letter of then, unchanged."""
        letter, _is_new = cls.objects.get_or_create(
            key=key,
            defaults={
                "language": language,
                "template": template,
                "about": about,
                "content": lambda: composed(to=to, language=language, template=template, context=context),
            },
        )
        return letter

    def lease(self, *, now):
        """Take the letter for one attempt, and return whether nobody else did."""
        pause = max(wait_after(self.attempts + 1), LEASE)
        same = Letter.objects.waiting().filter(pk=self.pk, attempts=self.attempts, next_attempt_at=self.next_attempt_at)
        if not same.update(attempts=F("attempts") + 1, next_attempt_at=now + pause):
            return False
        self.attempts += 1
        return True

    def mark_delivered(self, *, now):
        # Also when it was forgotten or taken by another worker meanwhile: the server has it.
        Letter.objects.filter(pk=self.pk, delivered_at=None).update(
            delivered_at=now, given_up_at=None, content="", last_problem=""
        )

    def mark_failed(self, problem, *, now):
        mine = Letter.objects.waiting().filter(pk=self.pk, attempts=self.attempts)
        if self.attempts >= MOST_ATTEMPTS:
            return mine.update(last_problem=problem, given_up_at=now)
        return mine.update(last_problem=problem, next_attempt_at=now + wait_after(self.attempts))


def composed(*, to, language, template, context):
    """The content of a letter as it is stored: who it goes to, what it says."""
    validate_email(to)
    with override(language):
        # No markup comes of it, so nothing is escaped: "d'accord" would otherwise arrive as "d&#x27;accord".
        written = get_template(f"mail/{template}.txt").template.render(Context(context, autoescape=False))
    subject, text = subject_and_text(written)
    return json.dumps({"to": to, "subject": subject, "text": text})
