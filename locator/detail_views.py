"""A service's own page."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from publishing.public import public_page

from .services import Service
from .showing import shown


@public_page
def detail(request, pk):
    now = timezone.now()
    service = shown([pk], now=now, in_full=True).get(pk)
    if service is None:
        if not Service.objects.is_gone(pk):
            raise Http404
        return render(request, "locator/gone.html", status=410)
    context = {"shown": service, "today": timezone.localdate(now)}
    return render(request, "locator/detail.html", context)
