"""What somebody has put on their sheet so far. It travels in the form from page to page, and nothing else keeps it."""

from dataclasses import dataclass, field
from uuid import UUID

from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from locator import chosen

# What a sheet bears that is still read in a quarter of an hour.
MOST = {"drug": 6, "word": 30, "service": 12}
# However many a form pretends to have ticked, no more are looked at.
MOST_READ = 100
LARGEST = 2**63 - 1


@dataclass
class Asked:
    """The numbers of what is ticked, what is looked for, and what could be offered."""

    drugs: list = field(default_factory=list)
    words: list = field(default_factory=list)
    services: list = field(default_factory=list)
    questions: set = field(default_factory=set)
    looked_for: dict = field(default_factory=dict)
    letters: dict = field(default_factory=dict)
    # A cancer whose drugs are offered.
    cancer: int | None = None

    @classmethod
    def posted(cls, posted):
        return cls(
            drugs=_numbers(posted.getlist("drug")),
            words=_numbers(posted.getlist("word")),
            services=_ids(posted.getlist("service")),
            questions=set(posted.getlist("ask")[:MOST_READ]),
            looked_for={kind: posted.get(f"look_{kind}", "").replace("\0", "")[:2000].strip() for kind in MOST},
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
            services=[*_ids(query.getlist("service")), *services_of_list(query.get("list", ""))],
            cancer=next(iter(pages["cancer"]), None),
        )

    @property
    def is_empty(self):
        return not (self.drugs or self.words or self.services or self.questions)

    def count(self, kind):
        return len({"drug": self.drugs, "word": self.words, "service": self.services}[kind])


def pages_at(versions, slugs, *, language, at):
    """The numbers of live pages by their slugs, those of the other language too: the switch keeps the address."""
    slugs = list(dict.fromkeys(slug.replace("\0", "") for slug in slugs))[: max(MOST.values())]
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
