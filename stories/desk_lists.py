"""The list of stories at the desk. It never shows a title or a word of a story."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cancers.models import CancerVersion
from publishing.languages import OWN_NAMES, Language

from .permissions import can
from .rules import ContentNote
from .workflow import Stage, State

# A person waits for an answer: from here on it is late.
LATE_AFTER = timedelta(days=5)

QUEUE = ["-is_urgent", "waiting_since", "pk"]
ORDERS = {"waiting": QUEUE, "messages": ["unanswered_since", "pk"], "reports": ["oldest_report", "pk"]}
# What an officer reads is not what a story says.
OFFICERS_COLUMNS = ["number", "state_label", "language_name", "sent_at"]
MODERATORS_COLUMNS = ["number", "danger", "labels_before_opening", "language_name", "cancer_name"]
IN_THE_QUEUE = ["waiting", "with_whom", "alike"]
ELSEWHERE = ["state_label", "unanswered_message", "unanswered_reports"]


class WhereFilter(admin.SimpleListFilter):
    """Where a story stands, as the work goes: the queue first, or what waits for erasure."""

    title = _("where it stands")
    parameter_name = "where"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.chosen = chosen_list(request)

    def lookups(self, request, model_admin):
        return list(LISTS.items())

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value}, ["p"])
            yield {"selected": value == self.chosen, "query_string": query, "display": label}

    def queryset(self, request, queryset):
        match self.chosen:
            case "author":
                ongoing = queryset.filter(withdrawn_at=None, erased_at=None)
                return ongoing.filter(open_stage__in=[Stage.ASKED, Stage.RETURNED])
            case "messages":
                return queryset.unanswered()
            case "reports":
                return queryset.filter(reports_to_answer__gt=0, erased_at=None)
            case "all":
                return queryset
            case _:
                return queryset.in_state(self.chosen)


LISTS = {
    "waiting": _("Waiting for us"),
    "author": _("With the author"),
    State.LIVE.value: _("On the site"),
    "messages": _("Messages without an answer"),
    "reports": _("Reported by readers"),
    State.REFUSED.value: _("Refused"),
    State.TAKEN_DOWN.value: _("Taken off the site"),
    State.WITHDRAWN.value: _("Withdrawn: to be erased"),
    State.ERASED.value: _("Erased"),
    "all": _("All"),
}


def chosen_list(request):
    """The list that is asked for: for who reads stories the queue, for who erases them what is withdrawn."""
    asked = request.GET.get("where")
    if asked in LISTS:
        return asked
    return "waiting" if can(request.user, "read") else State.WITHDRAWN.value


def columns_for(request):
    if not can(request.user, "read"):
        return OFFICERS_COLUMNS
    return [*MODERATORS_COLUMNS, *(IN_THE_QUEUE if chosen_list(request) == "waiting" else ELSEWHERE)]


def listed(stories):
    """Annotate all that the columns show, in one query."""
    unanswered = Q(reports__isnull=False, reports__answered_at=None)
    return (
        stories.with_stages()
        .select_related("claimed_by")
        .annotate(
            cancer_title=Coalesce(_cancer_title(get_language()), _cancer_title(Language(get_language()).other)),
            reports_to_answer=Count("reports", filter=unanswered),
            oldest_report=Min("reports__at", filter=unanswered),
        )
        .defer("link_secret")
    )


def _cancer_title(language):
    titles = CancerVersion.objects.live().filter(page=OuterRef("cancer"), language=language)
    return Subquery(titles.values("title")[:1])


def state_of_listed(story):
    """Story.state, from what `with_stages` annotated: no texts are fetched."""
    if story.erased_at:
        return State.ERASED
    if story.withdrawn_at:
        return State.WITHDRAWN
    if story.open_stage:
        return State(story.open_stage)
    if story.has_live_text:
        return State.LIVE
    return State.TAKEN_DOWN if story.was_live else State.REFUSED


def clock(since, *, now=None):
    """How long somebody has been waiting, in words; drawn as late after five days."""
    now = now or timezone.now()
    waited = timesince(since, now)
    if now - since > LATE_AFTER:
        return format_html('<span class="late">{} <strong>{}</strong></span>', waited, _("late"))
    return format_html('<span class="clock">{}</span>', waited)


class Columns:
    """Mixed into StoryAdmin: what stands in a row."""

    @admin.display(description=_("story"))
    def number(self, story):
        return str(story)

    @admin.display(description=_("danger"))
    def danger(self, story):
        return format_html('<strong class="danger">{}</strong>', _("Danger: read first")) if story.is_urgent else "–"

    @admin.display(description=_("speaks of"))
    def labels_before_opening(self, story):
        labels = [(ContentNote(label).label,) for label in story.labels if label in ContentNote]
        return format_html_join(" ", '<span class="note">{}</span>', labels) or "–"

    @admin.display(description=_("stage"))
    def state_label(self, story):
        state = state_of_listed(story)
        return format_html('<span class="state state-{}">{}</span>', state.value, state.label)

    @admin.display(description=_("language"))
    def language_name(self, story):
        return OWN_NAMES[Language(story.language)]

    @admin.display(description=_("cancer"))
    def cancer_name(self, story):
        return story.cancer_title or "–"

    @admin.display(description=_("has waited"))
    def waiting(self, story):
        return clock(story.waiting_since) if story.waiting_since and not story.withdrawn_at else "–"

    @admin.display(description=_("with"))
    def with_whom(self, story):
        return story.claim_holder() or "–"

    @admin.display(description=_("like another one"))
    def alike(self, story):
        if story.similar_to_id is None:
            return "–"
        url = reverse("admin:stories_story_change", args=[story.similar_to_id])
        label = _("Very like story %(number)s") % {"number": story.similar_to_id}
        return format_html('<a href="{}">{}</a>', url, label)

    @admin.display(description=_("message"))
    def unanswered_message(self, story):
        return clock(story.unanswered_since) if story.unanswered_since and not story.withdrawn_at else "–"

    @admin.display(description=_("reports"))
    def unanswered_reports(self, story):
        return story.reports_to_answer or "–"
