"""Somebody's own list of services. Adding and taking away only make another address: nothing is kept."""

from urllib.parse import quote, urlencode
from uuid import UUID

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from publishing.public import private_page, public_page

from . import chosen
from .showing import shown


@private_page
@public_page
def my_list(request):
    try:
        ids = chosen.read(request.GET.get("list", ""))
    except chosen.NotOurs:
        return render(request, "locator/list.html", {"is_broken": True}, status=404)
    changed = _changed(ids, request.GET)
    if changed is not None:
        return redirect(address_of(changed))
    found = shown(ids, now=timezone.now(), in_full=True)
    context = {
        "services": [found[pk] for pk in ids if pk in found],
        "missing": len(ids) - len(found),
        "is_full": len(ids) >= chosen.MOST,
        "address": settings.SITE_ADDRESS + address_of(ids),
        "today": timezone.localdate(),
        "mail": quote(settings.SITE_ADDRESS + address_of(ids)),
    }
    return render(request, "locator/list.html", context)


def address_of(ids):
    """The address of a list of services."""
    signed = chosen.sign(ids)
    return reverse("locator:list") + (f"?{urlencode({'list': signed})}" if signed else "")


def _changed(ids, asked):
    """The ids once a service was added or taken away; None when neither was asked for."""
    added, removed = _id(asked.get("add")), _id(asked.get("remove"))
    if added is None and removed is None:
        return None
    kept = [pk for pk in ids if pk != removed]
    # The list that is full keeps what it has.
    return [*kept, added] if added and added not in kept and len(kept) < chosen.MOST else kept


def _id(text):
    try:
        return UUID(text or "")
    except ValueError:
        return None
