"""What can be ticked: drugs and words by name or by letter, services by name or from somebody's own list."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from django.db.models import Q, Sum
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from drugs.models import Drug, DrugVersion
from glossary.models import TermVersion, WordUse
from locator.models import Service
from locator.showing import shown
from publishing.alphabet import letter_of, sort_key

from .asked import MOST, services_of_list

# Up to so many stand on the page without being looked for.
FEW = 24
MOST_FOUND = 20
# Words of the drugs that are ticked, offered with them.
MOST_WORDS = 12
LONGEST_NAME = 100
NAMES = ("name_en", "name_fr", "other_name_en", "other_name_fr", "organization__name_en", "organization__name_fr")


@dataclass(frozen=True)
class Choice:
    """One box to tick."""

    value: object
    label: str
    is_ticked: bool = False
    note: str = ""
    # Where it is not the language of the page.
    language: str = ""


@dataclass
class Choices:
    """The boxes of one part of the form, those that are ticked first, and how to get at more."""

    kind: str
    ticked: list
    offered: list = field(default_factory=list)
    letters: list = field(default_factory=list)
    looked_for: str = ""
    said: str = ""
    # That something that was ticked is no longer to be had.
    lost: str = ""
    problem: str = ""
    is_just_looked_for: bool = False

    @property
    def is_news(self):
        """Whether it holds what has to be seen before there is a sheet."""
        return self.is_just_looked_for or bool(self.lost)

    @property
    def is_bare(self):
        """Whether nothing of the kind can be had at all."""
        return self.kind != "service" and not (self.ticked or self.offered or self.letters)


def parts_of(asked, *, at):
    """The drugs, the words and the services to choose from. What is no longer to be had is taken off what is asked."""
    return [choose(asked, at=at) for choose in (drugs_to_choose, words_to_choose, services_to_choose)]


def drugs_to_choose(asked, *, at):
    drugs = DrugVersion.objects.live(at=at).in_language(get_language())
    suggested = []
    if asked.cancer:
        suggested = list(drugs.for_cancer(asked.cancer).values_list("page", flat=True))
    return _pages_to_choose("drug", drugs, asked, ticked=asked.drugs, suggested=suggested)


def words_to_choose(asked, *, at):
    words = TermVersion.objects.live(at=at).in_language(get_language())
    suggested = words_of(asked.drugs, at=at) if asked.drugs else []
    return _pages_to_choose("word", words, asked, ticked=asked.words, suggested=suggested)


def services_to_choose(asked, *, at):
    looked_for = asked.looked_for.get("service", "")
    from_list = _list_in(looked_for)
    ticked = list(dict.fromkeys([*asked.services, *from_list]))
    found = [] if from_list or not looked_for else services_named(looked_for)
    known = shown([*ticked, *found], now=at)
    choices = Choices("service", [_service(known[pk], is_ticked=True) for pk in ticked if pk in known])
    choices.lost = _lost(ticked, known)
    choices.is_just_looked_for = asked.is_just_typed("service")
    asked.services = [choice.value for choice in choices.ticked]
    choices.offered = [_service(known[pk]) for pk in found if pk in known and pk not in asked.services]
    if from_list:
        choices.said = _("The services of your list are ticked now.") if known else ""
        return choices
    choices.looked_for = looked_for
    choices.said = _said(looked_for, found, new=len(choices.offered))
    return choices


def words_of(drugs, *, at):
    """The numbers of the words that the pages of these drugs explain, those that are used most first."""
    texts = DrugVersion.objects.live(at=at).in_language(get_language()).filter(page__in=drugs)
    words = TermVersion.objects.live(at=at).in_language(get_language())
    uses = WordUse.objects.filter(kind=Drug.kind(), text_id__in=texts.values("pk"), term__in=words.values("pk"))
    counted = uses.values("term__page").annotate(total=Sum("number")).order_by("-total", "term__page")
    return list(counted.values_list("term__page", flat=True)[:MOST_WORDS])


def services_named(text):
    """The ids of services, by words of their names or of who offers them."""
    services = Service.objects.public()
    for word in text[:LONGEST_NAME].split()[:6]:
        services = services.filter(Q(*((f"{name}__folded", word) for name in NAMES), _connector=Q.OR))
    return list(services.order_by(f"name_{get_language()}", "pk").values_list("pk", flat=True)[:MOST_FOUND])


def _pages_to_choose(kind, versions, asked, *, ticked, suggested):
    names = defaultdict(set)
    titles = {}
    for page, title, name in versions.values_list("page", "title", "names__name"):
        titles[page] = title
        names[page] |= {_folded(title), _folded(name or "")}
    choices = Choices(kind, [Choice(page, titles[page], True) for page in _in_order(ticked, titles)])
    choices.lost = _lost(ticked, titles)
    choices.is_just_looked_for = asked.is_just_typed(kind)
    # What is no longer live is on no sheet.
    ticked[:] = [page for page in ticked if page in titles]
    choices.looked_for = asked.looked_for.get(kind, "")[:LONGEST_NAME]
    found = _found(choices.looked_for, names, titles)
    letter = asked.letters.get(kind)
    if len(titles) <= FEW and not found:
        offered = _in_order(titles, titles)
    else:
        of_letter = [page for page, title in titles.items() if letter and letter_of(title) == letter]
        offered = [*found, *_in_order({*suggested, *of_letter} - {*found}, titles)]
        choices.letters = sorted({letter_of(title) for title in titles.values()}, key=lambda one: (one == "#", one))
    choices.offered = [Choice(page, titles[page]) for page in offered if page in titles and page not in ticked]
    choices.said = _said(choices.looked_for, found, new=sum(page not in ticked for page in found))
    return choices


def _found(looked_for, names, titles):
    """Pages by their names: the one that is called so first, then those that begin so, then all others."""
    wanted = _folded(looked_for)
    if not wanted:
        return []
    ranks = {page: _rank(wanted, known) for page, known in names.items()}
    found = [page for page, rank in ranks.items() if rank is not None]
    return sorted(found, key=lambda page: (ranks[page], sort_key(titles[page])))[:MOST_FOUND]


def _rank(wanted, names):
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    return 2 if any(wanted in name for name in names) else None


def _lost(ticked, known):
    """What is said when something that was ticked is gone. Not what it was: its name may be the reason."""
    if all(one in known for one in ticked):
        return ""
    return _("Something you put on your sheet is no longer on our site, so we took it off.")


def _said(looked_for, found, *, new):
    """What came of a search, in a sentence. `new` is how much of it is not ticked yet."""
    if not looked_for:
        return ""
    if not found:
        return _("We found nothing with “%(words)s”. Try a shorter part of the name.") % {"words": looked_for}
    if len(found) == MOST_FOUND:
        return _("These are the first %(number)d. A longer part of the name finds fewer.") % {"number": MOST_FOUND}
    if not new:
        return _("What you looked for is on your sheet already.")
    said = ngettext("%(number)d found. Tick it to put it on your sheet.", "%(number)d found. Tick what you need.", new)
    return said % {"number": new}


def too_many(kind):
    """What is said when more is ticked than fits."""
    said = {
        "drug": _("At most %(number)d drugs fit on a sheet. Please take some away."),
        "word": _("At most %(number)d words fit on a sheet. Please take some away."),
        "service": _("At most %(number)d services fit on a sheet. Please take some away."),
    }
    return said[kind] % {"number": MOST[kind]}


def _service(service, *, is_ticked=False):
    language = service.name.language if service.name.is_foreign else ""
    return Choice(service.service.pk, str(service.name), is_ticked, str(service.organization), language)


def _list_in(text):
    """The services of a list whose address somebody pasted."""
    if not re.search(r"[?&]list=", text):
        return []
    try:
        return services_of_list(parse_qs(urlsplit(text).query).get("list", [""])[0])
    except ValueError:
        return []


def _in_order(pages, titles):
    return sorted((page for page in pages if page in titles), key=lambda page: sort_key(titles[page]))


def _folded(text):
    return sort_key(text)[0]
