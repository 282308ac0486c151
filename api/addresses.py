"""Whole addresses, of pages for readers and of pages of the API."""

import re

from django.conf import settings
from django.urls import reverse

_IN_HTML = re.compile(r'((?:href|src)=")/')
_SOURCES = re.compile(r'srcset="([^"]*)"')
_WIDTHS = re.compile(r"(^|, )/")
_SCROLLED = re.compile(r'<div class="table-scroll"[^>]*>')


def whole(path):
    return f"{settings.SITE_ADDRESS}{path}"


def api_address(name, *arguments, language):
    """The address of a route with the answer in a language."""
    return f"{whole(reverse(name, args=arguments))}?language={language}"


def documentation(part):
    """The address of a part of the page that explains the API, in the active language."""
    return f"{whole(reverse('api_docs'))}#{part}"


def whole_in(html):
    """A text as readers get it, for other sites: whole addresses, and without the box in which our tables scroll."""
    html = _SCROLLED.sub("", html).replace("</table></div>", "</table>")
    return _SOURCES.sub(_whole_sources, _IN_HTML.sub(_with_site, html))


def _with_site(found):
    return found[1] + whole("/")


def _whole_sources(found):
    return f'srcset="{_WIDTHS.sub(_with_site, found[1])}"'
