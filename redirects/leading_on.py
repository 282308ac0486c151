"""What is answered in place of “not found”: the new place of an old address."""

from publishing.public import Moved, redirect_to

from .comparing import keys_of
from .models import Redirect


def lead_on(request):
    """The redirect for an address at which there is nothing, or None. One query, and one more to find a page."""
    if request.method not in ("GET", "HEAD"):
        return None
    keys = keys_of(request.path_info, request.META.get("QUERY_STRING", ""))
    found = {redirect.key: redirect for redirect in Redirect.objects.filter(key__in=keys)}
    redirect = next((found[key] for key in keys if key in found), None)
    address = redirect.leads_to() if redirect else ""
    return redirect_to(Moved(address, for_ever=redirect.is_permanent)) if address else None
