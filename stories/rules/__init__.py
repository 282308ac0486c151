"""Marks in a story what could identify somebody or may not be published, for the moderators who read it.

Text in, findings out: no model, no request. No rule publishes or refuses anything. docs/marking-rules.md lists
the rules and says what they do not see.
"""

from .content import notes_for
from .finding import Finding, Rule, Verdict, without_overlaps
from .notes import ContentNote
from .story_text import StoryText
from .table import DANGER, RULES

__all__ = ["DANGER", "RULES", "ContentNote", "Finding", "Rule", "Verdict", "content_notes_in", "danger_in", "mark"]


def mark(text: str, language: str, *, shown_name: str = "") -> list[Finding]:
    """Return what the rules find in a story, in order of the text and without overlaps.

    In: plain text, "en" or "fr", and the name that the author chose to be shown under, which passes. Places are
    those of `text`; a redaction is in the story's language, and "" where none is proposed.
    """
    story = StoryText(text, language, shown_name)
    findings = [finding for rule in RULES.values() for finding in rule.findings(story)]
    return without_overlaps(findings, length=len(text))


def danger_in(text: str, language: str) -> list[Finding]:
    """Return the places that say that somebody may be in danger now: suicide, self-harm, violence at home."""
    return without_overlaps(DANGER.findings(StoryText(text, language)), length=len(text))


def content_notes_in(text: str, language: str) -> set[ContentNote]:
    """Return the content notes to propose for a story; a moderator decides."""
    return notes_for(StoryText(text, language))
