"""What readers can correct about a service, how it stands now in plain words, and what a machine can take over."""

from dataclasses import dataclass
from enum import Enum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import opening
from .choices import Cost, PhoneKind, Status
from .details import SpokenLanguage
from .templatetags.services import area_name, language_name
from .told import told

# A service in more places than this: the others are told about in words.
MOST_PLACES = 20
PLACE = "place"


class How(Enum):
    """How what is accepted comes into the record."""

    COLUMN = "column"
    # Words that no machine understands: the editor changes the record, and says that it is done.
    BY_HAND = "by hand"
    VERIFYING = "verifying"
    REMOVING = "removing"
    # Only of use for a service that is yet to be made.
    MAKING = "making"


@dataclass(frozen=True)
class SuggestedField:
    """Something that a suggestion can say."""

    label: Promise
    how: How = How.BY_HAND
    # Of Service. Where `is_told`, there is one for each language.
    column: str = ""
    is_told: bool = False
    choices: type | None = None
    longest: int = 4000

    def column_in(self, language):
        return f"{self.column}_{language}" if self.is_told else self.column

    def readable(self, value):
        """A value as people read it."""
        return str(self.choices(value).label) if self.choices and value in self.choices else value


def _column(label, column, *, is_told=False, longest=4000, choices=None):
    return SuggestedField(label, How.COLUMN, column, is_told, choices, longest)


FIELDS = {
    "name": _column(gettext_lazy("Name of the service"), "name", is_told=True, longest=200),
    "organization": SuggestedField(gettext_lazy("Organization that offers it"), How.MAKING, longest=200),
    "category": SuggestedField(gettext_lazy("Kind of help"), How.MAKING, longest=60),
    "status": _column(gettext_lazy("Is it offered?"), "status", choices=Status, longest=20),
    "alert": _column(gettext_lazy("Notice: what has changed for now"), "alert", is_told=True, longest=500),
    "description": _column(gettext_lazy("What it does"), "description", is_told=True, longest=6000),
    "phones": SuggestedField(gettext_lazy("Phone numbers")),
    "website": _column(gettext_lazy("Website"), "website", is_told=True, longest=500),
    "email": _column(gettext_lazy("E-mail address of the service"), "email", longest=254),
    PLACE: SuggestedField(gettext_lazy("Address"), longest=1000),
    "where": SuggestedField(gettext_lazy("Where it is, and for people of which area")),
    "hours": SuggestedField(gettext_lazy("Opening hours")),
    "cost": _column(gettext_lazy("Does it cost something?"), "cost", choices=Cost, longest=10),
    "fees": _column(gettext_lazy("About the cost"), "fees", is_told=True, longest=2000),
    "eligibility": _column(gettext_lazy("Who can use it"), "eligibility", is_told=True),
    "application": _column(gettext_lazy("How to start"), "application", is_told=True),
    "languages": SuggestedField(gettext_lazy("Languages")),
    "areas": SuggestedField(gettext_lazy("For people who live here")),
    "right": SuggestedField(gettext_lazy("Everything is still right"), How.VERIFYING),
    "removal": SuggestedField(gettext_lazy("Please remove it"), How.REMOVING),
    "words": SuggestedField(gettext_lazy("Further details")),
}
# What the form about a service asks, in this order; addresses come before the hours.
ABOUT_A_SERVICE = (
    "name",
    "status",
    "alert",
    "description",
    "phones",
    "website",
    "email",
    "hours",
    "cost",
    "fees",
    "eligibility",
    "application",
    "languages",
    "areas",
)
ABOUT_A_NEW_SERVICE = (
    "name",
    "organization",
    "description",
    "category",
    "where",
    "phones",
    "website",
    "hours",
    "languages",
)


def standing(shown, *, language):
    """{field: text} of everything that readers see of a service now, in the language that is active."""
    return {
        **{name: column_of(shown.service, name, language) for name in ABOUT_A_SERVICE if FIELDS[name].column},
        "alert": shown.notice.text if shown.notice.language == language else "",
        "phones": _lines(_phone(phone) for phone in _phones(shown)),
        "hours": _hours(shown),
        "languages": _lines(_language(language) for language in shown.languages),
        "areas": _lines(area_name(area) for area in shown.areas),
        **{place_key(place): _address(place.address) for place in places_of(shown)},
    }


def column_of(service, name, language):
    """What stands in the column of a field."""
    return str(getattr(service, FIELDS[name].column_in(language)) or "")


def places_of(shown):
    """The places that anybody may know of; of a confidential one nothing is said or asked."""
    return [place for place in shown.places if not place.is_confidential][:MOST_PLACES]


def place_key(place):
    return f"{PLACE}-{place.id}"


def plain(text):
    """A text without what browsers do to it on its way: line ends, and spaces around it."""
    return "\n".join(line.rstrip() for line in str(text).replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"))


def _lines(texts):
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _phones(shown):
    return [*shown.phones, *(phone for place in places_of(shown) for phone in place.phones)]


def _phone(phone):
    extension = _("extension %(number)s") % {"number": phone.extension} if phone.extension else ""
    kind = str(PhoneKind(phone.kind).label) if phone.kind != PhoneKind.VOICE else ""
    return ", ".join(part for part in (phone.number, extension, kind, told(phone, "note").text) if part)


def _hours(shown):
    places = places_of(shown)
    if not shown.places:
        return _week(shown.anywhere)
    if len(places) == 1:
        return _week(places[0])
    named = [(place.name.text or place.address.street or place.address.city, _week(place)) for place in places]
    return "\n\n".join(f"{name}\n{week}" for name, week in named if week)


def _week(place):
    lines = opening.week(place.hours, today=timezone.localdate(place.now))
    hours = [_("%(when)s: %(what)s") % {"when": when, "what": ", ".join(what)} for when, what in lines]
    return _lines([*hours, *(told(schedule, "note").text for schedule in place.schedules)])


def _language(language: SpokenLanguage):
    note = told(language, "note").text
    return f"{language_name(language)} ({note})" if note else str(language_name(language))


def _address(address):
    province = " ".join(part for part in (str(address.province_name), address.postal_code) if part)
    town = ", ".join(part for part in (address.city, province) if part)
    lines = (address.attention, address.street, address.street_2, town)
    return "\n".join(line for line in lines if line)
