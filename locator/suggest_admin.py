"""Suggestions at the desk: the queue, each one beside its record, and the answer to its sender."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.cache import never_cache

from publishing.permissions import may_keep
from publishing.workflow import MoveRefused

from .accepting import NotApplied, decide, decided_already, standing_in
from .categories import Category
from .changing import together
from .compared import compared
from .services import Service
from .settling import label_of, letter_before_sending, settle, why_not_settled
from .showing import shown
from .suggest_desk_forms import DecideForm, MakeForm, SettleForm
from .suggested_fields import FIELDS, PLACE, How, standing
from .suggested_services import make_service, organizations_like
from .suggestions import Suggestion, SuggestionKind

WAITING, SETTLED, ALL = "waiting", "settled", "all"
LISTS = {WAITING: gettext_lazy("Waiting for us"), SETTLED: gettext_lazy("Settled"), ALL: gettext_lazy("All")}


class WhereFilter(admin.SimpleListFilter):
    """What waits, first; what is settled only for who asks."""

    title = gettext_lazy("where it stands")
    parameter_name = "where"

    def lookups(self, request, model_admin):
        return list(LISTS.items())

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value}, ["p"])
            yield {"selected": value == (self.value() or WAITING), "query_string": query, "display": label}

    def queryset(self, request, queryset):
        if self.value() == ALL:
            return queryset
        if self.value() == SETTLED:
            return queryset.filter(settled_at__isnull=False)
        return queryset.waiting()


@dataclass
class Row:
    """One change as the screen shows it."""

    change: object
    label: str
    is_by_hand: bool
    # What stood in the sender's form, where it is something else by now.
    before: str
    now: str
    suggested: list
    own_words: str
    language: str
    fields: dict


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin):
    list_display = ["number", "kind", "service", "language", "to_decide", "waiting"]
    list_display_links = ["number"]
    list_filter = [WhereFilter, "kind"]
    change_list_template = "admin/locator/suggestions.html"
    ordering = ["at", "pk"]
    actions = None
    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_module_permission(self, request):
        return may_keep(request.user, self.model)

    def has_view_permission(self, request, obj=None):
        return may_keep(request.user, self.model)

    def _never(self, request, obj=None):
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never

    def lookup_allowed(self, lookup, value, request=None):
        """Nobody asks the address of the list for words or names: its own filters are all there is."""
        return lookup in (WhereFilter.parameter_name, "kind__exact")

    def get_queryset(self, request):
        return Suggestion.objects.without_senders().with_changes_to_decide().select_related("service", "settled_by")

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = Suggestion.objects.waiting().count()
        waits = ngettext("%(number)d suggestion waits for us.", "%(number)d suggestions wait for us.", number)
        context = {"title": _("Suggestions of readers"), "waits": waits % {"number": number}}
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description=gettext_lazy("suggestion"))
    def number(self, suggestion):
        return _("Suggestion %(number)d") % {"number": suggestion.pk}

    @admin.display(description=gettext_lazy("to decide"))
    def to_decide(self, suggestion):
        return suggestion.changes_to_decide or "–"

    @admin.display(description=gettext_lazy("has waited"))
    def waiting(self, suggestion):
        if suggestion.settled_at is None:
            return timesince(suggestion.at, timezone.now())
        day = timezone.localdate(suggestion.settled_at)
        return format_html("{} {}", _("settled by %(who)s") % {"who": suggestion.settled_by}, day)

    def get_urls(self):
        view = self.admin_site.admin_view(never_cache(self.settle_view))
        return [path("<int:pk>/settle/", view, name="locator_suggestion_settle"), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        """Who decided what stands on the screen itself."""
        return HttpResponseRedirect(_screen_of(self._suggestion_or_404(request, object_id)))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        suggestion = self._suggestion_or_404(request, object_id)
        if request.method == "POST" and not suggestion.settled_at:
            return self._decide(request, suggestion)
        return self._screen(request, suggestion)

    def _suggestion_or_404(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = int(object_id) if str(object_id).isdecimal() and len(str(object_id)) < 18 else None
        found = Suggestion.objects.select_related("service__organization", "settled_by").filter(pk=number).first()
        if found is None:
            raise Http404
        return found

    def _decide(self, request, suggestion):
        changes = _changes_of(suggestion)
        form = DecideForm(request.POST, changes=changes, service=suggestion.service)
        making = self._make_form(request.POST, suggestion, changes) if "_make" in request.POST else None
        if not form.is_valid() or (making and not making.is_valid()):
            return self._screen(request, suggestion, form=form, making=making)
        late = [change for change in changes if not change.is_waiting and request.POST.get(f"decision-{change.pk}")]
        try:
            if late:
                raise NotApplied({change.pk: decided_already(change) for change in late})
            service = self._carry_out(request, suggestion, form.choices(), making)
        except (NotApplied, MoveRefused) as refused:
            return self._refused(request, suggestion, form, making, refused)
        messages.success(request, _("Suggestion %(number)d: your decisions are saved.") % {"number": suggestion.pk})
        return HttpResponseRedirect(_record_of(service) if making else _next_of(suggestion))

    def _carry_out(self, request, suggestion, choices, making):
        with together():
            decide(suggestion, choices, by=request.user)
            if making:
                return make_service(suggestion, organization=making.chosen(), by=request.user)
        return None

    def _refused(self, request, suggestion, form, making, refused):
        suggestion = self._suggestion_or_404(request, suggestion.pk)
        changes = _changes_of(suggestion)
        form = form.show_what_stands_now(changes=changes, service=suggestion.service)
        form.is_valid()
        sentences = getattr(refused, "sentences", None)
        if sentences is None:
            form.add_error(None, str(refused))
        for change in changes if sentences else []:
            if change.pk in sentences:
                in_sight = f"decision-{change.pk}" if change.is_waiting else None
                sentence = sentences[change.pk] if in_sight else f"{label_of(change)}: {sentences[change.pk]}"
                form.add_error(in_sight, sentence)
        return self._screen(request, suggestion, form=form, making=making)

    def _make_form(self, data, suggestion, changes):
        if suggestion.kind != SuggestionKind.NEW or suggestion.service_id or suggestion.settled_at:
            return None
        named = next((change.own_words or change.after for change in changes if change.field == "organization"), "")
        return MakeForm(data, organizations=organizations_like(named))

    def _screen(self, request, suggestion, *, form=None, making=None):
        changes = _changes_of(suggestion)
        form = form or DecideForm(changes=changes, service=suggestion.service)
        context = {
            "form": form,
            "rows": _rows(suggestion, changes, form),
            "making": making or self._make_form(None, suggestion, changes),
            "why_not_settled": why_not_settled(suggestion, changes),
            "title": _("Suggestion %(number)d") % {"number": suggestion.pk},
        }
        return self._page(request, suggestion, "suggestion", context)

    def settle_view(self, request, pk):
        suggestion = self._suggestion_or_404(request, pk)
        changes = _changes_of(suggestion)
        if suggestion.settled_at or why_not_settled(suggestion, changes):
            return HttpResponseRedirect(_screen_of(suggestion))
        form = SettleForm(request.POST if request.method == "POST" else None, suggestion=suggestion, changes=changes)
        letter = None
        if form.is_valid() and "_letter" in request.POST:
            letter = letter_before_sending(suggestion, changes, **form.words())
        elif form.is_valid():
            try:
                settle(suggestion, by=request.user, **form.words())
            except MoveRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Suggestion %(number)d is settled.") % {"number": suggestion.pk})
                return HttpResponseRedirect(reverse("admin:locator_suggestion_changelist"))
        context = {"form": form, "letter": letter, "title": _("Answer and close")}
        return self._page(request, suggestion, "suggestion_settle", context)

    def _page(self, request, suggestion, name, context):
        shared = self.admin_site.each_context(request) | {
            "opts": self.model._meta,
            "suggestion": suggestion,
            "service": suggestion.service,
            "language": f"{suggestion.language}-CA",
            "is_nav_sidebar_enabled": False,
        }
        return TemplateResponse(request, f"admin/locator/{name}.html", shared | context)


def _changes_of(suggestion):
    return list(suggestion.changes.select_related("decided_by"))


def _rows(suggestion, changes, form):
    with override(suggestion.language):
        visible = shown([suggestion.service_id], in_full=True) if suggestion.service_id else {}
        texts = {
            key: text
            for service in visible.values()
            for key, text in standing(service, language=suggestion.language).items()
        }
    kinds = {kind.code: str(kind) for kind in Category.objects.all()} if suggestion.kind == SuggestionKind.NEW else {}
    return [_row(change, suggestion, texts, kinds, form) for change in changes]


def _row(change, suggestion, texts, kinds, form):
    field = FIELDS[change.field]
    now = _now(change, suggestion.service, texts)
    readable = kinds.get if change.field == "category" else field.readable
    return Row(
        change=change,
        label=label_of(change),
        is_by_hand=field.how is How.BY_HAND,
        before=field.readable(change.before) if change.before != now and field.how is not How.REMOVING else "",
        now=field.readable(now),
        suggested=compared(field.readable(now), readable(change.after) or ""),
        own_words=field.readable(change.own_words),
        language=f"{suggestion.language}-CA",
        fields=form.fields_of(change),
    )


def _now(change, service, texts):
    if FIELDS[change.field].how in (How.COLUMN, How.REMOVING):
        return standing_in(service, change)
    return texts.get(f"{PLACE}-{change.place}" if change.field == PLACE else change.field, "")


def _screen_of(suggestion):
    return reverse("admin:locator_suggestion_change", args=[suggestion.pk])


def _next_of(suggestion):
    """Once all is decided, on to the answer."""
    if why_not_settled(suggestion, _changes_of(suggestion)):
        return _screen_of(suggestion)
    return reverse("admin:locator_suggestion_settle", args=[suggestion.pk])


def _record_of(service):
    return reverse(f"admin:{Service._meta.app_label}_{Service._meta.model_name}_change", args=[service.pk])
