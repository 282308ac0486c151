"""The one gate from records to readers: pages, lists, the map and addresses show what stands here and nothing else.

Of a confidential location that is its town, its province and whether a wheelchair gets in.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language

from cancers.models import CancerVersion

from . import opening
from .choices import Province, Wheelchair
from .details import Closure, Phone, Schedule, SpokenLanguage
from .distance import Point
from .locations import AccessFeature
from .opening import Hours
from .services import Service, ServiceArea, ServiceAtLocation, ServiceCancer, ServiceCategory
from .told import Told, told
from .zones import zone_of

# How a place's own rows come before those of all the service, and those before what the building keeps.
CLOSEST_FIRST = ("place", "service", "location", "organization")
ADDRESS = ("kind", "attention", "street", "street_2", "city", "region", "province", "postal_code")
NOTHING = Told("", "en")


@dataclass(frozen=True)
class Address:
    """Where letters and people go, as far as readers may know."""

    attention: str = ""
    street: str = ""
    street_2: str = ""
    city: str = ""
    province: str = ""
    postal_code: str = ""

    @property
    def province_name(self):
        return Province(self.province).label if self.province in Province else self.province


@dataclass
class ShownPlace:
    """A service at a location, as readers may see it."""

    id: object
    location_id: object
    is_confidential: bool
    address: Address
    wheelchair: Wheelchair
    name: Told = NOTHING
    note: Told = NOTHING
    description: Told = NOTHING
    transport: Told = NOTHING
    point: Point | None = None
    zone: str = ""
    schedules: list = field(default_factory=list)
    closures: list = field(default_factory=list)
    hour_notes: list = field(default_factory=list)
    phones: list = field(default_factory=list)
    access_features: list = field(default_factory=list)
    now: object = None

    @cached_property
    def hours(self):
        return [hours_of(schedule) for schedule in self.schedules]

    @cached_property
    def state(self):
        """Whether it is open, as opening.State."""
        closures = [opening.Closure(one.first, one.last, told(one, "reason").text) for one in self.closures]
        return opening.state(
            self.hours, closures, zone=self.zone, province=self.address.province, now=self.now or timezone.now()
        )

    @property
    def opening(self):
        return opening.sentence(self.state, now=self.now or timezone.now())


@dataclass
class ShownService:
    """A service as readers may see it."""

    service: Service
    places: list
    # What it keeps where it has no place: on the phone, online.
    anywhere: ShownPlace
    phones: list
    languages: list = field(default_factory=list)
    categories: list = field(default_factory=list)
    areas: list = field(default_factory=list)
    # The live texts about the cancers that it is for.
    cancers: list = field(default_factory=list)
    # Filled by a search: from where it was looked for.
    kilometres: float | None = None
    place: ShownPlace | None = None

    def __getattr__(self, name):
        """A text of the service in the reader's language: shown.name, shown.description, shown.fees …"""
        if name.startswith("_") or not hasattr(self.service, f"{name}_en"):
            raise AttributeError(name)
        return told(self.service, name)

    @property
    def organization(self):
        return told(self.service.organization, "name")

    @property
    def about_organization(self):
        return told(self.service.organization, "description")

    @property
    def is_in_other_language(self):
        """Whether a text that readers need is there in the other language alone."""
        texts = (self.description, self.application, self.eligibility, self.fees, self.about_organization)
        return any(text.is_foreign for text in texts)

    @property
    def is_closed_for_now(self):
        return self.service.is_closed_for_now

    @property
    def notice(self):
        """What has changed for now, until its last day."""
        until = self.service.alert_until
        return NOTHING if until and until < timezone.localdate() else self.alert

    @property
    def main_place(self):
        """Where hours and a first phone number are taken from."""
        return self.place or (self.places[0] if self.places else self.anywhere)

    @property
    def main_phone(self):
        phones = self.main_place.phones or self.phones
        return phones[0] if phones else None

    @property
    def phones_by_kind(self):
        """{name of a kind: its numbers}, in the order of the first number of each."""
        found = defaultdict(list)
        for phone in self.phones:
            found[phone.get_kind_display()].append(phone)
        return dict(found)

    @property
    def has_hours_to_tell(self):
        """Whether there is something to say of when: hours, a closure, or a number to ask."""
        return bool(self.anywhere.schedules or self.anywhere.closures or self.main_phone)

    @property
    def has_own_hours(self):
        """Whether it keeps hours beside those of its places: on the phone, for example."""
        own = self.anywhere.schedules
        return bool(own) and any(place.schedules != own for place in self.places)

    def get_absolute_url(self):
        return self.service.get_absolute_url()


def hours_of(schedule):
    """A row of opening hours as opening.Hours."""
    columns = ("days", "weeks", "opens", "closes", "valid_from", "valid_until", "by_appointment", "on_holidays")
    return Hours.written(**{name: getattr(schedule, name) for name in columns})


def shown(ids, *, now=None, in_full=False):
    """Return {id: ShownService} of public services: with what a list shows, or all that their pages show."""
    services = Service.objects.public().select_related("organization").in_bulk(list(ids))
    if not services:
        return {}
    links = list(_links(services))
    details = {kind: _details(kind, services, links) for kind in (Schedule, Closure, Phone)}
    features = _features(links) if in_full else {}
    places = defaultdict(list)
    for link in links:
        places[link.service_id].append(_place(link, services[link.service_id], details, features, now=now))
    found = {pk: _service(service, places[pk], details, now=now) for pk, service in services.items()}
    if in_full:
        _add_the_rest(found, links)
    return found


def _links(services):
    """Each service at each location, with the address that people go to."""
    columns = {f"address_{name}": F(f"location__addresses__{name}") for name in ADDRESS}
    links = ServiceAtLocation.objects.filter(service__in=services).select_related("location").annotate(**columns)
    seen = set()
    # "physical" sorts before "postal" and "virtual".
    for link in links.order_by("address_kind", "location__addresses__pk", "pk"):
        if link.pk not in seen:
            seen.add(link.pk)
            yield link


def _details(kind, services, links):
    """{(what it hangs on, its id): [row]} of opening hours, closures or phone numbers."""
    owners = {
        "service": list(services),
        "place": [link.pk for link in links],
        "location": {link.location_id for link in links},
    }
    if kind is Phone:
        owners["organization"] = {service.organization_id for service in services.values()}
    # Not one question with “or”: for that, SQLite reads the whole table once it has statistics.
    kept = kind.objects.with_secrecy().order_by()
    wanted = [kept.filter(**{f"{owner}__in": ids}) for owner, ids in owners.items() if ids]
    found = wanted[0].union(*wanted[1:]).order_by(*kind._meta.ordering)
    rows = defaultdict(list)
    for row in _without_telling_words(found):
        for owner in CLOSEST_FIRST:
            if getattr(row, f"{owner}_id", None):
                rows[owner, getattr(row, f"{owner}_id")].append(row)
    return rows


def _without_telling_words(rows):
    """Rows of which those that hang on a confidential place come without words: they could tell which place it is."""
    for row in rows:
        if row.is_secret:
            row.forget_words()
        yield row


def _features(links):
    features = defaultdict(list)
    for feature in AccessFeature.objects.filter(location__in={link.location_id for link in links}):
        features[feature.location_id].append(told(feature, "text"))
    return features


def _place(link, service, details, features, *, now):
    location = link.location
    owners = [("place", link.pk), ("service", service.pk), ("location", location.pk)]
    # Of a confidential place readers learn the hours, and nothing else that is its own.
    hours_from, closures_from = (owners[:2], owners[1:2]) if location.is_confidential else (owners, owners)
    schedules = _closest(details[Schedule], hours_from)
    place = ShownPlace(
        id=link.pk,
        location_id=location.pk,
        is_confidential=location.is_confidential,
        address=Address(city=link.address_city or "", province=link.address_province or ""),
        wheelchair=Wheelchair(location.wheelchair),
        schedules=schedules,
        hour_notes=_notes(schedules),
        closures=[row for owner in closures_from for row in details[Closure].get(owner, [])],
        zone=_zone(link, service),
        now=now,
    )
    if location.is_confidential:
        return place
    place.address = Address(
        **{name: getattr(link, f"address_{name}") or "" for name in ADDRESS if name not in ("kind", "region")}
    )
    place.name, place.description = told(location, "name"), told(location, "description")
    place.transport, place.note = told(location, "transport"), told(link, "note")
    place.phones = _closest(details[Phone], [owners[0], owners[2]])
    place.access_features = features.get(location.pk, [])
    if location.latitude is not None:
        place.point = Point(location.latitude, location.longitude)
    return place


def _notes(schedules):
    return [note for note in (told(schedule, "note") for schedule in schedules) if note]


def _closest(rows, owners):
    return next((rows[owner] for owner in owners if owner in rows), [])


def _zone(link, service):
    location = link.location
    if link.address_province not in Province:
        return service.time_zone
    point = Point(location.latitude, location.longitude) if location.latitude is not None else None
    return zone_of(link.address_province, point=point, postal=link.address_postal_code or "")


def _service(service, places, details, *, now):
    anywhere = ShownPlace(
        id=None,
        location_id=None,
        is_confidential=False,
        address=Address(),
        wheelchair=Wheelchair.UNKNOWN,
        schedules=details[Schedule].get(("service", service.pk), []),
        closures=details[Closure].get(("service", service.pk), []),
        hour_notes=_notes(details[Schedule].get(("service", service.pk), [])),
        zone=service.time_zone,
        now=now,
    )
    phones = _closest(details[Phone], [("service", service.pk), ("organization", service.organization_id)])
    return ShownService(service, places, anywhere, phones)


def _add_the_rest(found, links):
    services_at = defaultdict(set)
    for link in links:
        if not link.location.is_confidential:
            services_at[link.location_id].add(link.service_id)
    spoken = Q(service__in=found) | Q(location__in=services_at)
    for language in _without_telling_words(SpokenLanguage.objects.with_secrecy().filter(spoken)):
        for pk in {language.service_id, *services_at[language.location_id]} & set(found):
            found[pk].languages.append(language)
    for link in ServiceCategory.objects.filter(service__in=found).select_related("category"):
        found[link.service_id].categories.append(link.category)
    for area in ServiceArea.objects.filter(service__in=found):
        found[area.service_id].areas.append(area)
    links = ServiceCancer.objects.filter(service__in=found).values_list("cancer", "service")
    services_for = defaultdict(list)
    for cancer, service in links:
        services_for[cancer].append(service)
    for version in CancerVersion.objects.in_language(get_language()).live().filter(page__in=services_for):
        for service in services_for[version.page_id]:
            found[service].cancers.append(version)
