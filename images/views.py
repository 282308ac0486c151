from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from publishing.permissions import may_read

from .making_safe import SMALLEST_WIDTH
from .models import Picture, TemporaryUpload


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
    if is_public:
        return _for_everybody(request, found, width, content)
    return _kept_nowhere(content, name=f"picture-{found.pk}")


@require_safe
def unsent_picture(request, name):
    """The picture of an unfinished form, small: for who knows its name, until it is sent or a day is over."""
    found = TemporaryUpload.objects.fresh().filter(name=name).first()
    content = found.content(SMALLEST_WIDTH) if found else None
    if content is None:
        raise Http404
    response = _kept_nowhere(content, name="picture")
    response["X-Robots-Tag"] = "noindex"
    return response


def _for_everybody(request, picture, width, content):
    response = _response(content, name=f"picture-{picture.pk}")
    response["Cache-Control"] = "public, max-age=600"
    response["ETag"] = etag = f'"{picture.digest[:32]}-{width}"'
    return get_conditional_response(request, etag=etag, response=response)


def _kept_nowhere(content, *, name):
    response = _response(content, name=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _response(content, *, name):
    headers = {
        "Content-Disposition": f'inline; filename="{name}.webp"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="image/webp", headers=headers)
