"""Services as rows of HSDS 3.0, made from what readers may see of them (locator/showing.py) and from nothing else."""

from django.utils.translation import get_language

from locator import places
from locator.exchange.special_groups import Opening
from locator.hsds.own import KINDS_OF_HELP, NOT_GIVEN, made_id
from locator.hsds.package_writing import as_number
from locator.hsds.rows import is_given
from locator.told import told

from .addresses import api_address, whole

opening = Opening()


class Rows:
    """The rows of a ShownService. `guessed` are the ids of locations whose point is this site's guess.

    Of one service alone: a row that several share, as a phone of their building, would hang on the last of them.
    """

    def __init__(self, shown, *, guessed):
        self.guessed = guessed
        self.language = get_language()
        self.tables = {}
        service = shown.service
        self._organization(shown)
        self._put("service", _service(shown, self.language))
        for phone in shown.phones:
            self._phone(phone, service_id=str(service.pk))
        for row in shown.anywhere.schedules:
            self._schedule(row)
        for row in shown.anywhere.closures:
            self._closure(row)
        for area in shown.areas:
            self._area(area, service.pk)
        for language in shown.languages:
            self._spoken(language, service.pk)
        for category in shown.categories:
            self._category(category, service.pk)
        for place in shown.places:
            self._place(place, service.pk)

    def _put(self, table, row):
        said = {column: value for column, value in row.items() if is_given(value) and value is not False}
        known = self.tables.setdefault(table, {}).setdefault(said["id"], said)
        known.update(said)

    def rows(self):
        return {table: list(rows.values()) for table, rows in self.tables.items()}

    def _organization(self, shown):
        organization = shown.service.organization
        description = shown.about_organization.text or NOT_GIVEN[self.language]
        self._put(
            "organization",
            {"id": str(organization.pk), **_name(shown.organization), "description": description}
            | _about(organization),
        )

    def _phone(self, phone, **owner):
        extension = phone.extension
        is_number = extension.isascii() and extension.isdigit()
        row = {"id": str(phone.pk), **owner, "number": phone.number, "type": phone.kind}
        row |= {"extension": int(extension)} if is_number else {"extension_text": extension}
        self._put("phone", row | {"description": told(phone, "note").text})

    def _schedule(self, row):
        written = opening.write(row, language=self.language)
        self._put(
            "schedule",
            {"id": str(row.pk), **_owner(row), **written}
            | {"valid_from": _day(row.valid_from), "valid_to": _day(row.valid_until)}
            | {"by_appointment": row.by_appointment, "on_holidays": row.on_holidays}
            | {"description": told(row, "note").text},
        )

    def _closure(self, row):
        days = {"valid_from": _day(row.first), "valid_to": _day(row.last)}
        said = {"closed": True, "description": told(row, "reason").text}
        self._put("schedule", {"id": str(row.pk), **_owner(row), **days, **said})

    def _area(self, area, service):
        name = told(area, "label").text or places.area_label(area.key, self.language)
        row = {"id": str(area.pk), "service_id": str(service), "name": name}
        self._put("service_area", row | ({"extent": area.key, "extent_type": "text"} if area.key else {}))

    def _spoken(self, language, service):
        # Of one building and many services there is one row: each of the services gets its own.
        key = str(language.pk) if language.service_id else made_id("language", str(language.pk), str(service))
        row = {"id": key, "service_id": str(service), "name": str(language), "code": language.code}
        self._put("language", row | {"note": told(language, "note").text})

    def _category(self, category, service):
        self._put("taxonomy_term", term_row(category, language=self.language))
        key = made_id("attribute", str(service), str(category.pk))
        row = {"id": key, "link_id": str(service), "link_entity": "service", "taxonomy_term_id": str(category.pk)}
        self._put("attribute", row)

    def _place(self, place, service):
        key = str(place.id)
        self._put(
            "service_at_location",
            {"id": key, "service_id": str(service), "location_id": str(place.location_id)}
            | {"description": place.note.text},
        )
        self._location(place)
        self._address(place)
        for phone in place.phones:
            self._phone(phone, service_at_location_id=key)
        for row in place.schedules:
            self._schedule(row)
        for row in place.closures:
            self._closure(row)

    def _location(self, place):
        row = {"id": str(place.location_id), "location_type": "physical", **_name(place.name)}
        row |= {"description": place.description.text, "transportation": place.transport.text}
        row |= {"wheelchair": str(place.wheelchair.value), "confidential": place.is_confidential}
        if place.point and place.location_id not in self.guessed:
            row |= {"latitude": place.point.latitude, "longitude": place.point.longitude}
        self._put("location", row)
        for feature in place.access_features:
            key = made_id("accessibility", str(place.location_id), feature.text)
            features = {"id": key, "location_id": str(place.location_id), "description": feature.text}
            self._put("accessibility", features)

    def _address(self, place):
        address, missing = place.address, NOT_GIVEN[self.language]
        if not address.city:
            return
        self._put(
            "address",
            {
                "id": made_id("address", str(place.location_id)),
                "location_id": str(place.location_id),
                "attention": address.attention,
                "address_1": address.street or missing,
                "address_2": address.street_2,
                "city": address.city,
                "state_province": address.province or missing,
                "postal_code": address.postal_code or missing,
                "country": "CA",
                "address_type": "physical",
            },
        )


def term_row(category, *, language):
    """A kind of help as a row of taxonomy_term."""
    return {
        "id": str(category.pk),
        "code": category.code,
        **_name(told(category, "name", language)),
        "description": told(category, "words", language).text or NOT_GIVEN[language],
        "parent_id": str(category.parent_id) if category.parent_id else "",
        "taxonomy": KINDS_OF_HELP,
        "language": language,
    } | _about(category)


def _service(shown, language):
    service = shown.service
    ages = {name: getattr(service, name) for name in ("minimum_age", "maximum_age")}
    modes = {mode: True for mode in service.modes}
    return {
        "id": str(service.pk),
        "organization_id": str(service.organization_id),
        **_name(shown.name),
        "alternate_name": shown.other_name.text,
        "description": shown.description.text,
        "url": shown.website.text,
        "email": service.email,
        "status": service.status,
        "interpretation_services": shown.interpretation.text,
        "application_process": shown.application.text,
        "fees_description": shown.fees.text,
        "wait_time": shown.wait.text,
        "eligibility_description": shown.eligibility.text,
        **{name: as_number(str(age)) for name, age in ages.items() if age is not None},
        "assured_date": _day(service.verified_on),
        "alert": shown.notice.text,
        "last_modified": service.edited_at.isoformat(),
        "cost": service.cost,
        "documents": shown.documents.text,
        **modes,
        "time_zone": service.time_zone,
        "cancers": ",".join(version.slug for version in shown.cancers),
        "is_closed_for_now": shown.is_closed_for_now,
        "site_url": whole(shown.get_absolute_url()),
        "api_url": api_address("api_service", service.pk, language=language),
    } | _about(service)


def _name(name):
    """The name, and which language it is in where it stands in for one that is missing."""
    return {"name": name.text, "name_language": name.language if name.is_foreign else ""}


def _about(record):
    return {"source": record.source, "is_demonstration": record.is_demonstration}


def _owner(row):
    """What a row of hours hangs on: the closest of the three."""
    if row.place_id:
        return {"service_at_location_id": str(row.place_id)}
    if row.service_id:
        return {"service_id": str(row.service_id)}
    return {"location_id": str(row.location_id)}


def _day(value):
    return value.isoformat() if value else ""
