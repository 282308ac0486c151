"""In which stories words are explained to readers: for the glossary, which knows no story."""

from django.utils.html import conditional_escape

from glossary import uses

from .texts import Text

KIND = "stories.story"


def public_texts(language):
    """Yield the texts of a language that readers may see now. For OTHER_TEXTS_WITH_WORDS."""
    return map(_used_in, Text.objects.public().in_language(language).order_by("pk").iterator())


def readers_see_otherwise(story):
    """Let the uses of words in a story be those that readers may see now."""
    shown = map(_used_in, Text.objects.public().filter(story=story.pk))
    uses.replace(KIND, story.texts.values_list("pk", flat=True), shown, language=story.language)


def _used_in(text):
    lines = (line for lines in text.paragraphs() for line in lines)
    return uses.UsedIn(KIND, text.pk, (str(conditional_escape(line)) for line in lines))
