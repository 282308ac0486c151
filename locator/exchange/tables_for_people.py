"""One table of all services for people with a spreadsheet: a line for each service at each of its places."""

import csv
import io
from itertools import islice

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import override

from locator.choices import Status
from locator.hsds.csv_safety import for_spreadsheet
from locator.models import Address, Service, ServiceAtLocation
from locator.records import label

CHUNK = 500


def write_table(stream, *, language, with_confidential=False):
    """Write the table as CSV to a stream of bytes. Of confidential places others learn the town alone."""
    # With a mark at the start, without which some spreadsheets take UTF-8 for Latin-1.
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    with override(language):
        writer.writerow(_header())
        for service in _services():
            for place in service.places.all() or [None]:
                cells = [*_of_service(service), *_of_place(place, with_confidential)]
                writer.writerow([for_spreadsheet(str(cell or "")) for cell in cells])
    text.detach()


def _header():
    return [
        "id",
        _("organization"),
        _("name in English"),
        _("name in French"),
        _("status"),
        _("kinds of help"),
        _("e-mail address"),
        _("phone numbers"),
        _("verified on"),
        _("source"),
        _("street"),
        _("town or city"),
        _("province or territory"),
        _("postal code"),
    ]


def _services():
    addresses = Prefetch("location__addresses", Address.objects.order_by("kind", "pk"))
    places = Prefetch("places", ServiceAtLocation.objects.select_related("location").prefetch_related(addresses))
    found = Service.objects.select_related("organization").order_by("pk")
    return found.prefetch_related("categories", "phones", places).iterator(chunk_size=CHUNK)


def _of_service(service):
    return [
        service.pk,
        label(service.organization),
        service.name_en,
        service.name_fr,
        Status(service.status).label,
        "; ".join(label(kind) for kind in service.categories.all()),
        service.email,
        "; ".join(phone.number for phone in service.phones.all()),
        service.verified_on,
        service.source,
    ]


def _of_place(place, with_confidential):
    address = next(islice(place.location.addresses.all(), 1), None) if place else None
    if address is None:
        return []
    is_hidden = place.location.is_confidential and not with_confidential
    street = "" if is_hidden else address.street
    return [street, address.city, address.province, "" if is_hidden else address.postal_code]
