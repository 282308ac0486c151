"""What the texts, services and lists of the site are, told to structured_data in plain values.

Nothing is asked of the database that the page itself did not ask: what readers see is all that machines are told.
"""

import re

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cancers.models import CancerVersion
from drugs.models import DrugName, DrugVersion
from glossary.models import TermVersion
from locator.choices import PhoneKind
from locator.templatetags.services import area_name
from locator.told import told
from publishing.cleaning import plain_text
from stories.bylines import TOLD_BY, byline
from stories.texts import Text

from . import structured_data as data
from .absolute import absolute
from .sections import HOME, SECTIONS

NAME = "CancerInfo"
LONGEST = 300
SPOKEN = (PhoneKind.VOICE, PhoneKind.TOLL_FREE)


def description_of(version):
    """One or two sentences about a text. Of a story only whose it is: its words stay on its own page."""
    if isinstance(version, Text):
        return credit_of(version)
    if isinstance(version, TermVersion):
        return version.summary or plain_text(version.definition)
    return version.summary


def beginning_of(shown):
    """What a service does, in as many words as others show of a page."""
    # Not str.split(): it takes U+00A0 and U+202F away, which belong to French.
    on_one_line = re.sub(r"[ \t\r\n]+", " ", str(shown.description)).strip()
    return Truncator(on_one_line).chars(LONGEST)


def credit_of(text):
    """Whose story it is, as readers see it."""
    who = byline(text.shown_name, text.get_province_display(), is_told_by_another=bool(text.told_by))
    return f"{who}. {TOLD_BY[text.told_by]}" if text.told_by else who


def list_page(section, *, url):
    """A list of the site; home also says what the site is."""
    is_home = section is HOME
    return data.page(
        section.kind,
        url=url,
        name=str(section.title),
        description=str(section.description),
        language=_tag(get_language()),
        site=_site(in_full=is_home),
        breadcrumb=None if is_home else data.breadcrumbs([*_way(), (str(section.name), url)]),
        about=_words() if section is SECTIONS["words"] else None,
    )


def text_page(version, section, *, url):
    """A text and what it is about. It was reviewed only if somebody who had to check it approved it."""
    is_story = isinstance(version, Text)
    is_demonstration = version.story.is_demonstration if is_story else version.is_demonstration
    is_reviewed = not is_story and version.approved_at and not is_demonstration
    about = ABOUT.get(type(version))
    return data.page(
        "MedicalWebPage" if about and not is_story else "WebPage",
        url=url,
        name=version.title,
        description=description_of(version),
        language=_tag(version.language),
        site=_site(),
        breadcrumb=data.breadcrumbs([*_way(section), (version.title, url)]),
        about=about(version, url) if about else None,
        modified=timezone.localtime(version.live_from),
        reviewed=timezone.localdate(version.approved_at) if is_reviewed else None,
        status=_("Demonstration content") if is_demonstration else "",
    )


def service_page(shown, *, url):
    """A service as `locator.showing` lets readers see it."""
    service, name = shown.service, str(shown.name)
    return data.page(
        "WebPage",
        url=url,
        name=name,
        description=beginning_of(shown),
        language=_tag(get_language()),
        site=_site(),
        breadcrumb=data.breadcrumbs([*_way(SECTIONS["services"]), (name, url)]),
        about=_service(shown, url),
        reviewed=None if service.is_demonstration else service.verified_on,
        status=_("Demonstration content") if service.is_demonstration else "",
    )


def _drug(version, url):
    kinds = DrugName.Kind
    names = {kind: [row.name for row in version.names.all() if row.kind == kind] for kind in kinds}
    return data.drug(
        url=url,
        name=version.title,
        description=version.summary,
        generic=names[kinds.GENERIC],
        brands=names[kinds.BRAND],
        others=names[kinds.ABBREVIATION] + names[kinds.OTHER],
        routes=list(dict.fromkeys(giving.route for giving in version.givings.all())),
    )


def _cancer(version, url):
    return data.condition(url=url, name=version.title, description=version.summary, others=_other_names(version))


def _term(version, url):
    return data.term(
        url=url,
        name=version.title,
        definition=plain_text(version.definition),
        words=_words(),
        others=_other_names(version),
    )


def _story(text, url):
    cancer = next(iter(text.story.cancer.live_versions), None) if text.story.cancer else None
    return data.article(
        url=url,
        name=text.title,
        language=_tag(text.language),
        credit=credit_of(text),
        # Who tells of somebody else is known by what they are to that person, and by no name.
        author="" if text.told_by else text.shown_name or pgettext("whose story it is", "Anonymous"),
        about=_cancer_named(cancer) if cancer else None,
        modified=timezone.localtime(text.live_from),
    )


# {class of a text: what says what it is about}
ABOUT = {DrugVersion: _drug, CancerVersion: _cancer, TermVersion: _term, Text: _story}


def _other_names(version):
    return [row.name for row in version.names.all()]


def _cancer_named(version):
    return data.condition(url=absolute(version.get_absolute_url()), name=version.title, description=version.summary)


def _words():
    words = SECTIONS["words"]
    return data.term_set(url=absolute(reverse(words.list_route)), name=str(words.title), language=_tag(get_language()))


def _service(shown, url):
    languages = [language.code for language in shown.languages if language.code]
    # Where a confidential place is, not even by its town: a machine that gathers would join it with what others say.
    places = [place for place in shown.places if not place.is_confidential]
    channels = [
        data.channel(phones=_numbers(shown.phones), website=str(shown.website), languages=languages),
        *(data.channel(phones=_numbers(place.phones), place=_place(place), languages=languages) for place in places),
    ]
    return data.service(
        url=url,
        name=str(shown.name),
        others=[str(shown.other_name)],
        description=beginning_of(shown),
        provider=data.organization(name=str(shown.organization)),
        kinds=[str(told(category, "name")) for category in shown.categories],
        areas=[area_name(area) for area in shown.areas],
        channels=channels,
    )


def _numbers(phones):
    return [phone.number for phone in phones if phone.kind in SPOKEN]


def _place(place):
    address = place.address
    return data.place(
        name=str(place.name),
        street=", ".join(filter(None, (address.street, address.street_2))),
        town=address.city,
        province=address.province,
        postal_code=address.postal_code,
    )


def _site(*, in_full=False):
    address = absolute("")
    if not in_full:
        return data.web_site(address=address, name=NAME)
    publisher = data.organization(name=NAME, url=f"{address}/")
    return data.web_site(address=address, name=NAME, search=_search(), publisher=publisher)


def _search():
    """The address of the search in the language of the page, with {words} where the words go."""
    return absolute(f"{reverse('search:results')}?q={{words}}")


def _way(section=None):
    """[(name, address)] from home to a section."""
    return [(str(one.name), absolute(reverse(one.list_route))) for one in (HOME, section) if one]


def _tag(language):
    return f"{language}-CA"
