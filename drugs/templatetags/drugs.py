from itertools import groupby
from operator import attrgetter

from django import template

from drugs.models import DrugVersion
from publishing.alphabet import sort_key

register = template.Library()


@register.simple_tag(takes_context=True)
def drugs_for_cancer(context, cancer):
    """The live drugs that are used for a cancer, in the language of the page, in alphabetical order."""
    language = context["version"].language
    drugs = DrugVersion.objects.live(at=context["at"]).in_language(language).for_cancer(cancer)
    return sorted(drugs, key=lambda drug: sort_key(drug.title))


@register.filter
def cancers_treated(drug):
    """The cancers that a version of a drug is used for, as pages. Needs DrugVersionQuerySet.with_parts()."""
    return [use.cancer for use in drug.uses.all()]


@register.filter
def live_cancers(drug):
    """The live texts about the cancers that a version of a drug is used for. Needs the same."""
    found = (use.live_cancer() for use in drug.uses.all())
    return list({cancer.pk: cancer for cancer in found if cancer}.values())


@register.filter
def by_kind(names, title=""):
    """Names in groups of one kind, [(kind, names)]. A name that only repeats the title is left out."""
    kind = attrgetter("kind")
    others = sorted((name for name in names if name.name.casefold() != title.casefold()), key=kind)
    return [(found, list(group)) for found, group in groupby(others, key=kind)]
