"""The forms of rows on the pages of records: opening hours, phone numbers, areas served and the like."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from publishing.lost_updates import LostUpdateFormSet

from . import languages_spoken, places, postal
from .choices import Day, Province
from .details import SpokenLanguage
from .places.folding import compact

NOTHING = ("", "---------")
WIDE_AREAS = {"canada": gettext_lazy("All of Canada")} | {f"province:{code}": name for code, name in Province.choices}
KINDS = {places.Kind.POSTAL: "postal", places.Kind.TOWN: "place", places.Kind.REGION: "region"}


class RowFormSet(LostUpdateFormSet):
    """Rows of a record. One that somebody took away meanwhile is marked as deleted: it stands in nobody's way."""

    def __init__(self, data=None, *args, **options):
        super().__init__(data, *args, **options)
        if self.is_bound:
            self._mark_what_is_gone()

    def _mark_what_is_gone(self):
        stored = {str(row.pk) for row in self.get_queryset()}
        gone = [number for number in range(self.initial_form_count()) if self._id_of(number) not in stored]
        if gone:
            self.data = self.data.copy()
            self.data.update({f"{self.add_prefix(number)}-DELETE": "on" for number in gone})

    def _id_of(self, number):
        return self.data.get(f"{self.add_prefix(number)}-{self.model._meta.pk.name}")


class LocatedForm(forms.ModelForm):
    """A row with a location, whose name was read with the row: its widget does not ask for it again."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.location_id:
            widget = self.fields["location"].widget
            getattr(widget, "widget", widget).known = {str(self.instance.location_id): str(self.instance.location)}


class AreaForm(forms.ModelForm):
    """An area served: Canada, a province, or what a person types, kept as the key of a place."""

    wide = forms.ChoiceField(
        label=gettext_lazy("Canada, a province or a territory"),
        choices=[NOTHING, *WIDE_AREAS.items()],
        required=False,
        help_text=gettext_lazy("Or leave it empty and type a smaller area."),
    )
    typed = forms.CharField(
        label=gettext_lazy("Town, region or postal code"),
        max_length=120,
        required=False,
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("For example Ottawa, Ontario, or the first characters of postal codes: K1A, K1 or K."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        key = self.instance.key
        is_wide = key in WIDE_AREAS
        self.initial["wide"] = key if is_wide else ""
        self.initial["typed"] = places.area_label(key, get_language()) if key and not is_wide else ""

    def clean(self):
        cleaned = super().clean()
        wide, typed = cleaned.get("wide"), cleaned.get("typed")
        if wide and typed:
            self.add_error("typed", _("Choose one of the two, and add a row for the other."))
        elif not typed:
            self.instance.key = wide or ""
        elif "typed" in self.changed_data:
            self._read(typed)
        if not (wide or typed or cleaned.get("label_en") or cleaned.get("label_fr")):
            self.add_error("wide", _("Choose an area, or describe it."))
        return cleaned

    def _read(self, typed):
        self.instance.key, complaint = area_key(typed)
        if complaint:
            self.add_error("typed", complaint)


def area_key(typed):
    """Return (key of an area, what is wrong with the text) for what a person typed; one of the two is empty."""
    for key in (f"postal:{typed.strip().upper()}", typed.strip()):
        if places.is_area_key(key):
            return key, ""
    answer = places.find(typed)
    if isinstance(answer, places.Refused):
        return "", answer.sentence
    if isinstance(answer, places.Choice):
        labels = "; ".join(place.label(get_language()) for place in answer.places)
        return "", _("Which one is it? Write one of these: %(places)s.") % {"places": labels}
    key = _key_of(answer.place)
    return (key, "") if places.is_area_key(key) else ("", _("This place is too small. Type the nearest town."))


def _key_of(place):
    if place.kind is places.Kind.PROVINCE:
        return f"province:{place.province}"
    return f"{KINDS[place.kind]}:{place.key}"


class DaysField(forms.MultipleChoiceField):
    """Days of the week to tick, kept as "MO,TU"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(choices=Day.choices, required=False, **options)

    def prepare_value(self, value):
        return [day for day in value.split(",") if day] if isinstance(value, str) else value

    def clean(self, value):
        return ",".join(super().clean(value))

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial or ""), data)


class HoursForm(forms.ModelForm):
    days = DaysField(label=gettext_lazy("Days"))

    class Meta:
        widgets = {
            "opens": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "closes": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }


class LanguageForm(forms.ModelForm):
    """A language by its code; a partner's that has only a name keeps it."""

    code = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        code, name = self.instance.code, self.instance.name
        others = [] if not code or code in languages_spoken.NAMES else [(code, name or code)]
        field = self.fields["code"]
        field.choices = [("", name or NOTHING[1]), *languages_spoken.choices(get_language()), *others]
        field.required = not name


class PhoneForm(forms.ModelForm):
    """A phone number, with the languages that are spoken on it as words."""

    spoken = forms.CharField(
        label=gettext_lazy("Languages on this line"),
        max_length=400,
        required=False,
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("Their names, with commas between. Leave it empty when they are those of the service."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        # A row that is being added has an id already, but nothing in the database.
        rows = [] if self.instance._state.adding else self.instance.languages.all()
        self.initial["spoken"] = ", ".join(row.name or _name(row.code) for row in rows)

    def clean_spoken(self):
        names = [name.strip() for name in self.cleaned_data["spoken"].split(",") if name.strip()]
        known = _codes_by_name() | self._codes_as_they_stand()
        unknown = [name for name in names if compact(name) not in known]
        if unknown:
            raise forms.ValidationError(_("This language is not in the list: %(name)s.") % {"name": unknown[0]})
        return {known[compact(name)] for name in names}

    def _codes_as_they_stand(self):
        rows = [] if self.instance._state.adding else self.instance.languages.all()
        return {compact(row.name or _name(row.code)): (row.code, row.name) for row in rows}

    def save(self, commit=True):
        phone = super().save(commit)
        if commit and "spoken" in self.changed_data:
            self._save_languages(phone)
        return phone

    def _save_languages(self, phone):
        wanted = self.cleaned_data["spoken"]
        stored = {(row.code, row.name): row.pk for row in SpokenLanguage.objects.filter(phone=phone)}
        SpokenLanguage.objects.filter(pk__in=[pk for key, pk in stored.items() if key not in wanted]).delete()
        new = sorted(wanted - set(stored))
        SpokenLanguage.objects.bulk_create(SpokenLanguage(phone=phone, code=code, name=name) for code, name in new)


def _name(code):
    return languages_spoken.name(code, get_language()) or code


def _codes_by_name():
    """{name in either language, folded: (code, "")}"""
    return {compact(name): (code, "") for code, names in languages_spoken.NAMES.items() for name in names}


class AddressForm(forms.ModelForm):
    """A Canadian postal code is kept as people write it: K1A 0B1. What a partner brought stays until it is changed."""

    def clean_postal_code(self):
        written = self.cleaned_data["postal_code"]
        if not written or "postal_code" not in self.changed_data:
            return written
        code = postal.read(written)
        if isinstance(code, postal.Wrong):
            raise forms.ValidationError(code.sentence)
        if code is None or not code.whole:
            raise forms.ValidationError(_("Write all six characters, for example K1A 0B1."))
        return f"{code.fsa} {code.whole[3:]}"
