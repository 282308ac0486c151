"""What search finds of stories: the words that readers may see now, and nothing else of what a person sent."""

from search.documents import Document
from search.models import Kind
from search.sources import Source, one_a_line

from . import word_uses
from .texts import Text


class Stories(Source):
    kind = Kind.STORY

    def ids(self):
        return self._stories.values_list("pk", flat=True)

    def documents(self, ids, *, now):
        texts = Text.objects.public(at=now).with_permissions().filter(story__in=ids)
        for text in texts.select_related("story"):
            yield Document(
                kind=self.kind,
                object_id=text.story_id,
                language=text.story.language,
                title=text.title,
                body=_body(text),
                key=str(text.story_id),
                live_from=text.live_from,
                live_until=text.live_until,
                is_demonstration=text.story.is_demonstration,
            )

    @property
    def _stories(self):
        return Text._meta.get_field("story").related_model.objects


def _body(text):
    """The words of a text, as far as a passage among the results may show them: none of one that stands behind a note,
    which a passage would pass by, and none that its author does not let stand on other pages.
    """
    if text.notes or not text.may_quote:
        return ""
    return one_a_line([*text.body.splitlines(), text.shown_name])


def readers_see_otherwise(story):
    """Let a story and its words be found as readers may see them, in the transaction of the move that changed it."""
    Stories().changed([story.pk])
    word_uses.readers_see_otherwise(story)
