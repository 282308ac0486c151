"""What readers answer to “Was this page clear?”. Nothing of it is public, and nothing in it says who they are."""

import uuid
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mail.encryption import EncryptedTextField
from publishing.languages import Language
from publishing.roles import LOCATOR_EDITOR, PAGE_ROLES, roles_of

SERVICES = "locator.service"
# Words are read and then forgotten: what became of them stands in the text of the page.
DEALT_WORDS_KEPT_FOR = timedelta(days=30)
WORDS_KEPT_FOR = timedelta(days=180)
KEPT_FOR = timedelta(days=730)
LONGEST_NOTE = 300
# Somebody should look at it: a page that was not clear, or words.
TO_READ = Q(is_clear=False) | ~Q(why="")
WAITING = Q(dealt_at=None) & TO_READ


class AnswerQuerySet(models.QuerySet):
    def to_read(self):
        return self.filter(TO_READ)

    def waiting(self):
        return self.filter(WAITING)

    def on_page(self, kind, page, language):
        return self.filter(kind=kind, page=page, language=language)

    def shown_to(self, user):
        """Those about pages for who works on pages, those about services for who keeps services."""
        roles = roles_of(user)
        if not roles.intersection(PAGE_ROLES):
            return self.filter(kind=SERVICES) if LOCATOR_EDITOR in roles else self.none()
        return self if LOCATOR_EDITOR in roles else self.exclude(kind=SERVICES)

    def by_page(self):
        """A row for each page and language: how many say what, how many wait, and when the last one came."""
        return (
            self.order_by()
            .values("kind", "page", "language")
            .annotate(
                clear=Count("pk", filter=Q(is_clear=True)),
                unclear=Count("pk", filter=Q(is_clear=False)),
                waiting=Count("pk", filter=WAITING),
                last_at=Max("at"),
                title=Max("title"),
            )
            .order_by("-waiting", "-unclear", "-last_at", "kind", "page", "language")
        )


class Answer(models.Model):
    """What one reader said about one text: whether it was clear, and perhaps why."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60, editable=False)
    page = models.CharField(max_length=36, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=Language, editable=False)
    record_kind = models.CharField(max_length=60, editable=False)
    record = models.CharField(max_length=36, editable=False)
    number = models.PositiveIntegerField(_("version"), editable=False)
    # As the reader saw them: the page may have another title and address by now.
    title = models.CharField(_("page"), max_length=200, editable=False)
    path = models.CharField(max_length=400, editable=False)
    is_clear = models.BooleanField(_("clear"), editable=False)
    why = EncryptedTextField(_("in their words"), blank=True, default="", editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    dealt_at = models.DateTimeField(_("dealt with"), null=True, editable=False)
    dealt_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a reader")
        verbose_name_plural = _("answers of readers: was this page clear?")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["kind", "page", "language", "at"], name="answers_about_a_page"),
            models.Index(fields=["at"], name="answers_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_answer_dealt_with_says_by_whom",
                condition=Q(dealt_at=None, dealt_by=None) | Q(dealt_at__isnull=False, dealt_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.pk}: {self.title}"

    @classmethod
    def give(cls, about, *, is_clear):
        """Keep an answer about a text; the caller counts who sends."""
        return cls.objects.create(is_clear=is_clear, **asdict(about))


def add_words(key, words):
    """Add a reader's words to their answer, once. Whoever dealt with it has not read them: it waits again."""
    Answer.objects.filter(key=key, why="").update(why=words, dealt_at=None, dealt_by=None)


def deal_with(answers, *, by, note=""):
    """Mark answers as dealt with. Return how many, and those that were dealt with before: nothing of them is changed.

    An earlier note, of an answer that words brought back, stays when there is no new one.
    """
    with transaction.atomic():
        held = list(answers.select_related("dealt_by").order_by("pk").select_for_update(of=("self",)))
        open_ones = [answer.pk for answer in held if answer.dealt_at is None]
        changes = {"dealt_at": timezone.now(), "dealt_by": by} | ({"note": note} if note else {})
        Answer.objects.filter(pk__in=open_ones).update(**changes)
    return len(open_ones), [answer for answer in held if answer.dealt_at]


def forget_words(now=None):
    """Empty what was written long ago or dealt with a while ago, and take away old answers. For the worker."""
    now = now or timezone.now()
    is_old = Q(at__lt=now - WORDS_KEPT_FOR) | Q(dealt_at__lt=now - DEALT_WORDS_KEPT_FOR)
    with transaction.atomic():
        Answer.objects.filter(is_old).exclude(why="").update(why="")
        Answer.objects.filter(at__lt=now - KEPT_FOR).delete()
