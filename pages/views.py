from django.shortcuts import render
from django.utils import timezone

from glossary.words import page_context
from publishing.public import live_or_redirect, public_page

from .models import SitePageVersion
from .outline import outline


@public_page
def detail(request, slug):
    at = timezone.now()
    pages = SitePageVersion.objects.prefetch_related("sources")
    return show(request, live_or_redirect(pages, slug, at=at), at=at)


def show(request, version, *, at, is_preview=False):
    context = page_context(version, at=at, is_preview=is_preview) | {"outline": outline(version.body)}
    return render(request, "pages/detail.html", context)
