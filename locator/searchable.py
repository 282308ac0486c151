"""What search finds of services, in both languages: whoever reads one learns of those that are told in the other."""

from collections import defaultdict
from datetime import UTC, datetime

from publishing.languages import Language
from search.documents import AT_ONCE, Document
from search.models import Kind
from search.sources import Source, one_a_line

from .categories import Category
from .locations import Address
from .services import Service, ServiceAtLocation, ServiceCategory
from .told import told

# A record is live as long as it is public, and has no interval.
SINCE_EVER = datetime(2000, 1, 1, tzinfo=UTC)
TEXTS = ("eligibility", "application", "documents", "wait", "fees", "interpretation")


class Services(Source):
    kind = Kind.SERVICE

    def ids(self):
        return Service.objects.values_list("pk", flat=True)

    def documents(self, ids, *, now):
        services = list(Service.objects.filter(pk__in=ids).public().select_related("organization"))
        if not services:
            return
        kinds, places = _kinds(services), _places(services)
        for service in services:
            for language in Language.values:
                yield _document(service, language, kinds[service.pk].values(), places[service.pk])


def refresh(ids):
    """Let services, given by their ids, be found as they are now stored."""
    ids, source = sorted(ids), Services()
    for start in range(0, len(ids), AT_ONCE):
        source.changed(ids[start : start + AT_ONCE])


def _document(service, language, kinds, places):
    organization = service.organization

    title, description = told(service, "name", language), told(service, "description", language)
    names = [
        told(service, "other_name", language),
        told(organization, "name", language),
        told(organization, "other_name", language),
    ]
    # All in one language, which a passage can then be marked with.
    texts = [getattr(service, f"{name}_{description.language}") for name in TEXTS]
    texts.append(getattr(organization, f"description_{description.language}"))
    kind_words = [told(kind, "name", language).text for kind in kinds]
    kind_words += [getattr(kind, f"words_{language}") for kind in kinds]
    return Document(
        kind=Kind.SERVICE,
        object_id=str(service.pk),
        language=language,
        told_in=_unless(language, title),
        text_in=_unless(language, description),
        names_in={name.text.strip(): name.language for name in names if name and _unless(language, name)},
        title=title.text,
        names=one_a_line(name.text for name in names),
        summary=one_a_line([description.text]),
        body=one_a_line([*places, *kind_words, *texts]),
        key=str(service.pk),
        live_from=SINCE_EVER,
        is_demonstration=service.is_demonstration,
    )


def _unless(language, found):
    """The language that something is told in, "" when it is this one."""
    return found.language if found.language != language else ""


def _kinds(services):
    """{service: its kinds of help and those that these belong to}"""
    links = ServiceCategory.objects.filter(service__in=services).order_by("category__position", "pk")
    links = list(links.values_list("service", "category"))
    all_kinds = Category.objects.in_bulk() if links else {}
    found = defaultdict(dict)
    for service, pk in links:
        while pk is not None and pk not in found[service]:
            found[service][pk] = all_kinds[pk]
            pk = all_kinds[pk].parent_id
    return found


def _places(services):
    """{service: the names of its places and their towns}. Of a confidential place, the town alone."""
    links = ServiceAtLocation.objects.filter(service__in=services).select_related("location").order_by("pk")
    links = list(links)
    addresses = Address.objects.filter(location__in={link.location_id for link in links}).order_by("kind", "pk")
    towns = defaultdict(list)
    for location, town in addresses.values_list("location", "city") if links else ():
        towns[location].append(town)
    found = defaultdict(list)
    for link in links:
        place = link.location
        if not place.is_confidential:
            found[link.service_id] += [place.name_en, place.name_fr]
        found[link.service_id] += towns[place.pk][:1]
    return found
