from textwrap import fill

from django import template
from django.utils import timezone

from stories import bylines
from stories.reading import text_to_quote
from stories.rules.notes import ContentNote
from stories.share_fields import on_one_line

FIRST_CHARACTERS = 220

register = template.Library()


@register.inclusion_tag("stories/_teaser.html", takes_context=True)
def story_teaser(context, cancers=None, *, cancer=None):
    """A quote that leads to a story: about the cancer or one of the cancers, or about any when none are given."""
    cancers = [cancer] if cancer else cancers
    return {"text": text_to_quote(cancers, at=context.get("at") or timezone.now())}


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
