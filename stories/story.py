"""A story: what one person sent, from its arrival to its erasure."""

import uuid
from secrets import compare_digest, token_urlsafe

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cancers.models import Cancer
from mail.encryption import EncryptedTextField
from publishing.models import Language

from .choices import Purpose
from .consents import Consent
from .events import Event
from .moves import Moves
from .texts import Text
from .workflow import OPEN_STAGES, REPLIES, Stage, State


def new_secret():
    return token_urlsafe(24)


def _unanswered(story):
    """What an author wrote after the team's last reply, the oldest first."""
    replies = Event.objects.filter(story=OuterRef("story"), move__in=REPLIES).order_by("-pk").values("pk")[:1]
    return Event.objects.filter(story=story, move="answer", pk__gt=Coalesce(Subquery(replies), 0)).order_by("pk")


class StoryQuerySet(models.QuerySet):
    def with_stages(self, *, at=None):
        """Annotate what `state` follows from, and how long a story has been waiting for us."""
        texts = Text.objects.filter(story=OuterRef("pk"))
        return self.annotate(
            open_stage=Subquery(texts.filter(stage__in=OPEN_STAGES).values("stage")[:1]),
            has_live_text=Exists(texts.live(at=at)),
            was_live=Exists(texts.filter(live_from__isnull=False)),
            waiting_since=Subquery(texts.filter(stage=Stage.WAITING).values("since")[:1]),
            unanswered_since=Subquery(_unanswered(OuterRef("pk")).values("at")[:1]),
        )

    def in_state(self, state):
        """The stories that stand in a State: Story.state as a query."""
        found = self.with_stages()
        ended = {
            State.ERASED: Q(erased_at__isnull=False),
            State.WITHDRAWN: Q(erased_at=None, withdrawn_at__isnull=False),
        }
        if state in ended:
            return found.filter(ended[state])
        found = found.filter(withdrawn_at=None, erased_at=None)
        if state in OPEN_STAGES:
            return found.filter(open_stage=state)
        found = found.filter(open_stage=None)
        if state == State.LIVE:
            return found.filter(has_live_text=True)
        return found.filter(has_live_text=False, was_live=state == State.TAKEN_DOWN)

    def queue(self):
        """What waits for a moderator: danger on top, then whoever has waited longest."""
        return self.in_state(State.WAITING).order_by("-is_urgent", "waiting_since", "pk")

    def unanswered(self):
        """Stories whose authors wrote and wait for a reply, the oldest first."""
        ongoing = self.with_stages().filter(withdrawn_at=None, erased_at=None)
        return ongoing.filter(unanswered_since__isnull=False).order_by("unanswered_since", "pk")

    def allowing(self, purpose):
        """Stories whose authors agree to a purpose as things stand."""
        latest = Consent.objects.filter(story=OuterRef("pk"), purpose=purpose).order_by("-pk")
        return self.filter(Exists(latest.filter(pk=Subquery(latest.values("pk")[:1]), is_given=True)))


class Story(Moves, models.Model):
    """What one person sent. Its words are in rows of their own; what is left here when they are erased names nobody."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=Language, editable=False)
    cancer = models.ForeignKey(
        Cancer, models.PROTECT, null=True, blank=True, verbose_name=_("cancer"), related_name="stories"
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    is_urgent = models.BooleanField(_("somebody may be in danger"), default=False, editable=False)
    # What a moderator is told before opening it: values of ContentNote.
    labels = models.JSONField(_("labels"), default=list, blank=True, editable=False)
    similar_to = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="+")
    is_demonstration = models.BooleanField(_("demonstration content"), default=False, editable=False)
    link_secret = EncryptedTextField(blank=True, default=new_secret, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("with")
    )
    claimed_until = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_claim_has_a_person_and_an_end",
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
            ),
            models.CheckConstraint(
                name="an_erased_story_says_nothing",
                condition=Q(erased_at=None) | Q(cancer=None, labels=[], link_secret="", similar_to=None),
            ),
        ]

    def __str__(self):
        return _("Story %(number)s") % {"number": self.pk}

    def get_absolute_url(self):
        with override(self.language):
            return reverse("stories:detail", args=[self.pk])

    @property
    def link(self):
        """The author's own page: who has this address may do what the author may."""
        with override(self.language):
            path = reverse("stories:mine")
        return f"{settings.SITE_ADDRESS}{path}?link={self.pk}-{self.link_secret}"

    def opens_with(self, secret):
        return bool(self.link_secret) and compare_digest(self.link_secret.encode(), secret.encode())

    @property
    def kind(self):
        """What Address, letters and references call it."""
        return self._meta.label_lower

    @property
    def about(self):
        """What the letters that belong to this story are marked with."""
        return f"{self.kind}:{self.pk}"

    @property
    def state(self):
        if self.erased_at:
            return State.ERASED
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.open_text:
            return State(self.open_text.stage)
        if self.live_text:
            return State.LIVE
        was_live = any(text.live_from for text in self._texts)
        return State.TAKEN_DOWN if was_live else State.REFUSED

    @cached_property
    def _texts(self):
        return list(self.texts.order_by("number"))

    @property
    def open_text(self):
        """The text that is being decided on, if there is one."""
        return next((text for text in self._texts if text.stage in OPEN_STAGES), None)

    @property
    def live_text(self):
        """The text that the site shows, as far as the author's consent lets it."""
        return next((text for text in self._texts if text.is_live()), None)

    @property
    def latest_text(self):
        return self._texts[-1] if self._texts else None

    @property
    def agreed_text(self):
        """The last text that the author wrote or agreed to."""
        return next((text for text in reversed(self._texts) if text.is_agreed), None)

    @cached_property
    def consents(self):
        """{purpose: whether the author agrees now}."""
        given = {row.purpose: row.is_given for row in self.consent_rows.order_by("pk")}
        return {purpose: given.get(purpose, False) for purpose in Purpose}

    @property
    def is_unanswered(self):
        """Whether the author wrote something that nobody has replied to."""
        return _unanswered(self.pk).exists()

    def claim_holder(self, *, now=None):
        """Who has it now; nobody, once 24 hours have passed."""
        is_held = self.claimed_until and self.claimed_until > (now or timezone.now())
        return self.claimed_by if is_held else None

    def forget_what_was_read(self):
        for name in ("_texts", "consents"):
            self.__dict__.pop(name, None)

    def refresh_from_db(self, *args, **options):
        self.forget_what_was_read()
        super().refresh_from_db(*args, **options)
