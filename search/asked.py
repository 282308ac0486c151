"""What the address of a search asks for: whatever stands in it, something sensible is read."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from .documents import Kind
from .questions import MOST_CHARACTERS

# Signs that nobody sees, which would turn what stands beside them around or end a text.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
# Of a question that is far too long, a page shows the beginning.
LONGEST_SHOWN = 100


@dataclass(frozen=True)
class Asked:
    """A question, the kind of thing it is about, and the page of its results."""

    text: str = ""
    kind: Kind | None = None
    page: int = 1
    # Whether the one thing with this very name is to be opened at once, as in a dictionary.
    is_straight: bool = False

    @classmethod
    def read(cls, parameters):
        kind, page = parameters.get("kind", ""), parameters.get("page", "")
        return cls(
            text=readable(parameters.get("q", "")),
            kind=Kind(kind) if kind in Kind.values else None,
            page=int(page) if re.fullmatch(r"[1-9][0-9]{0,3}", page) else 1,
            is_straight=bool(parameters.get("straight")),
        )

    @property
    def kinds(self):
        return [self.kind] if self.kind else None

    @property
    def shown(self):
        return self.text if len(self.text) <= LONGEST_SHOWN else f"{self.text[:LONGEST_SHOWN].rstrip()}…"

    def with_(self, **changes):
        """The same question with another kind or spelling, from its first page."""
        return replace(self, **{"page": 1, "is_straight": False, **changes})

    def address(self):
        """Where its results are, in the active language."""
        said = {"q": self.text, "kind": self.kind and self.kind.value, "page": self.page if self.page > 1 else None}
        return f"{reverse('search:results')}?{urlencode({name: value for name, value in said.items() if value})}"


def readable(text):
    """A text as it can be shown and asked for."""
    return " ".join(_UNSEEN.sub(" ", text[:MOST_CHARACTERS]).split())
