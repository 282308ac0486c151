from django import forms

from .models import Cancer, CancerVersion


class CancerChoiceField(forms.ModelChoiceField):
    """A cancer, chosen by the title of its newest text. One query for the field, however many rows show it."""

    def __init__(self, **kwargs):
        super().__init__(Cancer.objects.all(), **kwargs)
        titles = {}
        newest = CancerVersion.objects.newest().order_by("language")
        for page, title in newest.values_list("page", "title"):
            titles[page] = f"{titles[page]} / {title}" if page in titles else title
        self.widget.choices = [("", "---------"), *sorted(titles.items(), key=lambda pair: pair[1].casefold())]
