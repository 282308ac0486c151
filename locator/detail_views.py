"""A service's own page."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from publishing.public import public_page

from .choices import PUBLIC, Status
from .services import Service
from .showing import shown


@public_page
def detail(request, pk):
    now = timezone.now()
    service = shown([pk], now=now, in_full=True).get(pk)
    if service is None:
        return _without_a_service(request, pk)
    context = {"shown": service, "today": timezone.localdate(now)}
    return render(request, "locator/detail.html", context)


def _without_a_service(request, pk):
    """What readers could once find is gone; what is not offered at present, or never was, leaves no trace."""
    is_put_away = Service.objects.filter(pk=pk, status=Status.INACTIVE).exists()
    if is_put_away or not Service.history.filter(id=pk, status__in=PUBLIC).exists():
        raise Http404
    return render(request, "locator/gone.html", status=410)
