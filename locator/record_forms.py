"""The forms of the locator's records: what is kept in a column as a code is chosen here, and links are ticked."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cancers.models import Cancer
from publishing.choices import ListedChoiceField
from publishing.fact_admin import FactRecordForm

from .cancer_names import cancer_names
from .categories import Category
from .choices import PointFrom
from .record_filters import tree_of_kinds
from .services import ServiceCancer, ServiceCategory

TIME_ZONES = {
    "America/St_Johns": gettext_lazy("Newfoundland"),
    "America/Halifax": gettext_lazy("Atlantic"),
    "America/Toronto": gettext_lazy("Eastern"),
    "America/Winnipeg": gettext_lazy("Central"),
    "America/Regina": gettext_lazy("Saskatchewan"),
    "America/Edmonton": gettext_lazy("Mountain"),
    "America/Vancouver": gettext_lazy("Pacific"),
    "America/Whitehorse": gettext_lazy("Yukon"),
}


class Chosen(list):
    """Primary keys of what is chosen, which say in words what they stand for."""

    def __init__(self, pks, labels):
        super().__init__(pks)
        self.labels = labels

    def __str__(self):
        return ", ".join(self.labels[pk] for pk in self if pk in self.labels)


class Ticked(forms.ModelMultipleChoiceField):
    """Rows to tick, by `labels`, {primary key: text}, which were read before."""

    widget = forms.CheckboxSelectMultiple
    iterator = ListedChoiceField.iterator

    def __init__(self, queryset, *, labels, **options):
        self.labels = labels
        super().__init__(queryset, required=False, **options)


class Tree(forms.CheckboxSelectMultiple):
    """Boxes that stand further in, the deeper their rows lie: `depths` is {primary key: number}."""

    def __init__(self, depths):
        super().__init__({"class": "tree"})
        self.depths = depths

    def create_option(self, name, value, *args, **options):
        option = super().create_option(name, value, *args, **options)
        option["attrs"]["data-depth"] = self.depths[value]
        return option


class ServiceForm(FactRecordForm):
    # What they offer is read anew for each form.
    kinds = forms.Field(required=False)
    for_cancers = forms.Field(required=False)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=TIME_ZONES.items,
        initial="America/Toronto",
        help_text=gettext_lazy("Only for what has no place, such as a phone line: each place keeps its own time."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._offer("kinds", _kinds, of=ServiceCategory, column="category_id")
        self._offer("for_cancers", _cancers, of=ServiceCancer, column="cancer_id")
        if (zone := self.instance.time_zone) not in TIME_ZONES:
            self.fields["time_zone"].choices = [*TIME_ZONES.items(), (zone, zone)]

    def _offer(self, name, make_field, *, of, column):
        chosen = list(of.objects.filter(service=self.instance.pk).values_list(column, flat=True))
        self.fields[name] = field = make_field(chosen)
        self.initial[name] = Chosen(chosen, field.labels)

    def save_links(self):
        """Write what was ticked or unticked. Links that stay are not touched, so that their history stays true."""
        self._save_links("kinds", of=ServiceCategory, column="category_id")
        self._save_links("for_cancers", of=ServiceCancer, column="cancer_id")

    def _save_links(self, name, *, of, column):
        if name not in self.changed_data:
            return
        wanted = {row.pk for row in self.cleaned_data[name]}
        links = {getattr(link, column): link for link in of.objects.filter(service=self.instance)}
        of.objects.filter(pk__in=[link.pk for key, link in links.items() if key not in wanted]).delete()
        of.objects.bulk_create(of(service=self.instance, **{column: key}) for key in wanted - set(links))


def _kinds(chosen):
    tree = tree_of_kinds()
    return Ticked(
        Category.objects.all(),
        labels={kind.pk: str(kind) for kind, _depth in tree},
        widget=Tree({kind.pk: depth for kind, depth in tree}),
        label=_("Kinds of help"),
        help_text=_("Tick the closest. Who looks for the kind above finds it too."),
    )


def _cancers(chosen):
    names = cancer_names(also=chosen)
    return Ticked(
        Cancer.objects.filter(pk__in=names),
        labels=names,
        label=_("Only for people with"),
        help_text=_("Leave all empty when it is for people with any cancer."),
    )


class LocationForm(FactRecordForm):
    """Knows coordinates that a person typed from those that the site found."""

    def clean(self):
        cleaned = super().clean()
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None):
            self.add_error("longitude" if longitude is None else "latitude", _("Write both coordinates, or none."))
        elif {"latitude", "longitude"}.intersection(self.changed_data):
            self.instance.point_from = PointFrom.TYPED if latitude is not None else ""
        return cleaned


class PlaceForm(FactRecordForm):
    """A service at one location: a part of the service, which is what two people might both be working on."""

    def __init__(self, *args, instance, **options):
        instance.edit_counter, instance.edited_by = instance.service.edit_counter, instance.service.edited_by
        super().__init__(*args, instance=instance, **options)
