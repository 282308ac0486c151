"""The form in which people say what they look for: what it offers, what was typed, and what is wrong with that."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import languages_spoken, places
from .choices import Mode
from .found_words import label_of
from .search_choices import by_code
from .searches import DISTANCES, GUESS, OLDEST, Search

LONGEST = 200


@dataclass
class SearchForm:
    """A search with all that its form shows."""

    kinds: list
    search: Search
    # Parameters that mean nothing.
    unknown: list
    # As they came.
    place_typed: str = ""
    age_typed: str = ""
    # What is to be settled before there is a place to search from.
    question: places.Choice | None = None
    problem: str = ""

    @property
    def place_text(self):
        """What stands in the box."""
        typed = label_of(self.search.place) if self.search.place else self.place_typed
        return typed[:LONGEST].replace("\0", "")

    @property
    def age_text(self):
        age = self.search.age
        return self.age_typed[:8].replace("\0", "") if age is None else number_format(age.normalize())

    @property
    def age_problem(self):
        return _("Write an age in years, from 0 to %(oldest)d.") % {"oldest": OLDEST} if "age" in self.unknown else ""

    @property
    def kind(self):
        """The KindOfHelp that is searched for, or None."""
        return by_code(self.kinds).get(self.search.kind)

    @property
    def distances(self):
        return DISTANCES

    @property
    def modes(self):
        return [(mode.value, capfirst(mode.label)) for mode in Mode]

    @property
    def languages(self):
        return [(code, capfirst(name)) for code, name in languages_spoken.choices(get_language())]

    @property
    def left_out(self):
        """A sentence on parameters that mean nothing, or ""."""
        if not self.unknown:
            return ""
        names = list(dict.fromkeys(_names()[parameter] for parameter in self.unknown))
        told = {"names": get_text_list(names, _("and"))}
        return _("We did not understand a part of the address and left it out: %(names)s.") % told

    @property
    def understood(self):
        """A sentence on how the place was understood, or ""."""
        if not self.search.understood or not self.search.place:
            return ""
        if self.search.understood == GUESS:
            return _("We looked for %(place)s.") % {"place": self.search.place.label(get_language())}
        answer = places.find(self.search.understood)
        return answer.note if isinstance(answer, places.Found) and answer.place == self.search.place else ""

    @property
    def asked(self):
        """[(what is asked beside the place, the search without it)]"""
        search = self.search
        mode = Mode(search.mode).label if search.mode else ""
        language = languages_spoken.name(search.language, get_language())
        asked = [
            (self.kind.name.text if self.kind else "", {"kind": ""}),
            (search.cancer.title.text if search.cancer else "", {"cancer": None}),
            (mode, {"mode": ""}),
            (language, {"language": ""}),
            (_("age %(age)s") % {"age": self.age_text} if search.age is not None else "", {"age": None}),
            (_("open now") if search.is_open else "", {"is_open": False}),
            (_("wheelchair access") if search.has_wheelchair_access else "", {"has_wheelchair_access": False}),
        ]
        return [(words, search.with_(**change)) for words, change in asked if words]

    @property
    def other_distances(self):
        """[(kilometres, the search within them)], where there is a point to measure from."""
        if not self.search.has_point or self.search.is_serving:
            return []
        return [(one, self.search.with_(within=one)) for one in DISTANCES if one != self.search.within]


def _names():
    """What the parameters of an address are called in the form."""
    return {
        "near": _("Postal code, town or region"),
        "kind": _("Kind of help"),
        "within": _("Distance"),
        "mode": _("How"),
        "language": _("Language"),
        "age": _("Age"),
        "open": _("Open now"),
        "wheelchair": _("Wheelchair access"),
        "cancer": _("Cancer"),
        "serving": _("Area"),
        "page": _("Page"),
        "as": _("Postal code, town or region"),
    }
