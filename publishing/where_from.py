"""Where a request comes from: what forms without a cookie ask in place of a token, and whose address it is."""

from ipaddress import ip_address, ip_network

from django.conf import settings


def came_from_here(request):
    """Say whether a page of this site sent the request, as far as the browser tells.

    Browsers say it with every form: in `Sec-Fetch-Site`, or in `Origin` where they are older. A script of another site
    can leave out neither. A request that says nothing is no browser's.
    """
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def client_address(request):
    """The internet address of who asks. Before our own proxies’ entries, X-Forwarded-For can say anything."""
    forwarded = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",")]
    known = forwarded[-settings.PROXIES] if 0 < settings.PROXIES <= len(forwarded) else ""
    return _of_one_household(known or request.META.get("REMOTE_ADDR", ""))


def _of_one_household(address):
    """An address of version 6 as the network of its first 64 bits: whoever has one of them has all."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(known.ipv4_mapped or ip_network((int(known), 64), strict=False).network_address)
