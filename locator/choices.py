"""The words that records of the locator choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Whether a service can be used: the words of HSDS 3.0."""

    ACTIVE = "active", _("active")
    CLOSED_FOR_NOW = "temporarily closed", _("closed for now")
    INACTIVE = "inactive", _("not offered at present")
    DEFUNCT = "defunct", _("ended for good")


# What readers find.
PUBLIC = (Status.ACTIVE, Status.CLOSED_FOR_NOW)


class Mode(models.TextChoices):
    """How a service is given."""

    IN_PERSON = "in_person", _("in person")
    BY_PHONE = "by_phone", _("by phone")
    ONLINE = "online", _("online")


class Cost(models.TextChoices):
    FREE = "free", _("free")
    FEE = "fee", _("there is a fee")
    SLIDING = "sliding", _("you pay what your income allows")
    DEPOSIT = "deposit", _("you leave a deposit")
    UNKNOWN = "unknown", _("ask about the cost")


class Wheelchair(models.TextChoices):
    YES = "yes", _("you can get in with a wheelchair")
    PARTLY = "partly", _("parts can be reached with a wheelchair")
    NO = "no", _("you cannot get in with a wheelchair")
    UNKNOWN = "unknown", _("we do not know: please ask")


class LocationKind(models.TextChoices):
    """What a location is: the words of HSDS 3.0."""

    PHYSICAL = "physical", _("a place that people can go to")
    POSTAL = "postal", _("a place for letters")
    VIRTUAL = "virtual", _("a place online or on the phone")


class PointFrom(models.TextChoices):
    """Where the coordinates of a location come from."""

    TYPED = "typed", _("typed in")
    POSTAL_CODE = "postal_code", _("from the postal code")
    TOWN = "town", _("from the town")
    IMPORT = "import", _("from an import")


class PhoneKind(models.TextChoices):
    VOICE = "voice", pgettext_lazy("kind of phone", "phone")
    TOLL_FREE = "tollfree", _("free call")
    TEXT = "text", _("text message")
    FAX = "fax", _("fax")
    TTY = "tty", _("TTY")


class Day(models.TextChoices):
    """Days of the week as calendars write them (RFC 5545)."""

    MONDAY = "MO", _("Monday")
    TUESDAY = "TU", _("Tuesday")
    WEDNESDAY = "WE", _("Wednesday")
    THURSDAY = "TH", _("Thursday")
    FRIDAY = "FR", _("Friday")
    SATURDAY = "SA", _("Saturday")
    SUNDAY = "SU", _("Sunday")


class Province(models.TextChoices):
    ALBERTA = "AB", _("Alberta")
    BRITISH_COLUMBIA = "BC", _("British Columbia")
    MANITOBA = "MB", _("Manitoba")
    NEW_BRUNSWICK = "NB", _("New Brunswick")
    NEWFOUNDLAND_AND_LABRADOR = "NL", _("Newfoundland and Labrador")
    NOVA_SCOTIA = "NS", _("Nova Scotia")
    NORTHWEST_TERRITORIES = "NT", _("Northwest Territories")
    NUNAVUT = "NU", _("Nunavut")
    ONTARIO = "ON", _("Ontario")
    PRINCE_EDWARD_ISLAND = "PE", _("Prince Edward Island")
    QUEBEC = "QC", _("Quebec")
    SASKATCHEWAN = "SK", _("Saskatchewan")
    YUKON = "YT", _("Yukon")
