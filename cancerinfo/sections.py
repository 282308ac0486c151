"""What other sites and search engines are told of: the lists of the site, and where each kind of text stands."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from pages.models import SitePageVersion


@dataclass(frozen=True)
class Section:
    """A part of the site: its list, the page of one of its texts, and its feed, by the names of their routes."""

    name: Promise
    list_route: str
    title: Promise
    description: Promise
    text_route: str = ""
    feed_route: str = ""
    # As schema.org calls the page itself.
    kind: str = "CollectionPage"
    # What somebody asked for in the address is nobody else's to find.
    hides_questions: bool = False


HOME = Section(
    _("Home"),
    "home",
    _("Plain words about cancer"),
    _("Cancer drugs and words explained in plain terms, in English and French."),
    feed_route="feed_all",
    kind="WebPage",
)
SECTIONS = {
    "drugs": Section(
        _("Drugs"),
        "drugs:index",
        _("Drugs, A to Z"),
        _("Look for a drug by any name you know: the brand name, the generic name or a short form."),
        text_route="drugs:detail",
        feed_route="feed_drugs",
    ),
    "cancers": Section(
        _("Cancers"),
        "cancers:index",
        _("Cancers, A to Z"),
        _("What each cancer is, how it is treated, and what to ask your team."),
        text_route="cancers:detail",
        feed_route="feed_cancers",
    ),
    "words": Section(
        _("Words explained"),
        "glossary:index",
        _("Words explained, A to Z"),
        _("Words that your care team may use, in plain terms."),
        text_route="glossary:detail",
        feed_route="feed_words",
    ),
    "stories": Section(
        pgettext_lazy("patient stories", "Stories"),
        "stories:index",
        _("Patient stories"),
        _("People who live with cancer, and people close to them, tell what it was like."),
        text_route="stories:detail",
        feed_route="feed_stories",
    ),
    "services": Section(
        _("Services"),
        "locator:index",
        _("Find help near you"),
        _(
            "Services for people who face cancer, where you live: rides to treatment, a place to stay, someone to talk "
            "to."
        ),
        text_route="locator:detail",
        hides_questions=True,
    ),
}
# Pages that stand alone and have no texts below them.
OTHERS = (
    Section(
        _("Visit sheet"),
        "visit:index",
        _("Visit sheet"),
        _("Put drugs, words, services and your own questions on one sheet, and print it for your appointment."),
        kind="WebPage",
        hides_questions=True,
    ),
    Section(
        _("For programs"),
        "api_docs",
        _("For programs: our texts as data"),
        _("How programs read our drugs, cancers, words, stories and services, in both languages."),
        kind="WebPage",
    ),
)
# The site's own pages stand under home, and have no list.
SITE_PAGES = "pages:detail"
# The kinds of texts that have versions.
TEXTS = {"drugs": DrugVersion, "cancers": CancerVersion, "words": TermVersion, "pages": SitePageVersion}
LISTS = {section.list_route: section for section in (HOME, *SECTIONS.values(), *OTHERS)}
OF_TEXT = {section.text_route: section for section in SECTIONS.values()} | {SITE_PAGES: None}


def address_in(language, route, *args):
    """The path of a page that stands in every language."""
    with override(language):
        return reverse(route, args=args)
