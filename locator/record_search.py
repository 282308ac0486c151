"""What the search boxes of the desk find: names whatever their accents, towns, phone numbers, postal codes, ids.

A search reads each name once, without an index; docs/services-desk.md tells how long that takes for 100,000 services.
"""

import re
import uuid

from django.db.models import Exists, OuterRef, Q

from . import folded_lookup, postal
from .details import Phone
from .locations import Address
from .organizations import Organization
from .services import ServiceAtLocation

LONGEST = 200
MOST_WORDS = 6
# Up to so many rows are looked up by their ids; more are asked about row by row, until a page is full.
FEW = 1000
# With fewer digits, a text is no phone number.
PHONE_DIGITS = 7
NAMES = ("name_en", "name_fr", "other_name_en", "other_name_fr")
_PHONE = re.compile(r"[\d\s().+\-–/]+")


def services(everything, text):
    """Narrow a queryset of services to those that a text is about."""
    text = text[:LONGEST].strip()
    if wanted := _as_id(text):
        return everything.filter(pk=wanted)
    if number := _as_phone(text):
        return everything.filter(_with_phones(Phone.objects.filter(number__regex=number)))
    if (addresses := _as_postal_code(text)) is not None:
        return everything.filter(at(addresses))
    found = everything
    for word in text.split()[:MOST_WORDS]:
        of_organizations = Q(organization__in=_few_or_all(Organization.objects.filter(_named(word, NAMES))))
        found = found.filter(_named(word, NAMES) | of_organizations | at(_in_towns(word)))
    return _once(everything, found) if text else found


def locations(everything, text):
    """The same for locations, which have a street as well."""
    text = text[:LONGEST].strip()
    if wanted := _as_id(text):
        return everything.filter(pk=wanted)
    if (addresses := _as_postal_code(text)) is not None:
        return everything.filter(with_addresses(addresses))
    found = everything
    for word in text.split()[:MOST_WORDS]:
        found = found.filter(
            _named(word, NAMES) | with_addresses(Address.objects.filter(_named(word, ("street", "city"))))
        )
    return _once(everything, found) if text else found


def organizations(everything, text):
    """The same for organizations."""
    text = text[:LONGEST].strip()
    if wanted := _as_id(text):
        return everything.filter(pk=wanted)
    found = everything
    for word in text.split()[:MOST_WORDS]:
        found = found.filter(_named(word, NAMES))
    return _once(everything, found) if text else found


def at(addresses):
    """Services that are given at one of these addresses, as a condition."""
    locations = list(addresses.values_list("location", flat=True)[: FEW + 1])
    if len(locations) <= FEW:
        return Q(pk__in=ServiceAtLocation.objects.filter(location__in=locations).values("service"))
    return Q(Exists(addresses.filter(location__places__service=OuterRef("pk"))))


def with_addresses(addresses):
    """Locations with one of these addresses, as a condition."""
    locations = list(addresses.values_list("location", flat=True)[: FEW + 1])
    if len(locations) <= FEW:
        return Q(pk__in=locations)
    return Q(Exists(addresses.filter(location=OuterRef("pk"))))


def _once(everything, found):
    """What was found, by ids where these are few: whoever counts and lists it does not search twice."""
    ids = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
    return everything.filter(pk__in=ids) if len(ids) <= FEW else found


def _few_or_all(rows):
    ids = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    return ids if len(ids) <= FEW else rows.values("pk")


def _named(word, columns):
    return Q(*((f"{column}__folded", word) for column in columns), _connector=Q.OR)


def _in_towns(word):
    """Addresses in the towns that a word is part of the name of. There are far fewer towns than addresses."""
    wanted = re.compile(folded_lookup.exact(word))
    towns = Address.objects.order_by().values_list("city", flat=True).distinct()
    return Address.objects.filter(city__in=[town for town in towns if wanted.search(town)])


def _with_phones(phones):
    """Services with one of these numbers: their own, of where they are, or of their organization."""
    rows = list(phones.values_list("service", "place", "location", "organization")[:FEW])
    own, places, locations, organizations = (
        ({pk for pk in pks if pk} for pks in zip(*rows, strict=True)) if rows else [()] * 4
    )
    links = ServiceAtLocation.objects.filter(Q(pk__in=places) | Q(location__in=locations))
    return Q(pk__in=own) | Q(pk__in=links.values("service")) | Q(organization__in=organizations)


def _as_id(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _as_phone(text):
    digits = re.sub(r"\D", "", text)
    if len(digits) < PHONE_DIGITS or not _PHONE.fullmatch(text):
        return ""
    return r"[^0-9]*".join(digits.removeprefix("1") if len(digits) == 11 else digits)


def _as_postal_code(text):
    """Addresses with a postal code, or with its first three characters; None for what is no postal code."""
    code = postal.read(text)
    if not isinstance(code, postal.PostalCode):
        return None
    if not code.whole:
        return Address.objects.filter(postal_code__istartswith=code.fsa)
    return Address.objects.filter(postal_code__in=[code.whole, f"{code.fsa} {code.whole[3:]}"])
