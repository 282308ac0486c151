"""Stories at the desk: the queue, one screen for each, and who looked at what. The gate is permissions.can."""

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from .desk_lists import ORDERS, Columns, WhereFilter, chosen_list, columns_for, listed
from .desk_views import StoryViews
from .models import Story, Viewing
from .permissions import can, may_read_viewings, may_work_on_stories


class ClosedAdmin(admin.ModelAdmin):
    """Nothing is added, changed or deleted by Django's own forms."""

    actions = None
    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def _never(self, request, obj=None):
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never


@admin.register(Story)
class StoryAdmin(Columns, StoryViews, ClosedAdmin):
    list_filter = [WhereFilter]
    list_display_links = ["number"]
    change_list_template = "admin/stories/change_list.html"

    def has_module_permission(self, request):
        return may_work_on_stories(request.user)

    def has_view_permission(self, request, obj=None):
        return may_work_on_stories(request.user)

    def lookup_allowed(self, lookup, value, request=None):
        """Nobody asks the address of the list for words: its own filter is all there is."""
        return lookup == WhereFilter.parameter_name

    def get_queryset(self, request):
        # Not through Django’s own, which would put in order what is annotated only here.
        return listed(Story.objects.all())

    def get_ordering(self, request):
        return ORDERS.get(chosen_list(request), ["-sent_at", "-pk"])

    def get_list_display(self, request):
        return columns_for(request)

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": _("Stories"),
            "may_read": bool(can(request.user, "read")),
            "may_read_viewings": may_read_viewings(request.user),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def get_urls(self):
        own = [
            path("next/", self._wrap(self.next_view), name="stories_story_next"),
            path("reports/<int:pk>/", self._wrap(self.report_view), name="stories_story_report"),
            path("<int:pk>/move/<slug:move>/", self._wrap(self.move_view), name="stories_story_move"),
        ]
        return own + super().get_urls()

    def _wrap(self, view):
        return self.admin_site.admin_view(never_cache(view))


@admin.register(Viewing)
class ViewingAdmin(ClosedAdmin):
    """Who looked at what that is not public."""

    list_display = ["at", "by", "what", "number", "why"]
    fields = ["at", "by", "what", "story", "why"]
    list_display_links = None
    list_filter = ["what", "why"]
    list_select_related = ["by"]
    date_hierarchy = "at"

    def has_module_permission(self, request):
        return may_read_viewings(request.user)

    def has_view_permission(self, request, obj=None):
        return may_read_viewings(request.user)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Who looked at what")} | (extra_context or {}))

    @admin.display(description=_("story"))
    def number(self, viewing):
        return viewing.story_id
