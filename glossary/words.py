"""The words that one page explains: found in its texts, shown as pop-ups and listed at its end."""

import re

from django.db.models import Q
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from images.figures import figures
from publishing.alphabet import sort_key
from publishing.models import Generation
from publishing.public import alternates
from publishing.references import References, rich_texts_of

from .linking import Dictionary, Name
from .models import Policy, TermName, TermVersion

# {language: what was built last}: building a dictionary costs more than using it.
_dictionaries = {}


class WordsOnPage:
    """Explains glossary words in the texts of one page, the first time in each section, and remembers which."""

    def __init__(self, version, *, at=None):
        self.language = version.language
        self.at = at or timezone.now()
        self.dictionary = dictionary_of(self.language, at=self.at)
        self.references = References(language=self.language, at=self.at, figures=figures)
        self.references.read(rich_texts_of(version))
        # What the page itself is about needs no pop-up.
        self.leave_out = frozenset(_terms_named(version.title, self.dictionary))
        self.seen = {}

    def explain(self, text, section):
        """Return a text as readers get it: references resolved, words turned into buttons, plain text escaped."""
        seen = self.seen.setdefault(section, set(self.leave_out))
        referring = self.references.linked(str(conditional_escape(text)))
        linked = _TOGETHER.sub(_kept_together, self.dictionary.link(referring, wrap=_button, seen=seen))
        # Safe because rich text was cleaned when it was saved, plain text is escaped above, wrap() escapes, and so do
        # addresses and figures.
        return mark_safe(self.references.illustrated(linked))  # noqa: S308

    def entries(self):
        """The terms found so far, in alphabetical order, their definitions as readers get them."""
        found = set().union(*self.seen.values()) - self.leave_out if self.seen else set()
        terms = list(TermVersion.objects.live(at=self.at).in_language(self.language).filter(page__in=found))
        self.references.read(term.definition for term in terms)
        for term in terms:
            term.definition = mark_safe(self.references.shown(term.definition))  # noqa: S308 — as in explain()
        return sorted(terms, key=lambda term: sort_key(term.title))


def defined(term_id, *, language, at=None):
    """The live version of a term, given by the number of its page, with its definition as readers get it; or None."""
    at = at or timezone.now()
    term = TermVersion.objects.live(at=at).in_language(language).filter(page=term_id).first()
    if term:
        references = References(language=language, at=at, figures=figures)
        term.definition = mark_safe(references.shown(term.definition))  # noqa: S308 — as in explain()
    return term


def page_context(version, *, at, is_preview):
    """What every page with explained words gives to its template."""
    return {
        "version": version,
        "at": at,
        "is_preview": is_preview,
        "words": WordsOnPage(version, at=at),
        "alternates": alternates(version, at=at),
    }


def dictionary_of(language, *, at):
    """Return the linking.Dictionary of a language at a time. Kept in the process until something is published."""
    kept = _dictionaries.get(language)
    generation = Generation.current()
    if kept and kept.serves(generation, at):
        return kept.dictionary
    built = _Kept(language, generation, at)
    _dictionaries[language] = built
    return built.dictionary


def forget_dictionaries():
    """Drop what the process keeps, for tests that throw their database away."""
    _dictionaries.clear()


class _Kept:
    def __init__(self, language, generation, at):
        self.generation = generation
        self.since = at
        self.until = _next_boundary(language, at)
        self.dictionary = Dictionary(_names(language, at), language=language)

    def serves(self, generation, at):
        return generation == self.generation and self.since <= at and (self.until is None or at < self.until)


def _names(language, at):
    terms = TermVersion.objects.live(at=at).in_language(language).filter(policy=Policy.AUTOMATIC).order_by("pk")
    for page, title, match_case in terms.values_list("page", "title", "match_case"):
        yield Name(title, page, match_case)
    others = TermName.objects.filter(version__in=terms.values("pk")).order_by("pk")
    for page, name, match_case in others.values_list("version__page", "name", "match_case"):
        yield Name(name, page, match_case)


def _next_boundary(language, at):
    terms = TermVersion.objects.in_language(language).filter(Q(live_from__gt=at) | Q(live_until__gt=at))
    times = [time for pair in terms.values_list("live_from", "live_until") for time in pair if time and time > at]
    return min(times, default=None)


def _terms_named(title, dictionary):
    """The terms whose name is the whole of a title."""
    found = []
    dictionary.link(title, wrap=lambda term, matched: found.append((term, matched)) or matched, seen=set())
    return [term for term, matched in found if matched == title]


# A button is a box of its own to the browser, which would break the line between "l’" and the word, behind an opening
# bracket or before a comma. Few marks at a time: a row of brackets must not be tried from each of its brackets.
_SPACE = "(?:\u00a0|\u202f|&nbsp;)?"
_TOGETHER = re.compile(
    rf"((?:[(\[“‘]|«{_SPACE}){{0,3}}(?:(?<![\w’'])\w{{1,7}}[’'])?)"
    r"(<button type=\"button\" class=\"word\"[^>]*>[^<]*</button>)"
    rf"((?:{_SPACE}[,.;:!?…)\]”’»]){{0,3}})"
)


def _kept_together(found):
    before, button, after = found.groups(default="")
    if not before and not after:
        return button
    return f'<span class="together">{before}{button}{after}</span>'


def _button(term, matched):
    return format_html(
        '<button type="button" class="word" popovertarget="word-{}">{}</button>',
        term,
        mark_safe(matched),  # noqa: S308 — a slice of the text that explain() was given
    )
