from publishing.choices import ListedChoiceField, titles_of

from .models import Cancer, CancerVersion


def cancer_field(**kwargs):
    """A form field that chooses a cancer by its newest titles, English / French."""
    return ListedChoiceField(Cancer.objects.all(), labels=titles_of(CancerVersion), **kwargs)
