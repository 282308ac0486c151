"""What stands on a sheet: live texts alone, as their pages say them, and what somebody wrote themselves."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from drugs.models import DrugVersion
from glossary.models import TermVersion
from locator.showing import shown
from publishing.alphabet import sort_key
from publishing.references import References

from .questions import asked_about, asked_in_general


@dataclass(frozen=True)
class Address:
    """Where something on the sheet can be read again."""

    name: str
    address: str


@dataclass
class Sheet:
    """All that is printed."""

    drugs: list
    words: list
    services: list
    # [(title of a drug, its questions)]
    about_drugs: list
    in_general: list
    own: list

    @property
    def is_empty(self):
        return not (self.drugs or self.words or self.services or self.has_questions)

    @property
    def has_questions(self):
        return bool(self.about_drugs or self.in_general or self.own)

    @property
    def addresses(self):
        """Where the drugs and services are; for words one address of the list, or the sheet would be full of them."""
        pages = [Address(drug.title, drug.get_absolute_url()) for drug in self.drugs]
        if self.words:
            pages.append(Address("", reverse("glossary:index")))
        pages += [Address(str(service.name), service.get_absolute_url()) for service in self.services]
        return [Address(page.name, settings.SITE_ADDRESS + page.address) for page in pages]


def sheet_of(asked, own_questions, *, at):
    """The sheet with all that is ticked and written."""
    drugs = _live(DrugVersion, asked.drugs, "names", "givings", "side_effects", at=at)
    words = _live(TermVersion, asked.words, at=at)
    _show_texts(drugs, words, at=at)
    services = shown(asked.services, now=at)
    about = [(drug.title, asked_about(drug.page_id, asked.questions)) for drug in drugs]
    return Sheet(
        drugs=drugs,
        words=words,
        services=[services[pk] for pk in asked.services if pk in services],
        about_drugs=[(title, questions) for title, questions in about if questions],
        in_general=asked_in_general(asked.questions),
        own=own_questions,
    )


def _live(versions, pages, *parts, at):
    found = versions.objects.live(at=at).in_language(get_language()).filter(page__in=pages).prefetch_related(*parts)
    return sorted(found, key=lambda version: sort_key(version.title))


def _show_texts(drugs, words, *, at):
    """Put in place what readers get of the texts: links with addresses, no pictures."""
    references = References(language=get_language(), at=at, figures=_no_figures)
    fields = [(drug, name) for drug in drugs for name in ("what_it_is", "given_text")]
    fields += [(word, "definition") for word in words]
    references.read(getattr(version, name) for version, name in fields)
    for version, name in fields:
        # Safe because rich text was cleaned when it was saved, and addresses are escaped.
        setattr(version, name, mark_safe(references.shown(getattr(version, name))))  # noqa: S308


def _no_figures(numbers, *, language):
    return {}
