"""The desk of a kind of page: one row per page and language, one form per version, each move behind the one gate."""

from csp.decorators import csp_update
from django.contrib import admin
from django.db import models
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from .desk_views import MoveViews
from .history import HistoryEntry
from .languages import OWN_NAMES, Language
from .lost_updates import LostUpdateFormSet
from .permissions import can, moves_open_to
from .references import show_in_place
from .richtext import EDITOR_CSP
from .version_forms import StartForm, VersionForm
from .workflow import MOVES, State


class PartInline(admin.StackedInline):
    """Rows of a version; they may be changed exactly when the version may.

    Stacked, because the cells of Django's tabular rows have no labels for who cannot see the headings.
    """

    extra = 0
    formset = LostUpdateFormSet
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    classes = ["collapse"]

    def has_view_permission(self, request, obj=None):
        return bool(can(request.user, "view"))

    def _may_edit(self, request, obj=None):
        return bool(obj and can(request.user, "edit", obj))

    has_add_permission = has_change_permission = has_delete_permission = _may_edit


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return Language.choices

    def queryset(self, request, queryset):
        return queryset.in_language(self.value()) if self.value() in Language else queryset


class StateFilter(admin.SimpleListFilter):
    title = _("stage")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state.value, state.label) for state in State if state != State.PAST]

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in State else queryset


class VersionAdmin(MoveViews, admin.ModelAdmin):
    """Base of the admin of every kind of version. Subclasses give `show`, the view function that draws the page."""

    form = VersionForm
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # Django’s link would lead to the address of a text that may not be live; the preview stands in for it.
    view_on_site = False
    list_per_page = 50
    list_display = ["title", "language_name", "state_label", "on_the_site", "last_edit"]
    list_display_links = ["title"]
    list_filter = [LanguageFilter, StateFilter]
    list_select_related = ["edited_by"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    change_list_template = "admin/publishing/change_list.html"
    change_form_template = "admin/publishing/change_form.html"
    first_fieldset = (None, {"fields": ["title", "slug", "summary"]})
    last_fieldset = (
        _("About this version"),
        {"fields": ["is_demonstration", "is_minor", "change_note"], "classes": ["collapse"]},
    )

    def show(self, request, version, *, at, is_preview):
        raise NotImplementedError

    # What the lists show.

    def get_queryset(self, request):
        versions = super().get_queryset(request).select_related("edited_by")
        if request.resolver_match and request.resolver_match.url_name == self._url_name("changelist"):
            return versions.newest().with_neighbours()
        return versions

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, version):
        return OWN_NAMES[Language(version.language)]

    @admin.display(description=_("stage"), ordering="stage")
    def state_label(self, version):
        return format_html(
            '<span class="state state-{}">{}</span>', version.state.value, f"{version.state.label} ({version.number})"
        )

    @admin.display(description=_("on the site"))
    def on_the_site(self, version):
        if version.live_number is None:
            return _("nothing yet")
        return _("version %(number)s") % {"number": version.live_number}

    @admin.display(description=_("last edited"), ordering="edited_at")
    def last_edit(self, version):
        when = date_format(timezone.localtime(version.edited_at), "SHORT_DATETIME_FORMAT")
        return format_html("{}<br>{}", version.edited_by, when)

    def get_list_display(self, request):
        @admin.display(description=_("next step"))
        def next_step(version):
            return self._next_steps(request.user, version)

        return [*super().get_list_display(request), next_step]

    def _next_steps(self, user, version):
        steps = []
        if can(user, "open_draft", version):
            steps.append(self._button(version, "open_draft", MOVES["open_draft"].label))
        if not version.is_translated and can(user, "start"):
            label = _("Write it in %(language)s") % {"language": OWN_NAMES[Language(version.language).other]}
            steps.append(self._button(version, "translate", label))
        return format_html_join("", "{}", ((step,) for step in steps))

    def _button(self, version, move, label):
        """A button of the list's own form, so that one press is one POST with the list's token."""
        url = reverse(f"admin:{self._url_name('move')}", args=[version.pk, move])
        return format_html(
            '<button type="submit" class="row-move" formmethod="post" formaction="{}">{}</button> ', url, label
        )

    # Permissions: every one of them asks the gate.

    def has_module_permission(self, request):
        return bool(can(request.user, "view"))

    def has_view_permission(self, request, obj=None):
        return bool(can(request.user, "view", obj))

    def has_add_permission(self, request):
        return bool(can(request.user, "start"))

    def has_change_permission(self, request, obj=None):
        return bool(can(request.user, "edit", obj))

    def has_delete_permission(self, request, obj=None):
        return False

    # Forms.

    def get_object(self, request, object_id, from_field=None):
        version = super().get_object(request, object_id, from_field)
        if version and request.method == "POST":
            # Read again under the page's lock: what is compared and saved below is what is stored.
            version.page.lock()
            version.refresh_from_db()
        return version

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = StartForm
            kwargs["fields"] = ["title", "slug"]
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["language", "title", "slug"]})]
        fieldsets = [self.first_fieldset, *self.get_middle_fieldsets(), self.last_fieldset]
        if self.has_change_permission(request, obj):
            return [*fieldsets, (None, {"fields": ["seen_counter"], "classes": ["hidden"]})]
        # Who only reads, reads everything: nothing is folded away from a reviewer.
        return [(heading, {"fields": options["fields"]}) for heading, options in fieldsets]

    def get_inline_instances(self, request, obj=None):
        inlines = super().get_inline_instances(request, obj)
        if not self.has_change_permission(request, obj):
            for inline in inlines:
                inline.classes = []
        return inlines

    def get_middle_fieldsets(self):
        return []

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            obj.save()
            return
        page = self.model._meta.get_field("page").related_model.objects.create()
        language = Language(form.cleaned_data["language"])
        started = self.model.start(page, language, by=request.user, title=obj.title, slug=obj.slug)
        obj.pk = started.pk
        obj.refresh_from_db()
        obj._state.adding = False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(formset.has_changed() for formset in formsets)):
            form.instance.record_edit(by=request.user)

    def log_addition(self, request, obj, message):
        """The history of a version is in HistoryEntry, which holds no texts; Django's log would keep titles."""

    log_change = log_addition

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(self._change_url(obj))

    def response_change(self, request, obj):
        if "_submit_for_review" in request.POST:
            return HttpResponseRedirect(reverse(f"admin:{self._url_name('move')}", args=[obj.pk, "submit"]))
        return super().response_change(request, obj)

    # Views.

    def get_urls(self):
        own = [
            path("<int:pk>/preview/", self._wrap(self.preview_view), name=self._url_name("preview")),
            path("<int:pk>/move/<slug:move>/", self._wrap(self.move_view), name=self._url_name("move")),
        ]
        return own + super().get_urls()

    @method_decorator(csp_update(EDITOR_CSP))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk:
            context |= self._where_it_stands(request, obj)
            if not self.has_change_permission(request, obj):
                show_in_place(obj, at=timezone.now())
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _where_it_stands(self, request, version):
        # Said to reviewers alone: nobody else expects to approve.
        reviews = version.state == State.IN_REVIEW and can(request.user, "approve")
        return {
            "title": str(version),
            "subtitle": None,
            "version": version,
            "state": version.state,
            "moves": moves_open_to(request.user, version),
            "versions": version.siblings.order_by("-number"),
            "is_behind": version.is_behind(),
            "may_submit": bool(can(request.user, "submit", version)),
            "latest_send_back": version.history.filter(move="send_back").select_related("by").last(),
            "approve_refusal": can(request.user, "approve", version).why if reviews else "",
        }

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def history_view(self, request, object_id, extra_context=None):
        version = self._version_or_404(request, object_id)
        entries = HistoryEntry.objects.filter(
            kind=version.kind, page_id=version.page_id, language=version.language
        ).select_related("by")
        context = self._context(request, version) | {"entries": entries.order_by("-at", "-pk"), "title": _("History")}
        return TemplateResponse(request, "admin/publishing/history.html", context)

    def _context(self, request, version):
        return self.admin_site.each_context(request) | {
            "opts": self.model._meta,
            "version": version,
            "original": version,
        }

    def _wrap(self, view):
        return self.admin_site.admin_view(never_cache(view))

    def _url_name(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def _change_url(self, version):
        return reverse(f"admin:{self._url_name('change')}", args=[version.pk])
