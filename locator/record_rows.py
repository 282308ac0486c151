"""The rows on the pages of records."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models

from publishing.permissions import may_keep

from .details import Closure, Phone, Schedule, SpokenLanguage
from .locations import AccessFeature, Address
from .row_forms import AddressForm, AreaForm, HoursForm, LanguageForm, LocatedForm, PhoneForm, RowFormSet
from .services import Service, ServiceArea, ServiceAtLocation


class KnownAutocomplete(AutocompleteSelect):
    """Does not ask the database for the name of what is chosen already, where its form knows that: {value: name}."""

    known = {}

    def optgroups(self, name, value, attr=None):
        if value and all(chosen in self.known for chosen in value):
            return [(None, [self.create_option(name, chosen, self.known[chosen], True, 0) for chosen in value], 0)]
        return super().optgroups(name, value, attr)


class NothingElseGone:
    """Mixed into the admin of records and rows: nothing that a field points to is deleted from beside the field."""

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field


class Rows(NothingElseGone, admin.StackedInline):
    """Stacked, because the cells of Django's tabular rows have no labels for who cannot see the headings."""

    extra = 0
    formset = RowFormSet
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    classes = ["collapse"]

    def has_view_permission(self, request, obj=None):
        # Rows hang on records of all kinds, which the same people keep.
        return may_keep(request.user, Service)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class PlaceRows(Rows):
    model = ServiceAtLocation
    form = LocatedForm
    fields = ["location", ("note_en", "note_fr")]
    # Hours and numbers that hold at this place alone have a page of their own.
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("location").prefetch_related("location__addresses")

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name == "location":
            options["widget"] = KnownAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **options)


class AreaRows(Rows):
    model = ServiceArea
    form = AreaForm
    fields = ["wide", "typed", ("label_en", "label_fr")]


class HoursRows(Rows):
    model = Schedule
    form = HoursForm
    fields = [
        "days",
        ("opens", "closes"),
        ("by_appointment", "on_holidays"),
        "weeks",
        ("valid_from", "valid_until"),
        ("note_en", "note_fr"),
    ]


class ClosureRows(Rows):
    model = Closure
    fields = [("first", "last"), ("reason_en", "reason_fr")]


class PhoneRows(Rows):
    model = Phone
    form = PhoneForm
    fields = [("number", "extension"), ("kind", "position"), "spoken", ("note_en", "note_fr")]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("languages")


class LanguageRows(Rows):
    model = SpokenLanguage
    form = LanguageForm
    fields = ["code", ("note_en", "note_fr")]


class AddressRows(Rows):
    model = Address
    form = AddressForm
    classes = []
    fields = ["kind", "attention", "street", "street_2", ("city", "province"), "postal_code", "region"]


class AccessRows(Rows):
    model = AccessFeature
    fields = [("text_en", "text_fr")]
