from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from publishing.permissions import may_read

from .models import Picture


@require_safe
def picture(request, number, width):
    """One width of a picture: for everybody while a text that shows it can be read, otherwise for the desk alone."""
    found = Picture.objects.with_publicity().filter(pk=number).first()
    is_public = found is not None and found.is_public
    # The session is looked at only where it matters, and for a picture that does not exist just as for a hidden one.
    if not is_public and not may_read(request.user, Picture):
        raise Http404
    content = found.content(width) if found else None
    if content is None:
        raise Http404
    return _for_everybody(request, found, width, content) if is_public else _for_the_desk(found, content)


def _for_everybody(request, picture, width, content):
    response = _response(picture, content)
    response["Cache-Control"] = "public, max-age=600"
    response["ETag"] = etag = f'"{picture.digest[:32]}-{width}"'
    return get_conditional_response(request, etag=etag, response=response)


def _for_the_desk(picture, content):
    response = _response(picture, content)
    response["Cache-Control"] = "private, no-store"
    return response


def _response(picture, content):
    headers = {
        "Content-Disposition": f'inline; filename="picture-{picture.pk}.webp"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="image/webp", headers=headers)
