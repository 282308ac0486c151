"""Stories. Their authors let this site publish them; the words go further only where they also agreed to that."""

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from cancers.models import CancerVersion
from publishing.languages import Language
from stories import bylines
from stories.choices import Purpose
from stories.models import Text
from stories.reading import text_shown, texts_shown, was_shown
from stories.rules.notes import ContentNote

from .addresses import api_address, whole
from .pages import LARGEST_NUMBER, Kind
from .paging import page, part_of
from .parameters import Asked, AskedOfStories
from .problems import Problem, of_parameters
from .shapes import Alternate, Page, Photo, Story, StoryInBrief, StoryText

router = Router(tags=["stories"])
CANCERS = Kind(CancerVersion, "api_cancer")


@router.get("", response=Page[StoryInBrief], url_name="api_stories", operation_id="stories")
def stories(request, asked: Query[AskedOfStories]):
    at = timezone.now()
    texts = texts_shown(at=at).in_language(asked.language)
    if asked.cancer:
        texts = texts.about([_cancer(asked.cancer, at=at)])
    contents = [StoryInBrief(**_brief(text)) for text in part_of(asked, texts)]
    return page(asked, texts.count(), contents)


@router.get("/{int:number}", response=Story, url_name="api_story", operation_id="story")
def story(request, number: int, asked: Query[Asked]):
    at = timezone.now()
    text = text_shown(number, at=at) if number <= LARGEST_NUMBER else None
    if text is None:
        raise _nothing(number, at=at)
    if text.language != asked.language:
        raise Problem(404, _("This story was told in the other language."), alternate=_alternate(text).model_dump())
    may_leave = Text.objects.filter(pk=text.pk).allowing(Purpose.SHARE).exists()
    return Story(**_brief(text), text=_words(text) if may_leave else None)


def _nothing(number, *, at):
    if number <= LARGEST_NUMBER and was_shown(number, at=at):
        return Problem(410, _("This story is no longer on the site."))
    return Problem(404, _("No story has this number."))


def _cancer(asked_for, *, at):
    """The number of the page of a cancer, by its slug or its number."""
    live = CANCERS.live(at=at)
    found = live.filter(slug=asked_for).values_list("page", flat=True).first()
    if found is None and asked_for.isascii() and asked_for.isdigit() and len(asked_for) < 19:
        found = live.filter(page=int(asked_for)).values_list("page", flat=True).first()
    if found is None:
        raise of_parameters([("cancer", _("No cancer has this slug or number in this language."))])
    return found


def _brief(text):
    cancer = next(iter(text.story.cancer.live_versions), None) if text.story.cancer else None
    return {
        "number": text.story_id,
        "language": text.language,
        "title": text.title,
        "url": whole(text.get_absolute_url()),
        "api_url": api_address("api_story", text.story_id, language=text.language),
        "live_since": text.live_from,
        "is_demonstration": text.story.is_demonstration,
        "cancer": CANCERS.link(cancer) if cancer else None,
        "content_notes": [str(note.label) for note in ContentNote if note in text.notes],
    }


def _alternate(text):
    return Alternate(
        language=Language(text.language).value,
        title=text.title,
        slug=str(text.story_id),
        url=whole(text.get_absolute_url()),
        api_url=api_address("api_story", text.story_id, language=text.language),
    )


def _words(text):
    byline = bylines.byline(text.shown_name, text.get_province_display(), is_told_by_another=bool(text.told_by))
    return StoryText(
        byline=byline,
        told_by=str(bylines.TOLD_BY.get(text.told_by, "")),
        paragraphs=["\n".join(lines) for lines in text.paragraphs()],
        quote=text.quote if text.may_quote else "",
        photo=_photo(text),
    )


def _photo(text):
    photo = getattr(text.story, "public_photo", None)
    if not photo:
        return None
    address, size = whole(photo.middle_address()), {"width": photo.width, "height": photo.height}
    return Photo(url=address, description=text.photo_description, **size)
