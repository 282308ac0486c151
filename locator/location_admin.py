"""Locations and organizations at the desk."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import placing, record_search
from .paging import COUNTED
from .record_admin import BY_NAME, RecordAdmin, up_to
from .record_filters import ProvinceFilter, SourceFilter
from .record_forms import LocationForm
from .record_rows import AccessRows, AddressRows, ClosureRows, HoursRows, LanguageRows, PhoneRows
from .services import ServiceAtLocation

MOST_NAMED = 50
NOTHING = "–"


class LocationAdmin(RecordAdmin):
    form = LocationForm
    list_display = ["name", "address", "organization", "is_confidential", "edited_at"]
    list_display_links = ["name"]
    list_select_related = ["organization"]
    list_filter = ["is_confidential", "kind", ProvinceFilter, SourceFilter, "is_demonstration"]
    search_fields = ["name_en"]
    search_help_text = gettext_lazy("Name, street, town, postal code or id.")
    autocomplete_fields = ["organization"]
    inlines = [AddressRows, AccessRows, HoursRows, ClosureRows, PhoneRows, LanguageRows]
    readonly_fields = ["where_the_point_is_from", "services_here"]
    record_fieldsets = [
        (
            None,
            {"fields": ["is_confidential", "organization", "kind", ("name_en", "name_fr")]},
        ),
        (gettext_lazy("Services at this place"), {"fields": ["services_here"]}),
        (
            gettext_lazy("Getting there"),
            {"fields": [("description_en", "description_fr"), ("transport_en", "transport_fr"), "wheelchair"]},
        ),
        (gettext_lazy("On the map"), {"fields": [("latitude", "longitude"), "where_the_point_is_from"]}),
        (
            gettext_lazy("About this record"),
            {"fields": [("other_name_en", "other_name_fr"), "source", "is_demonstration"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("addresses")

    def get_search_results(self, request, queryset, search_term):
        return record_search.locations(queryset, search_term), False

    @admin.display(description=gettext_lazy("address"))
    def address(self, location):
        return location.main_address or NOTHING

    @admin.display(description=gettext_lazy("coordinates"))
    def where_the_point_is_from(self, location):
        return location.get_point_from_display() or NOTHING

    @admin.display(description=gettext_lazy("services"))
    def services_here(self, location):
        links = ServiceAtLocation.objects.filter(location=location.pk).select_related("service")
        named = [
            (reverse("admin:locator_service_change", args=[link.service_id]), link.service)
            for link in links.order_by(*(f"service__{column}" for column in BY_NAME))[: MOST_NAMED + 1]
        ]
        if len(named) > MOST_NAMED:
            return format_html("{} {}", _links(named[:MOST_NAMED]), _("and more"))
        return _links(named) if named else NOTHING

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        location = form.instance
        # Read anew: the rows above were just written.
        address = placing.main_addresses([location]).get(location.pk)
        if placing.has_its_own_point(location):
            for doubt in placing.doubts(location, address):
                messages.warning(request, _("%(doubt)s Please check them.") % {"doubt": doubt})
        else:
            placing.place(location)

    def message_user(self, request, message, level=messages.INFO, *args, **options):
        """Without a name: that of a location can be its address, and messages are kept in a cookie."""
        if level == messages.SUCCESS:
            message = _("Your change of the location is saved.")
        super().message_user(request, message, level, *args, **options)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # Not in the window's title, which browsers keep.
        return super().changeform_view(request, object_id, form_url, {"subtitle": None} | (extra_context or {}))


def _links(named):
    return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a></li>', named))


class OrganizationAdmin(RecordAdmin):
    list_display = ["name", "email", "website", "edited_at"]
    list_display_links = ["name"]
    list_filter = [SourceFilter, "is_demonstration"]
    search_fields = ["name_en"]
    search_help_text = gettext_lazy("Name or id.")
    autocomplete_fields = ["parent"]
    inlines = [PhoneRows]
    readonly_fields = ["its_services"]
    record_fieldsets = [
        (
            None,
            {"fields": [("name_en", "name_fr"), ("other_name_en", "other_name_fr"), "parent", "its_services"]},
        ),
        (gettext_lazy("What it is"), {"fields": [("description_en", "description_fr")]}),
        (gettext_lazy("Getting in touch"), {"fields": ["website", "email"]}),
        (gettext_lazy("About this record"), {"fields": ["source", "is_demonstration"]}),
    ]

    def get_search_results(self, request, queryset, search_term):
        return record_search.organizations(queryset, search_term), False

    @admin.display(description=gettext_lazy("services"))
    def its_services(self, organization):
        if organization._state.adding:
            return NOTHING
        number = organization.services.order_by()[: COUNTED + 1].count()
        url = reverse("admin:locator_service_changelist")
        label = ngettext("%(number)s service", "%(number)s services", number) % {"number": up_to(number)}
        return format_html('<a href="{}?organization__id__exact={}">{}</a>', url, organization.pk, label)
