"""Writing one batch: compared with what is stored, so that only what is new or different is written."""

from collections import defaultdict

from django.db import models
from django.db.models import F
from django.utils import timezone

from locator.changing import services_changed, together
from locator.choices import PointFrom
from locator.details import Detail
from locator.hsds.own import as_uuid
from locator.models import Address, KeptRow, Location, Organization, Service, ServiceAtLocation
from locator.placing import GUESSED, place_all
from locator.records import Record
from locator.services import OfService
from publishing.generation import Generation

from .report import Outcome

CHUNK = 500


class Writer:
    """Writes batches for one person from one source. On trial it compares and counts, and writes nothing."""

    def __init__(self, report, *, by, source, reason, is_trial=False):
        self.report = report
        self.by = by
        self.source = source
        self.reason = reason
        self.is_trial = is_trial

    def write(self, batch):
        """Write a list of Ready rows in one transaction. Returns how many were new or changed."""
        by_table = defaultdict(list)
        for one in batch:
            by_table[one.mapped.table].append(one)
        counts = []
        with together():
            written = []
            for of_table in by_table.values():
                written += self._write_table(of_table, counts)
            place_all(_locations_with_new_addresses(written))
            if written:
                self._tell_open_forms(written)
                Generation.bump()
                services_changed(_services_touched(written))
        # Only now: a batch that the database refuses is written again in smaller parts.
        for table, outcome in counts:
            self.report.count(table, outcome)
        return len(written)

    def _tell_open_forms(self, written):
        """A record’s page also has the rows that belong to it: who has it open learns of theirs too."""
        here = {record.pk for record in written}
        for model, name in ((Organization, "organization_id"), (Location, "location_id"), (Service, "service_id")):
            owners = {getattr(record, name, None) for record in written if not isinstance(record, Record)}
            models.QuerySet(model).filter(pk__in=owners - here - {None}).update(
                edit_counter=F("edit_counter") + 1, edited_by=self.by, edited_at=timezone.now()
            )

    def _write_table(self, rows, counts):
        mapped = rows[0].mapped
        stored = _stored(mapped.model, [one.id for one in rows], is_locked=not self.is_trial)
        new, changed, names = [], [], set()
        for one in rows:
            record = stored.get(one.id)
            if record is None:
                new.append(self._made(one))
                counts.append((mapped.table, Outcome.NEW))
                continue
            different = self._changed(record, one)
            counts.append((mapped.table, Outcome.CHANGED if different else Outcome.UNCHANGED))
            if different:
                changed.append(record)
                names |= different
        if not self.is_trial:
            self._store(mapped, new, changed, names)
            KeptRow.objects.filter(table=mapped.table, row_id__in=[record.pk for record in new]).delete()
            return [*new, *changed]
        return []

    def _made(self, one):
        more = {column: value for column, value in one.more.items() if value is not None}
        record = one.mapped.model(pk=one.id, more=more, **one.fields | one.first)
        if one.mapped.is_record:
            record.source = record.source or self.source
            record.edited_by = self.by
        if isinstance(record, Location) and record.latitude is not None:
            record.point_from = record.point_from or PointFrom.IMPORT
        return record

    def _changed(self, record, one):
        """Take the row over into the record. Returns the names of the fields that are different now."""
        fields = _allowed(record, dict(one.fields), self.report.confidential)
        different = {name for name, value in fields.items() if getattr(record, name) != value}
        more = _more(record, one.more)
        if more != record.more:
            different.add("more")
        if not different:
            return different
        for name in different - {"more"}:
            setattr(record, name, fields[name])
        record.more = more
        if isinstance(record, Location) and "latitude" in different and "point_from" not in one.fields:
            record.point_from = PointFrom.IMPORT if record.latitude is not None else ""
            different.add("point_from")
        if one.mapped.is_record:
            record.edited_by, record.edited_at = self.by, timezone.now()
            record.edit_counter += 1
            different |= {"edited_by_id", "edited_at", "edit_counter"}
        return different

    def _store(self, mapped, new, changed, names):
        # Not through the manager, which asks for the services of each record in turn: they are asked for once a batch.
        plain = models.QuerySet(mapped.model)
        history = mapped.model.history
        if new:
            plain.bulk_create(new, batch_size=CHUNK)
            history.bulk_history_create(new, batch_size=CHUNK, default_user=self.by, default_change_reason=self.reason)
        if changed:
            fields = {mapped.model._meta.get_field(name.removesuffix("_id")).name for name in names}
            plain.bulk_update(changed, sorted(fields), batch_size=100)
            history.bulk_history_create(
                changed, batch_size=CHUNK, update=True, default_user=self.by, default_change_reason=self.reason
            )

    def keep(self, rows):
        """Keep rows, [(table, row)], as they came."""
        for start in range(0, len(rows), CHUNK):
            with together():
                self._keep_some(rows[start : start + CHUNK])

    def _keep_some(self, rows):
        ids = [as_uuid(row["id"]) for _table, row in rows]
        stored = {(kept.table, kept.row_id): kept for kept in KeptRow.objects.filter(row_id__in=ids)}
        new, changed = [], []
        for (table, row), identity in zip(rows, ids, strict=True):
            kept = stored.get((table, identity))
            said = {column: value for column, value in row.items() if value not in (None, "")}
            if kept is None:
                new.append(KeptRow(table=table, row_id=identity, row=said, source=self.source))
                self.report.count(table, Outcome.KEPT)
            elif kept.row != said:
                kept.row = said
                changed.append(kept)
                self.report.count(table, Outcome.CHANGED)
            else:
                self.report.count(table, Outcome.UNCHANGED)
        if not self.is_trial:
            KeptRow.objects.bulk_create(new, batch_size=CHUNK)
            KeptRow.objects.bulk_update(changed, ["row"], batch_size=100)


def _stored(model, ids, *, is_locked):
    found = {}
    for start in range(0, len(ids), CHUNK):
        queryset = models.QuerySet(model).filter(pk__in=ids[start : start + CHUNK])
        if is_locked:
            queryset = queryset.select_for_update()
        found |= {record.pk: record for record in queryset}
    return found


def _locations_with_new_addresses(written):
    """Locations whose guessed coordinates may have moved with an address."""
    ids = {record.location_id for record in written if isinstance(record, Address)}
    new = {record.pk for record in written if isinstance(record, Location)}
    return list(Location.objects.filter(pk__in=ids - new, point_from__in=GUESSED)) if ids - new else []


def _allowed(record, fields, confidential):
    """Without what a file cannot do to a record that is here: make a confidential place public, or fake a language."""
    if {record.pk, getattr(record, "location_id", None), getattr(record, "place_id", None)} & confidential:
        # Nor empty it: files for others leave out what must not leave.
        fields = {name: value for name, value in fields.items() if value not in ("", None, False)}
    if isinstance(record, Location) and record.point_from in GUESSED and fields.get("latitude") is None:
        fields = {name: value for name, value in fields.items() if name not in ("latitude", "longitude", "point_from")}
    for own, other in (("name_en", "name_fr"), ("name_fr", "name_en")):
        # A file that went out with the other language’s name for want of one comes back with it.
        if own in fields and not getattr(record, own) and fields[own] == getattr(record, other):
            del fields[own]
    return fields


def _more(record, more):
    """What is kept beside a record, once the columns of a row are taken over."""
    if isinstance(record, Service):
        more = more | _own_claims(record, more)
    kept = record.more | more
    return {column: value for column, value in kept.items() if value is not None}


def _own_claims(record, more):
    """What the site itself said in an earlier export is no claim of somebody else’s."""
    said = {
        "assured_date": record.verified_on.isoformat() if record.verified_on else None,
        "last_modified": record.edited_at.isoformat(),
    }
    return {column: None for column, value in said.items() if column in more and more[column] == value}


def _services_touched(records):
    """The ids of the services that searches find otherwise, in a fixed number of questions."""
    services, locations, places = set(), set(), set()
    for record in records:
        if isinstance(record, Service):
            services.add(record.pk)
        elif isinstance(record, Location):
            locations.add(record.pk)
        elif isinstance(record, (OfService, Detail)):
            services.add(record.service_id)
            locations.add(getattr(record, "location_id", None))
            places.add(getattr(record, "place_id", None))
        elif hasattr(record, "location_id"):
            locations.add(record.location_id)
        else:
            services |= set(record.services_touched())
    at = ServiceAtLocation.objects
    for name, ids in (("location", sorted(locations - {None})), ("pk", sorted(places - {None}))):
        for start in range(0, len(ids), CHUNK):
            services |= set(at.filter(**{f"{name}__in": ids[start : start + CHUNK]}).values_list("service", flat=True))
    return services - {None}
