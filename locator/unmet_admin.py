"""What people looked for and nobody offers near them: a table for locator editors, which nobody can change."""

import csv

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing.permissions import may_read

from .hsds.csv_safety import for_spreadsheet
from .paging import CappedPaginator, RecordList
from .record_filters import tree_of_kinds, with_those_below
from .unmet import UnmetNeed

MONTHS_SHOWN = 12
ANY = "any"


class NeededKindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind of help")
    parameter_name = "kind"
    template = "admin/locator/filter.html"

    def lookups(self, request, model_admin):
        self.tree = tree_of_kinds()
        indented = [(str(kind.pk), "\u2003" * depth + str(kind)) for kind, depth in self.tree]
        return [(ANY, gettext_lazy("any kind")), *indented]

    def queryset(self, request, queryset):
        if self.value() == ANY:
            return queryset.filter(category=None)
        return queryset.filter(category__in=with_those_below(self.value(), self.tree)) if self.value() else queryset


class UnmetNeedAdmin(admin.ModelAdmin):
    actions = None
    view_on_site = False
    paginator = CappedPaginator
    list_per_page = 100
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_display = ["day", "area", "kind", "number"]
    list_display_links = None
    list_filter = [NeededKindFilter]
    list_select_related = ["category"]
    date_hierarchy = "day"
    search_fields = ["area__istartswith"]
    search_help_text = gettext_lazy("The first characters of a postal code, or a province: K1A, ON.")
    change_list_template = "admin/locator/unmet_list.html"
    orders = {}

    class Media:
        css = {"all": ["css/desk-services.css"]}

    def has_module_permission(self, request):
        return may_read(request.user, UnmetNeed)

    def has_view_permission(self, request, obj=None):
        return may_read(request.user, UnmetNeed)

    def _never(self, request, obj=None):
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never

    def get_changelist(self, request, **options):
        return RecordList

    @admin.display(description=gettext_lazy("kind of help"))
    def kind(self, need):
        return need.category or _("any kind")

    def get_urls(self):
        download = self.admin_site.admin_view(never_cache(self.download_view))
        return [path("csv/", download, name="locator_unmetneed_csv"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        context = {"title": _("Searches that found nothing"), "months": months()}
        return super().changelist_view(request, context | (extra_context or {}))

    @method_decorator(require_safe)
    def download_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="unmet-needs-{today:%Y-%m-%d}.csv"'
        # So that spreadsheets read it as UTF-8.
        answer.write("\ufeff")
        rows = csv.writer(answer)
        rows.writerow([_("day"), _("area"), _("code"), _("kind of help"), _("searches")])
        for need in UnmetNeed.objects.select_related("category").iterator():
            code = need.category.code if need.category else ""
            rows.writerow(
                [for_spreadsheet(str(cell)) for cell in (need.day, need.area, code, self.kind(need), need.number)]
            )
        return answer


def months():
    """[(first day of a month, how many searches found nothing)], the newest first."""
    by_month = (
        UnmetNeed.objects.order_by().annotate(month=TruncMonth("day")).values("month").annotate(sum=Sum("number"))
    )
    return list(by_month.order_by("-month").values_list("month", "sum")[:MONTHS_SHOWN])
