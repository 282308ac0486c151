"""What somebody looks for, as a value that an address can hold.

A search knows a postal code by its first three characters at most: the rest of it is in no address, log or history.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.urls import reverse

from . import languages_spoken
from .choices import Mode
from .places import Place
from .search_choices import NamedCancer

DISTANCES = (5, 10, 25, 50, 100)
USUAL_DISTANCE = 25
OLDEST = 130
ON_A_PAGE = 20
MOST_PAGES = 25
# Of how many it is reckoned whether they are open: the nearest.
MOST_RECKONED = 300
# What a form sends when nothing is chosen means nothing; anything else must be understood or is told.
YES = "1"
GUESS = "guess"


@dataclass(frozen=True)
class Search:
    """Services near a place or for people who live there, and what is asked of them. An empty field asks nothing."""

    place: Place | None = None
    # The code of a kind of help.
    kind: str = ""
    within: int = USUAL_DISTANCE
    mode: str = ""
    language: str = ""
    age: Decimal | None = None
    is_open: bool = False
    has_wheelchair_access: bool = False
    cancer: NamedCancer | None = None
    # All those that serve the area of the place, wherever they are, instead of the nearest.
    is_serving: bool = False
    page: int = 1
    # How the place was understood: GUESS, or the first three characters of a code that is not known.
    understood: str = ""

    @property
    def has_point(self):
        return self.place is not None and self.place.point is not None

    @property
    def has_more_choices(self):
        """Whether something is asked that stands under “More choices”."""
        return any(getattr(self, name) != getattr(NOTHING, name) for name in FURTHER)

    @property
    def page_before(self):
        return self.page - 1

    @property
    def page_after(self):
        """The number of the next page, or None after the last that there can be."""
        return self.page + 1 if self.page < MOST_PAGES else None

    def with_(self, **changes):
        """This search with changes, from its first page on."""
        return replace(self, **({"page": 1} | changes))

    def at(self, place):
        """This search, at the same page, near a place or None."""
        return replace(self, place=place)

    def address(self, *, view="locator:index"):
        """The plain address of this search, in the active language."""
        query = urlencode(self.query())
        return reverse(view) + (f"?{query}" if query else "")

    def query(self):
        """{parameter: text} of an address: what is not asked is left out."""
        values = {
            "near": self.place.key if self.place else "",
            "kind": self.kind,
            "within": str(self.within) if self.within != USUAL_DISTANCE else "",
            "mode": self.mode,
            "language": self.language,
            "age": "" if self.age is None else f"{self.age.normalize():f}",
            "open": YES if self.is_open else "",
            "wheelchair": YES if self.has_wheelchair_access else "",
            "cancer": self.cancer.slug if self.cancer else "",
            "serving": YES if self.is_serving else "",
            "page": str(self.page) if self.page > 1 else "",
            "as": self.understood,
        }
        return {name: value for name, value in values.items() if value}


# What stands under “More choices”.
FURTHER = ("within", "mode", "language", "age", "is_open", "has_wheelchair_access")
NOTHING = Search()


def read(query, *, kinds=(), cancer=None):
    """Return (Search without its place, names of the parameters that mean nothing), from the parameters of an address.

    `kinds` are the codes that exist, `cancer` the one that the parameter of that name was found to mean.
    """
    readers = {
        "kind": ("kind", lambda text: _one_of(text, kinds)),
        "within": ("within", lambda text: int(_one_of(text, {str(distance) for distance in DISTANCES}))),
        "mode": ("mode", lambda text: _one_of(text, Mode.values)),
        "language": ("language", lambda text: _one_of(text, languages_spoken.NAMES)),
        "age": ("age", _age),
        "open": ("is_open", lambda text: bool(_one_of(text, (YES,)))),
        "wheelchair": ("has_wheelchair_access", lambda text: bool(_one_of(text, (YES,)))),
        "cancer": ("cancer", lambda _text: cancer or _one_of("", ())),
        "serving": ("is_serving", lambda text: bool(_one_of(text, (YES,)))),
        "page": ("page", _page),
        "as": ("understood", _understood),
    }
    values, unknown = {}, []
    for parameter, (name, reader) in readers.items():
        text = query.get(parameter, "").strip()
        if not text:
            continue
        try:
            values[name] = reader(text)
        except ValueError:
            unknown.append(parameter)
    return Search(**values), unknown


def _one_of(text, known):
    if text not in known:
        raise ValueError(text)
    return text


def _age(text):
    try:
        age = Decimal(text.replace(",", ".")[:8])
    except InvalidOperation:
        raise ValueError(text) from None
    if not age.is_finite() or not 0 <= age <= OLDEST:
        raise ValueError(text)
    return round(age, 2)


def _page(text):
    if not (text.isascii() and text.isdecimal()) or len(text) > 4 or int(text) == 0:
        raise ValueError(text)
    return min(int(text), MOST_PAGES)


def _understood(text):
    if text != GUESS and not re.fullmatch(r"[A-Z]\d[A-Z]", text):
        raise ValueError(text)
    return text
