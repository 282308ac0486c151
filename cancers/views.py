from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from glossary.words import page_context
from publishing.alphabet import by_letter
from publishing.public import live_or_redirect, public_page

from .models import CancerVersion


@public_page
def index(request):
    cancers = CancerVersion.objects.live().in_language(get_language())
    letters = by_letter(cancers, key=lambda cancer: cancer.title)
    return render(request, "cancers/index.html", {"letters": letters})


@public_page
def detail(request, slug):
    at = timezone.now()
    cancers = CancerVersion.objects.prefetch_related("names", "sources")
    return show(request, live_or_redirect(cancers, slug, at=at), at=at)


def show(request, version, *, at, is_preview=False):
    context = page_context(version, at=at, is_preview=is_preview)
    return render(request, "cancers/detail.html", context)
