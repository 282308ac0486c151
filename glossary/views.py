from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from publishing.alphabet import by_letter
from publishing.models import Language
from publishing.public import live_or_redirect, public_page

from .models import TermVersion
from .words import page_context


@public_page
def index(request):
    terms = TermVersion.objects.live().in_language(get_language())
    letters = by_letter(terms, key=lambda term: term.title)
    return render(request, "glossary/index.html", {"letters": letters})


@public_page
def detail(request, slug):
    at = timezone.now()
    terms = TermVersion.objects.prefetch_related("names")
    return show(request, live_or_redirect(terms, slug, at=at), at=at)


def show(request, version, *, at, is_preview=False):
    context = page_context(version, at=at, is_preview=is_preview)
    language, alternates = Language(version.language), context["alternates"]
    context |= {"live": alternates.get(language), "translation": alternates.get(language.other)}
    return render(request, "glossary/detail.html", context)
