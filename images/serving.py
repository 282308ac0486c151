"""The answers that hold the file of a picture, so that no browser takes it for anything else."""

from django.http import HttpResponse
from django.utils.cache import get_conditional_response


def for_everybody(request, picture, width, content, *, name, cache_control):
    """The file of a width for a public page; 304 for who has it already."""
    response = _file(content, name=name)
    response["Cache-Control"] = cache_control
    response["ETag"] = etag = f'"{picture.digest[:32]}-{width}"'
    return get_conditional_response(request, etag=etag, response=response)


def kept_nowhere(content, *, name):
    """A file for one person alone."""
    response = _file(content, name=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _file(content, *, name):
    headers = {
        "Content-Disposition": f'inline; filename="{name}.webp"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="image/webp", headers=headers)
