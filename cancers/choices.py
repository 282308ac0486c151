from publishing.alphabet import sort_key
from publishing.choices import ListedChoiceField

from .models import Cancer, CancerVersion


def cancer_field(**kwargs):
    """A form field that chooses a cancer by its newest titles, English / French."""
    titles = {}
    for page, title in CancerVersion.objects.newest().order_by("language").values_list("page", "title"):
        titles[page] = f"{titles[page]} / {title}" if page in titles else title
    labels = dict(sorted(titles.items(), key=lambda pair: sort_key(pair[1])))
    return ListedChoiceField(Cancer.objects.all(), labels=labels, **kwargs)
