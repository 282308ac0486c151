"""A choice among rows whose labels are read once for a whole formset, not once for each of its rows."""

from django import forms
from django.forms.models import ModelChoiceIterator

from .alphabet import sort_key


class _Listed(ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.field.labels.items()

    def __len__(self):
        return len(self.field.labels) + (self.field.empty_label is not None)

    def __bool__(self):
        return True


class ListedChoiceField(forms.ModelChoiceField):
    """Chooses a row of a queryset by `labels`, {primary key: text}. The copies that a formset makes share them."""

    iterator = _Listed

    def __init__(self, queryset, *, labels, **kwargs):
        self.labels = labels
        super().__init__(queryset, **kwargs)


def titles_of(versions):
    """{page id: its newest titles, “English / French”} of a model of versions, in alphabetical order."""
    titles = {}
    for page, title in versions.objects.newest().order_by("language").values_list("page", "title"):
        titles[page] = f"{titles[page]} / {title}" if page in titles else title
    return dict(sorted(titles.items(), key=lambda pair: sort_key(pair[1])))
