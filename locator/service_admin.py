"""Services at the desk, and the page of a service at one of its locations."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from publishing.permissions import may_keep

from . import record_search
from .record_admin import RecordAdmin
from .record_filters import ConfidentialFilter, KindFilter, ServiceProvinceFilter, SourceFilter, VerifiedFilter
from .record_forms import PlaceForm, ServiceForm
from .record_rows import AreaRows, ClosureRows, HoursRows, LanguageRows, PhoneRows, PlaceRows
from .services import Service
from .verifying_pages import VerifyingPages, how_long_ago


class ServiceAdmin(VerifyingPages, RecordAdmin):
    form = ServiceForm
    change_form_template = "admin/locator/service_form.html"
    change_list_template = "admin/locator/service_list.html"
    list_display = ["name", "organization", "state", "verification", "last_edit"]
    list_display_links = ["name"]
    list_select_related = ["organization", "edited_by"]
    list_filter = [
        "status",
        VerifiedFilter,
        KindFilter,
        ServiceProvinceFilter,
        SourceFilter,
        ConfidentialFilter,
        "is_demonstration",
    ]
    search_fields = ["name_en"]
    search_help_text = gettext_lazy("Name, organization, town, postal code, phone number or id.")
    autocomplete_fields = ["organization"]
    inlines = [PlaceRows, AreaRows, HoursRows, ClosureRows, PhoneRows, LanguageRows]
    orders = RecordAdmin.orders | {
        "verified_on": ("verified_on", "pk"),
        "-verified_on": ("-verified_on", "-pk"),
    }
    record_fieldsets = [
        (
            None,
            {"fields": ["organization", "status", ("name_en", "name_fr"), ("other_name_en", "other_name_fr")]},
        ),
        (gettext_lazy("What has changed for now"), {"fields": [("alert_en", "alert_fr"), "alert_until"]}),
        (gettext_lazy("What it does"), {"fields": [("description_en", "description_fr"), "kinds", "for_cancers"]}),
        (gettext_lazy("How people get it"), {"fields": [("in_person", "by_phone", "online"), "time_zone"]}),
        (
            gettext_lazy("Who can use it"),
            {"fields": [("eligibility_en", "eligibility_fr"), ("minimum_age", "maximum_age")]},
        ),
        (
            gettext_lazy("How to start"),
            {
                "fields": [
                    ("application_en", "application_fr"),
                    ("documents_en", "documents_fr"),
                    ("wait_en", "wait_fr"),
                ]
            },
        ),
        (gettext_lazy("What it costs"), {"fields": ["cost", ("fees_en", "fees_fr")]}),
        (
            gettext_lazy("Getting in touch"),
            {"fields": [("website_en", "website_fr"), "email", ("interpretation_en", "interpretation_fr")]},
        ),
        (gettext_lazy("About this record"), {"fields": ["source", "is_demonstration"]}),
    ]

    def get_search_results(self, request, queryset, search_term):
        return record_search.services(queryset, search_term), False

    @admin.display(description=gettext_lazy("status"))
    def state(self, service):
        return format_html(
            '<span class="service-{}">{}</span>', service.status.split()[0], service.get_status_display()
        )

    @admin.display(description=gettext_lazy("last edited"), ordering="edited_at")
    def last_edit(self, service):
        when = date_format(timezone.localtime(service.edited_at), "SHORT_DATETIME_FORMAT")
        return format_html("{}<br>{}", service.edited_by or "–", when)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and not add:
            context["verified"] = how_long_ago(obj.verified_on)
            context["public_address"] = obj.get_absolute_url() if obj.is_public else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_links(self, form):
        form.save_links()


class PlaceAdmin(RecordAdmin):
    """A service at one of its locations: hours and numbers that hold there alone. Reached from the service."""

    form = PlaceForm
    change_form_template = "admin/locator/place_form.html"
    inlines = [HoursRows, ClosureRows, PhoneRows, LanguageRows]
    record_fieldsets = [(None, {"fields": [("note_en", "note_fr")]})]

    def has_module_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        return may_keep(request.user, Service)

    has_change_permission = has_view_permission

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("service__edited_by", "location")

    def get_object(self, request, object_id, from_field=None):
        place = admin.ModelAdmin.get_object(self, request, object_id, from_field)
        if place and request.method == "POST":
            # The service's row is locked: the place is a part of it.
            place.service = Service.objects.select_for_update().get(pk=place.service_id)
        return place

    def save_changed(self, request, form):
        place = form.instance
        place.save()
        service = place.service
        service.edited_by = request.user
        service.edit_counter += 1
        service.save()

    @method_decorator(require_safe)
    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("admin:locator_service_changelist"))

    def history_view(self, request, object_id, extra_context=None):
        place = self.get_object(request, unquote(object_id))
        if place is None or not self.has_view_permission(request):
            raise Http404
        return HttpResponseRedirect(reverse("admin:locator_service_history", args=[place.service_id]))
