"""Compresses the pages that everybody gets alike, and no others.

The length of a compressed page can give away a secret in it to whoever gets a visitor to ask for the page with guesses
added (the BREACH attack). Public pages hold no secret; what depends on a cookie, or sets one, may.
"""

from django.middleware.gzip import GZipMiddleware
from django.utils.cache import has_vary_header


class CompressPublicPages(GZipMiddleware):
    def process_response(self, request, response):
        if is_personal(request, response) or not is_text(response):
            return response
        return super().process_response(request, response)


def is_personal(request, response):
    is_secret = "no-store" in response.get("Cache-Control", "")
    return bool(is_secret or request.COOKIES or response.cookies or has_vary_header(response, "Cookie"))


def is_text(response):
    """Pictures are compressed already."""
    return response.get("Content-Type", "").startswith(("text/", "application/json", "application/xml"))
