from collections import defaultdict
from itertools import chain

from django import template
from django.db.models import Count, Q, Sum

from glossary.models import Term, TermVersion, WordUse
from publishing.alphabet import sort_key

# The others of a list stand behind a button.
SEEN_AT_ONCE = 8
# A draft that somebody looks at has no uses in the database: what it explains counts as one text.
NOT_WRITTEN_DOWN = (1, 1)

register = template.Library()


@register.simple_tag(takes_context=True)
def explain(context, text, section=""):
    """A text with its glossary words explained, the first time in each section."""
    return context["words"].explain(text, section)


@register.simple_block_tag
def beforehand(content):
    """A part of the page rendered early and kept with `as`, so that what stands before it knows its words."""
    return content


@register.simple_tag(takes_context=True)
def words_to_know(context, others=()):
    """The words that the page explained so far or that other versions use: the first are those of most texts, of these
    those of the page itself, of these those used most; then all others in alphabetical order. What the page itself is
    about is left out.
    """
    words, version = context["words"], context["version"]
    explained = set(chain.from_iterable(words.seen.values()))
    counts = _counts([version, *others])
    terms = TermVersion.objects.live(at=context["at"]).in_language(version.language)
    found = terms.filter(Q(pk__in=counts) | Q(page__in=explained)).exclude(page__in=words.leave_out)

    def most_used(term):
        texts, total = counts.get(term.pk, NOT_WRITTEN_DOWN)
        return -texts, term.page_id not in explained, -total, sort_key(term.title)

    ordered = sorted(found.only("title", "slug", "language", "page"), key=most_used)
    return ordered[:SEEN_AT_ONCE] + sorted(ordered[SEEN_AT_ONCE:], key=lambda term: sort_key(term.title))


@register.inclusion_tag("glossary/_word-list.html")
def word_list(pages):
    """Links to pages, side by side."""
    return {"first": pages[:SEEN_AT_ONCE], "others": pages[SEEN_AT_ONCE:]}


@register.simple_tag(takes_context=True)
def words_using(context, version):
    """Other words in whose definitions a word is used, in alphabetical order."""
    at = context["at"]
    uses = WordUse.objects.of_word(version, at=at).texts(Term.kind())
    terms = TermVersion.objects.live(at=at).filter(pk__in=uses).exclude(page=version.page_id)
    return sorted(terms.only("title", "slug", "language"), key=lambda term: sort_key(term.title))


def _counts(versions):
    """{word: (in how many of these versions it is used, how often)}"""
    ids = defaultdict(list)
    for version in versions:
        ids[version.kind].append(version.pk)
    is_in_one = Q(*[Q(kind=kind, text_id__in=pks) for kind, pks in ids.items()], _connector=Q.OR)
    uses = WordUse.objects.filter(is_in_one).values("term").annotate(texts=Count("pk"), total=Sum("number"))
    return {row["term"]: (row["texts"], row["total"]) for row in uses.order_by()}
