from django import template

from cancers.models import Cancer, CancerVersion
from glossary.models import WordUse
from publishing.alphabet import sort_key

register = template.Library()


@register.simple_tag(takes_context=True)
def cancers_using(context, version):
    """The live cancers whose texts use a word, in alphabetical order."""
    at = context["at"]
    uses = WordUse.objects.of_word(version, at=at).texts(Cancer.kind())
    cancers = CancerVersion.objects.live(at=at).filter(pk__in=uses)
    return sorted(cancers.only("title", "slug", "language"), key=lambda cancer: sort_key(cancer.title))
