from django.http import Http404
from django.views.decorators.http import require_safe

from publishing.permissions import may_read

from .making_safe import SMALLEST_WIDTH
from .models import Picture, TemporaryUpload
from .serving import for_everybody, kept_nowhere


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
    name = f"picture-{found.pk}"
    if is_public:
        return for_everybody(request, found, width, content, name=name, cache_control="public, max-age=600")
    return kept_nowhere(content, name=name)


@require_safe
def unsent_picture(request, name):
    """The picture of an unfinished form, small: for who knows its name, until it is sent or a day is over."""
    found = TemporaryUpload.objects.fresh().filter(name=name).first()
    content = found.content(SMALLEST_WIDTH) if found else None
    if content is None:
        raise Http404
    response = kept_nowhere(content, name="picture")
    response["X-Robots-Tag"] = "noindex"
    return response
