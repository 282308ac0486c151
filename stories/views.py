from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from glossary.words import WordsOnPage
from images.serving import for_everybody, kept_nowhere
from publishing.languages import Language
from publishing.public import alternates, public_page

from .contacts import Viewing
from .permissions import can
from .photos import Photo
from .reading import cancers_with_stories, text_shown, texts_shown, was_shown

ON_A_PAGE = 20
OF_THE_OTHER_LANGUAGE = 5

# A story can be taken back at any moment: whoever keeps a copy asks each time whether it still holds.
revalidated = cache_control(no_cache=True)


@revalidated
@public_page
def index(request):
    at, language = timezone.now(), Language(get_language())
    cancers, asked = cancers_with_stories(at=at), request.GET.get("cancer", "")
    cancer = next((cancer for cancer in cancers if cancer.slug == asked), None)
    texts = texts_shown(at=at)
    if cancer:
        texts = texts.about([cancer.page_id])
    page = Paginator(texts.in_language(language), ON_A_PAGE).get_page(request.GET.get("page"))
    others = list(texts.in_language(language.other)[: OF_THE_OTHER_LANGUAGE + 1])
    context = {
        "at": at,
        "page": page,
        "cancers": cancers,
        "cancer": cancer,
        "cancer_elsewhere": alternates(cancer, at=at) if cancer else {},
        "is_unknown": bool(asked) and cancer is None,
        "others": others[:OF_THE_OTHER_LANGUAGE],
        "has_more_others": len(others) > OF_THE_OTHER_LANGUAGE,
        "earlier": page.has_previous() and _address_of(page.number - 1, cancer),
        "later": page.has_next() and _address_of(page.number + 1, cancer),
    }
    return render(request, "stories/index.html", context)


@revalidated
@public_page
def detail(request, number):
    at = timezone.now()
    text = text_shown(number, at=at)
    if text is None or text.language != get_language():
        return without_a_story(request, number, text, at=at)
    context = {"version": text, "at": at, "words": WordsOnPage(text, at=at)}
    return render(request, "stories/detail.html", context)


def without_a_story(request, number, text, *, at):
    """What readers get where there is no story for them: it is in the other language, gone, or was never there."""
    if text:
        return render(
            request, "stories/other_language.html", {"text": text, "alternates": {text.language: text}}, status=404
        )
    if was_shown(number, at=at):
        return render(request, "stories/gone.html", status=410)
    raise Http404


@require_safe
def story_photo(request, number, width):
    """One width of a photo: for everybody while its author lets the site show it, otherwise for moderators alone."""
    # By the story's own number: one that is too large for the database is then one that does not exist.
    public = Photo.objects.public().filter(story__pk=number).first()
    if public:
        return _for_everybody(request, public, width)
    return _for_moderators(request, number, width)


def _for_everybody(request, photo, width):
    content, name = _content(photo, width), f"story-{photo.pk}"
    return for_everybody(request, photo, width, content, name=name, cache_control="public, no-cache")


def _for_moderators(request, number, width):
    # The role is asked for first: a photo that nobody may see costs and answers what one does that does not exist.
    if not can(request.user, "read"):
        raise Http404
    photo = Photo.objects.select_related("story").filter(story__pk=number).first()
    if photo is None or not can(request.user, "read", photo.story):
        raise Http404
    response = kept_nowhere(_content(photo, width), name=f"story-{photo.pk}")
    photo.story.read(by=request.user, what=Viewing.What.PHOTO)
    return response


def _content(photo, width):
    content = photo.content(width)
    if content is None:
        raise Http404
    return content


def _address_of(number, cancer):
    return "?" + urlencode({"cancer": cancer.slug, "page": number} if cancer else {"page": number})
