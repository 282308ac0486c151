"""What somebody has put on their sheet so far. It travels in the form from page to page, and nothing else keeps it."""

from dataclasses import dataclass, field
from uuid import UUID

from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from locator import chosen
from publishing.form_fields import without_unseen

from .questions import known_codes

# What a sheet bears that is still read in a quarter of an hour.
MOST = {"drug": 6, "word": 30, "service": 12}
# However many a form pretends to have ticked, no more are looked at.
MOST_READ = 100
LARGEST = 2**63 - 1
# The address of a full list of services has half of this.
LONGEST_LINE = 2000


@dataclass
class Asked:
    """The numbers of what is ticked, what is looked for, and what could be offered."""

    drugs: list = field(default_factory=list)
    words: list = field(default_factory=list)
    services: list = field(default_factory=list)
    questions: set = field(default_factory=set)
    looked_for: dict = field(default_factory=dict)
    # What the page that was sent had been looked for: {kind: words}.
    looked_before: dict = field(default_factory=dict)
    letters: dict = field(default_factory=dict)
    # A cancer whose drugs are offered.
    cancer: int | None = None

    @classmethod
    def posted(cls, posted):
        drugs = _numbers(posted.getlist("drug"))
        return cls(
            drugs=drugs,
            words=_numbers(posted.getlist("word")),
            services=_ids(posted.getlist("service")),
            questions=known_codes(drugs).intersection(posted.getlist("ask")),
            looked_for={kind: _line(posted.get(f"look_{kind}", "")) for kind in MOST},
            looked_before={kind: _line(posted.get(f"looked_{kind}", "")) for kind in MOST},
            letters={kind: posted.get(f"letter_{kind}", "")[:1] for kind in MOST},
            cancer=next(iter(_numbers(posted.getlist("cancer"))), None),
        )

    @classmethod
    def linked(cls, query, *, language, at):
        """What the link of a page puts on a new sheet: ?drug=interferon, ?word=…, ?cancer=…, ?service=…, ?list=…"""
        pages = {
            name: pages_at(versions, query.getlist(name), language=language, at=at)
            for name, versions in {"drug": DrugVersion, "word": TermVersion, "cancer": CancerVersion}.items()
        }
        return cls(
            drugs=pages["drug"],
            words=pages["word"],
            services=[*_ids(query.getlist("service")), *services_of_list(_line(query.get("list", "")))],
            cancer=next(iter(pages["cancer"]), None),
        )

    def is_just_typed(self, kind):
        """Whether something to look for stands in the field that nobody has looked for yet."""
        return bool(self.looked_for.get(kind)) and self.looked_for[kind] != self.looked_before[kind]

    def count(self, kind):
        return len({"drug": self.drugs, "word": self.words, "service": self.services}[kind])


def pages_at(versions, slugs, *, language, at):
    """The numbers of live pages by their slugs, those of the other language too: the switch keeps the address."""
    slugs = list(dict.fromkeys(map(without_unseen, slugs)))[: max(MOST.values())]
    if not slugs:
        return []
    found = versions.objects.live(at=at).filter(slug__in=slugs).values_list("slug", "language", "page")
    pages = {}
    for slug, written_in, page in found:
        if written_in == language or slug not in pages:
            pages[slug] = page
    return list(dict.fromkeys(pages[slug] for slug in slugs if slug in pages))


def services_of_list(signed):
    """The ids in the signed text of a list of services; none where it is not ours."""
    try:
        return chosen.read(signed)
    except chosen.NotOurs:
        return []


def _line(text):
    return without_unseen(text[:LONGEST_LINE]).strip()


def _numbers(texts):
    numbers = [int(text) for text in texts[:MOST_READ] if text.isascii() and text.isdecimal() and len(text) < 20]
    return list(dict.fromkeys(number for number in numbers if number <= LARGEST))


def _ids(texts):
    return list(dict.fromkeys(filter(None, map(_id, texts[:MOST_READ]))))


def _id(text):
    try:
        return UUID(text)
    except ValueError:
        return None
