"""Files that programs look for at fixed addresses: robots.txt, security.txt and favicon.ico."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from publishing.public import public_page

from .absolute import absolute

# RFC 9116 advises less than a year, so that nobody relies on a file that was forgotten.
VALID = timedelta(days=180)
# Only what is nothing to read. What must not be found says so itself, and has to be read for that.
NOT_FOR_ROBOTS = ("/admin/", "/pictures/unsent/")


@public_page
def robots(request):
    rules = [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
    return _lines("User-agent: *", *rules, "", f"Sitemap: {absolute(reverse('sitemap'))}")


@public_page
def security(request):
    """Whom to tell about a weakness of the site (RFC 9116). Without a contact there is no such file."""
    if not settings.SECURITY_CONTACT:
        return _lines("Nobody is named here yet.", status=404)
    # By the day, so that it stays the same until the next one.
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + VALID
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, fr",
    ]
    if settings.IS_HTTPS:
        lines.append(f"Canonical: {absolute(reverse('security'))}")
    return _lines(*lines)


@public_page
def favicon(request):
    """Browsers ask for this when they show what is no page."""
    response = HttpResponseRedirect(static("icons/favicon.ico"))
    patch_cache_control(response, max_age=24 * 3600)
    return response


def _lines(*lines, status=200):
    content = "".join(f"{line}\n" for line in lines)
    return HttpResponse(content, content_type="text/plain; charset=utf-8", status=status)
