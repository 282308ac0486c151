from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from glossary.words import page_context
from publishing.alphabet import by_letter
from publishing.public import live_or_redirect, public_page

from .anatomy import parts_of
from .models import DrugVersion


@dataclass(frozen=True)
class Row:
    """A line of the A–Z list: a drug, or another name that leads to it."""

    name: str
    drug: DrugVersion
    is_other_name: bool = False
    no_longer_sold: bool = False


@public_page
def index(request):
    drugs = DrugVersion.objects.live().in_language(get_language()).prefetch_related("names")
    rows = [row for drug in drugs for row in _rows(drug)]
    letters = by_letter(rows, key=lambda row: row.name)
    return render(request, "drugs/index.html", {"letters": letters})


@public_page
def detail(request, slug):
    at = timezone.now()
    drugs = DrugVersion.objects.with_parts(language=get_language(), at=at)
    return show(request, live_or_redirect(drugs, slug, at=at), at=at)


def show(request, version, *, at, is_preview=False):
    context = page_context(version, at=at, is_preview=is_preview) | {"parts": parts_of(version)}
    return render(request, "drugs/detail.html", context)


def _rows(drug):
    yield Row(drug.title, drug)
    seen = {drug.title.casefold()}
    for name in drug.names.all():
        if name.name.casefold() not in seen:
            seen.add(name.name.casefold())
            yield Row(name.name, drug, is_other_name=True, no_longer_sold=name.no_longer_sold)
