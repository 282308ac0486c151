"""What readers get of stories. Public pages, lists and teasers take it from here: words that the author lets the site
show now, and nothing else of what a person sent.
"""

from django.db.models import Case, F, Prefetch, Value, When
from django.utils.translation import get_language

from cancers.models import CancerVersion
from publishing.alphabet import sort_key

from .photos import Photo
from .texts import Text


def texts_shown(*, at):
    """The public texts, the newest first, each with what stands beside it: `language`, `may_quote`, the story's
    `public_photo`, and the page of its cancer in the active language in `live_versions`. Four queries, or fewer.
    """
    cancers = CancerVersion.objects.live(at=at).in_language(get_language())
    return (
        Text.objects.public(at=at)
        .with_permissions()
        .annotate(language=F("story__language"))
        .select_related("story__cancer")
        .prefetch_related(_photos(at), Prefetch("story__cancer__versions", cancers, to_attr="live_versions"))
        .order_by("-live_from", "-pk")
    )


def text_shown(number, *, at):
    """The public text of the story with a number; None when readers cannot have it."""
    return texts_shown(at=at).filter(story__pk=number).first()


def was_shown(number, *, at):
    """Say whether a story was on the site before."""
    return Text.objects.filter(story__pk=number, live_from__lte=at).exists()


def cancers_with_stories(*, at):
    """The live pages, in the active language, of cancers that a public story in any language is about, by name."""
    told = Text.objects.public(at=at).filter(story__cancer__isnull=False).values("story__cancer")
    pages = CancerVersion.objects.live(at=at).in_language(get_language()).filter(page__in=told)
    return sorted(pages, key=lambda page: sort_key(page.title))


def text_to_quote(cancers=None, *, at):
    """The text whose quote leads to it from other pages, in the active language: about one of these cancers, or about
    any when none are named. Stories that nobody needs to be warned of come first, then the newest.
    """
    texts = Text.objects.quotable(at=at).in_language(get_language())
    if cancers is not None:
        texts = texts.about(cancers)
    ordered = texts.select_related("story").order_by(_is_warned_of(), "-live_from", "-pk")
    return ordered.prefetch_related(_photos(at)).first()


def texts_to_lead_to(*, at):
    """The public texts as other pages lead to them: those in the active language first, of these those whose words may
    stand there (`may_quote`; of the others, not even the title), then those that nobody needs to be warned of, then the
    newest. Each with its `language` and the story's `public_photo`. Two queries.
    """
    is_in_other_language = Case(When(story__language=get_language(), then=Value(0)), default=Value(1))
    return (
        Text.objects.public(at=at)
        .with_permissions()
        .annotate(language=F("story__language"))
        .select_related("story")
        .prefetch_related(_photos(at))
        .order_by(is_in_other_language, "-may_quote", _is_warned_of(), "-live_from", "-pk")
    )


def _is_warned_of():
    return Case(When(notes=[], then=Value(0)), default=Value(1))


def _photos(at):
    return Prefetch("story__photo", Photo.objects.public(at=at), to_attr="public_photo")
