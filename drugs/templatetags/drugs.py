from itertools import groupby
from operator import attrgetter

from django import template
from django.db.models import Count, Q

from cancers.models import CancerVersion
from drugs.models import Drug, DrugUse, DrugVersion
from glossary.models import WordUse
from publishing.alphabet import sort_key

# So many pages that have something in common with a page are named beside it.
MOST_RELATED = 5
SHOWN_IN_LISTS = ("title", "slug", "language", "summary", "page")

register = template.Library()


@register.simple_tag(takes_context=True)
def drugs_for_cancer(context, cancer):
    """The live drugs that are used for a cancer, in the language of the page, in alphabetical order."""
    drugs = _live(DrugVersion, context).for_cancer(cancer)
    return sorted(drugs.only(*SHOWN_IN_LISTS), key=lambda drug: sort_key(drug.title))


@register.simple_tag(takes_context=True)
def drugs_using(context, version):
    """The live drugs whose texts use a word, in alphabetical order."""
    uses = WordUse.objects.of_word(version, at=context["at"]).texts(Drug.kind())
    drugs = _live(DrugVersion, context).filter(pk__in=uses)
    return sorted(drugs.only(*SHOWN_IN_LISTS), key=lambda drug: sort_key(drug.title))


@register.simple_tag(takes_context=True)
def drugs_like(context, drug):
    """Other live drugs for the same cancers: those that share most of them first. Needs with_parts()."""
    cancers = {use.cancer_id for use in drug.uses.all()}
    shared = Count("uses__cancer", filter=Q(uses__cancer__in=cancers), distinct=True)
    others = _live(DrugVersion, context).exclude(page=drug.page_id).annotate(shared=shared).filter(shared__gt=0)
    return _most_shared(others) if cancers else []


@register.simple_tag(takes_context=True)
def cancers_like(context, cancer, drugs):
    """Other live cancers for which some of these drugs are used: those that share most of them first."""
    uses = DrugUse.objects.filter(version__in=[drug.pk for drug in drugs])
    shared = Count("page__uses__version", filter=Q(page__uses__in=uses), distinct=True)
    others = _live(CancerVersion, context).exclude(page=cancer.page_id).annotate(shared=shared).filter(shared__gt=0)
    return _most_shared(others) if drugs else []


def _live(versions, context):
    """What readers can open of a kind, in the language of the page."""
    return versions.objects.live(at=context["at"]).in_language(context["version"].language)


def _most_shared(versions):
    found = sorted(versions.only(*SHOWN_IN_LISTS), key=lambda version: (-version.shared, sort_key(version.title)))
    return found[:MOST_RELATED]


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
