"""The search over everything: its page in each state that it has."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

from ..factories import make_best_bet, make_document
from .long_texts import LONG_WORD

SEARCHES = {
    "search": {},
    "search for a word": {"q": "cytokine"},
    "search for a kind": {"q": "cancer", "kind": "term"},
    "search, second page": {"q": "cancer", "page": 2},
    "search, nothing of a kind": {"q": "cytokine", "kind": "service"},
    "search, some of the words": {"q": f"cancer {LONG_WORD}x"},
    "search, misspelled": {"q": "cytokyne"},
    "search, nothing found": {"q": f"qqq{LONG_WORD}"},
    "search with a best bet": {"q": "zebra"},
    "search in the other language": {"q": "giraffe"},
}


def of_searches(language):
    """{state: path} in a language."""
    words = {"kind": "page", "key": "privacy", "names": LONG_WORD, "summary": f"Zebra {LONG_WORD}. " * 3}
    bet = make_document(f"Zebra {LONG_WORD}", language=language, **words)
    make_best_bet(bet, "zebra", f"Zebra {LONG_WORD}.")
    make_document("Giraffe", kind="story", key="1", language="fr" if language == "en" else "en")
    with override(language):
        return {name: f"{reverse('search:results')}?{urlencode(asked)}" for name, asked in SEARCHES.items()}
