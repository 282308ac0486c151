from textwrap import fill
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from glossary.models import WordUse
from publishing.languages import Language
from publishing.templatetags.languages import switch_to
from stories import bylines
from stories.reading import text_to_quote, texts_to_lead_to
from stories.rules.notes import ContentNote
from stories.share_fields import on_one_line
from stories.word_uses import KIND

FIRST_CHARACTERS = 220
# So many stories are led to from a page about something else.
MOST_BESIDE = 3

register = template.Library()


@register.inclusion_tag("stories/_teaser.html", takes_context=True)
def story_teaser(context, cancers=None, *, cancer=None):
    """A quote that leads to a story: about the cancer or one of the cancers, or about any when none are given."""
    cancers = [cancer] if cancer else cancers
    return {"text": text_to_quote(cancers, at=context.get("at") or timezone.now())}


@register.simple_tag(takes_context=True)
def stories_switch(context):
    """The stories of the other language, about the same cancer where it has a page there."""
    cancer = context["cancer_elsewhere"].get(Language(get_language()).other)
    query = f"?{urlencode({'cancer': cancer.slug})}" if cancer else ""
    return switch_to(lambda: reverse("stories:index") + query, is_same_page=bool(cancer) or not context["cancer"])


@register.inclusion_tag("stories/_about.html", takes_context=True)
def stories_about(context, cancer):
    """The section of a cancer's page with stories about it, or with what to do where there is none."""
    found = list(texts_to_lead_to(at=context["at"]).about([cancer.page_id])[:MOST_BESIDE])
    own = [text for text in found if text.language == cancer.language]
    return {
        "cancer": cancer,
        "texts": [text for text in own if text.may_quote],
        "has_stories": bool(found),
        "are_in_other_language": bool(found) and not own,
        "LANGUAGE_CODE": cancer.language,
    }


@register.simple_tag(takes_context=True)
def stories_using(context, version):
    """Some of the public stories in which a word is used, in its language."""
    uses = WordUse.objects.of_word(version, at=context["at"]).texts(KIND)
    return list(texts_to_lead_to(at=context["at"]).filter(pk__in=uses, may_quote=True)[:MOST_BESIDE])


@register.simple_tag(takes_context=True)
def stories_like(context, text):
    """Some other public stories about the same cancer, in the same language."""
    cancer = text.story.cancer_id
    texts = texts_to_lead_to(at=context["at"]).about([cancer]).in_language(text.language)
    return list(texts.filter(may_quote=True).exclude(story=text.story_id)[:MOST_BESIDE]) if cancer else []


@register.filter
def byline(text):
    return bylines.byline(text.shown_name, text.get_province_display(), is_told_by_another=bool(text.told_by))


@register.filter
def told_by(text):
    """Who tells the story, when it is not the person's own; otherwise ""."""
    return bylines.TOLD_BY.get(text.told_by, "")


@register.filter
def invitation(text):
    return bylines.invitation(text.shown_name)


@register.filter
def what_it_speaks_of(text):
    """The labels that a reader is shown before the text, in the order of the table."""
    return [note.label for note in ContentNote if note in text.notes]


@register.filter
def first_words(text):
    # Not textwrap.shorten: it breaks no-break spaces, too.
    beginning = on_one_line(text.body[: FIRST_CHARACTERS * 4])
    first = fill(beginning, FIRST_CHARACTERS, max_lines=1, placeholder=" …")
    # A first word of great length would leave nothing but the dots.
    return first.lstrip(" …") or f"{beginning[:FIRST_CHARACTERS]}…"
