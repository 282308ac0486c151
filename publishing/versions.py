"""Pages and their versions. What is no longer a draft is frozen: every ORM write to it is refused."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .addresses import Withdrawal
from .guards import Frozen, GuardedQuerySet
from .history import HistoryEntry
from .languages import Language
from .moves import Moves
from .workflow import Stage, State

FROZEN = "Version {0} is {1} and can no longer be written to. Open the next draft instead."
BY_MOVES_ONLY = "These are written by moves alone: {0}."


class Page(models.Model):
    """The identity of a thing that has an address and outlives its texts."""

    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        kept = [version for version in self.versions.all() if version.stage != Stage.ABANDONED]
        newest = min(kept, key=lambda version: (version.language, -version.number), default=None)
        return newest.title if newest else f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def kind(cls):
        return cls._meta.label_lower

    def lock(self):
        """Hold this page until the transaction ends, so that two moves never cross. SQLite is locked as a whole."""
        type(self).objects.select_for_update().get(pk=self.pk)


class VersionQuerySet(GuardedQuerySet):
    def live(self, *, at=None):
        at = at or timezone.now()
        return self.filter(live_from__lte=at).exclude(live_until__lte=at)

    def readable(self, *, at=None):
        """What readers can open at a time: live, or the last text of a page that is kept under a notice."""
        at = at or timezone.now()
        kind = self.model._meta.get_field("page").related_model.kind()
        same_text = {"page": OuterRef("page"), "language": OuterRef("language")}
        withdrawals = Withdrawal.objects.filter(
            kind=kind, page_id=OuterRef("page"), language=OuterRef("language"), at__lte=at
        ).order_by("-at")
        is_live = Exists(self.model.objects.filter(pk=OuterRef("pk")).live(at=at))
        has_live_text = Exists(self.model.objects.filter(**same_text).live(at=at))
        last = {name: Subquery(withdrawals.values(name)[:1]) for name in ("version_id", "outcome")}
        is_kept = Q(withdrawn_last=F("pk"), last_outcome=Withdrawal.Outcome.NOTICE) & ~Q(has_live_text)
        versions = self.alias(withdrawn_last=last["version_id"], last_outcome=last["outcome"])
        return versions.filter(Q(is_live) | is_kept)

    def live_or_coming(self, *, now=None):
        """Everything that readers can or will read, unless somebody changes that."""
        return self.filter(live_from__isnull=False).exclude(live_until__lte=now or timezone.now())

    def scheduled(self, *, now=None):
        return self.filter(live_from__gt=now or timezone.now())

    def working(self):
        return self.filter(live_from__isnull=True).exclude(stage=Stage.ABANDONED)

    def in_language(self, language):
        return self.filter(language=language)

    def in_state(self, state, *, now=None):
        """The versions that stand in a State at a time: Version.state as a query."""
        now = now or timezone.now()
        approved = self.filter(stage=Stage.APPROVED)
        by_interval = {
            State.APPROVED: approved.filter(live_from=None),
            State.SCHEDULED: approved.scheduled(now=now),
            State.LIVE: approved.live(at=now),
            State.PAST: approved.filter(live_until__lte=now),
        }
        return by_interval[state] if state in by_interval else self.filter(stage=state)

    def newest(self):
        """One version for each page and language: the last that was not abandoned, if there is one."""
        same = self.model.objects.filter(page=OuterRef("page"), language=OuterRef("language"))
        abandoned_last = Case(When(stage=Stage.ABANDONED, then=1), default=0)
        return self.filter(pk=Subquery(same.order_by(abandoned_last, "-number").values("pk")[:1]))

    def with_neighbours(self, *, now=None):
        """Annotate what a list at the desk shows beside a version: what is live, and whether it is translated."""
        same_page = self.model.objects.filter(page=OuterRef("page"))
        live = same_page.filter(language=OuterRef("language")).live(at=now)
        translated = same_page.exclude(language=OuterRef("language")).exclude(stage=Stage.ABANDONED)
        return self.annotate(live_number=Subquery(live.values("number")[:1]), is_translated=Exists(translated))

    def frozen(self):
        return self.exclude(stage=Stage.DRAFT)

    def update(self, **values):
        by_moves = sorted(self.model.WRITTEN_BY_MOVES.intersection(values))
        if by_moves:
            raise Frozen(BY_MOVES_ONLY.format(", ".join(by_moves)))
        return super().update(**values)

    update.alters_data = True

    def bulk_create(self, objs, *args, **options):
        objs = list(objs)
        for version in objs:
            version.refuse_unless_new_draft()
        if options.get("update_conflicts"):
            raise Frozen(BY_MOVES_ONLY.format("update_conflicts"))
        return super().bulk_create(objs, *args, **options)

    def refuse_frozen(self):
        frozen = self.order_by().frozen().first() if not self.query.is_sliced else None
        if frozen:
            raise Frozen(FROZEN.format(frozen.number, frozen.get_stage_display()))

    def _write_by_move(self, **values):
        """The one way past the guards, for Moves alone."""
        return models.QuerySet.update(self, **values)


class Version(Moves, models.Model):
    """One text of one page in one language. Subclasses name their foreign key `page` and inherit this Meta."""

    language = models.CharField(_("language"), max_length=2, choices=Language, editable=False)
    number = models.PositiveIntegerField(_("version"), editable=False)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("The name that readers look for. It is the heading of the page.")
    )
    slug = models.SlugField(
        _("address"),
        max_length=100,
        help_text=_("The last part of the page’s web address: small letters, digits and hyphens."),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences under the title. Search engines show them too."),
    )
    is_demonstration = models.BooleanField(
        _("demonstration content"),
        default=False,
        help_text=_("The page then says that no clinician has reviewed it. Untick it when one has."),
    )
    change_note = models.TextField(
        _("what changed"), blank=True, help_text=_("For your colleagues. Readers do not see it.")
    )
    is_minor = models.BooleanField(
        _("minor change"),
        default=False,
        help_text=_("A spelling mistake, for example: the translation does not have to follow."),
    )

    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    live_from = models.DateTimeField(_("live from"), null=True, editable=False)
    live_until = models.DateTimeField(_("live until"), null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    edit_counter = models.PositiveIntegerField(default=0, editable=False)
    source_version = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="translations"
    )

    created_at = models.DateTimeField(editable=False, default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    edited_at = models.DateTimeField(_("last edited"), editable=False, default=timezone.now)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = VersionQuerySet.as_manager()

    # Rows that belong to a version, by related name, in the order in which a copy needs them.
    parts = ()
    # Reverse relations that a copy leaves behind on purpose.
    not_copied = ("translations",)
    WRITTEN_BY_MOVES = frozenset(
        ["page", "page_id", "language", "number", "stage", "live_from", "live_until", "digest", "edit_counter"]
        + [f"{step}_{what}" for step in ("submitted", "approved", "published") for what in ("at", "by", "by_id")]
    )
    # Everything else is text, and part of the digest.
    BOOKKEEPING = frozenset(
        ["id", "number", "stage", "live_from", "live_until", "digest", "edit_counter", "source_version"]
        + [
            f"{step}_{what}"
            for step in ("created", "edited", "submitted", "approved", "published")
            for what in ("at", "by")
        ]
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["language", "title", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language", "number"], name="%(app_label)s_%(class)s_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=["page", "language"],
                condition=Q(live_from__isnull=True) & ~Q(stage=Stage.ABANDONED),
                name="%(app_label)s_%(class)s_one_working_version",
            ),
            models.UniqueConstraint(
                fields=["page", "language"],
                condition=Q(live_from__isnull=False, live_until__isnull=True),
                name="%(app_label)s_%(class)s_one_open_interval",
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(live_from__isnull=True) | Q(stage=Stage.APPROVED),
                name="%(app_label)s_%(class)s_only_approved_is_live",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.APPROVED) | (Q(approved_by__isnull=False) & ~Q(approved_by=F("edited_by"))),
                name="%(app_label)s_%(class)s_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["language", "live_from"], name="%(class)s_live")]

    def __str__(self):
        return f"{self.title} ({self.get_language_display()}, {self.number})"

    def save_base(self, *args, **options):
        with transaction.atomic():
            if self.pk is None:
                self.refuse_unless_new_draft()
            else:
                self._refuse_frozen()
            super().save_base(*args, **options)

    def delete(self, *args, **options):
        with transaction.atomic():
            self._refuse_frozen()
            return super().delete(*args, **options)

    def refuse_unless_new_draft(self):
        if self.stage != Stage.DRAFT or self.live_from or self.live_until:
            raise Frozen(BY_MOVES_ONLY.format("stage, live_from, live_until"))

    def _refuse_frozen(self):
        """The row decides, not the copy in memory, which may have been read while it was still a draft."""
        self.page.lock()
        guarded = {self._meta.get_field(name).attname for name in self.WRITTEN_BY_MOVES}
        stored = type(self).objects.filter(pk=self.pk).values(*guarded).first()
        if stored is None:
            return self.refuse_unless_new_draft()
        if stored["stage"] != Stage.DRAFT:
            raise Frozen(FROZEN.format(self.number, Stage(stored["stage"]).label))
        changed = sorted(name for name, value in stored.items() if getattr(self, name) != value)
        if changed:
            raise Frozen(BY_MOVES_ONLY.format(", ".join(changed)))

    @property
    def kind(self):
        return self._meta.get_field("page").related_model.kind()

    @property
    def state(self):
        if self.stage != Stage.APPROVED:
            return State(self.stage)
        if self.live_from is None:
            return State.APPROVED
        now = timezone.now()
        if self.live_from > now:
            return State.SCHEDULED
        return State.LIVE if self.live_until is None or self.live_until > now else State.PAST

    @property
    def siblings(self):
        """Every version of the same page in the same language, this one included."""
        return type(self).objects.filter(page=self.page_id, language=self.language)

    @property
    def history(self):
        return HistoryEntry.objects.filter(kind=self.kind, version_id=self.pk)

    @property
    def last_move(self):
        return self.history.select_related("by").last()

    def is_behind(self):
        """Whether the text that this translation was made from has changed since, in more than a minor way."""
        source = self.source_version
        if source is None:
            return False
        newer = source.siblings.filter(number__gt=source.number, live_from__lte=timezone.now(), is_minor=False)
        return newer.exists()

    @classmethod
    def next_number(cls, page, language):
        return (cls.objects.filter(page=page, language=language).aggregate(last=Max("number"))["last"] or 0) + 1

    @classmethod
    def lacks_translation(cls, page, language):
        return not cls.objects.filter(page=page, language=language).exclude(stage=Stage.ABANDONED).exists()
