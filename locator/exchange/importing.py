"""From a package of rows to records: sorted, divided into batches, each written whole or not at all."""

from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from locator.models import Location, Organization, Service

from . import cancers
from .batching import batches
from .checking import sort_out
from .guessing import guess_language, guess_modes, guess_points
from .kinds import with_stored_kinds
from .report import Report
from .writing import Writer


def import_package(
    package, *, source, by=None, language="", file_name="", is_trial=False, progress=lambda done, total: None
):
    """Bring the rows of a Package in and return the Report.

    `source` says who gave the file. What is already in stays in when it is cut off; running it again finishes it.
    """
    report = Report()
    for note in package.notes:
        report.note_file(note)
    language = language or guess_language(package.rows)
    sorted_rows = sort_out(with_stored_kinds(package.rows), report, language=language)
    guess_modes(sorted_rows.ready)
    guess_points(sorted_rows.ready, report)
    sorted_rows.ready += cancers.links(sorted_rows.ready)
    writer = Writer(report, by=by, source=source, reason=_reason(file_name), is_trial=is_trial)
    done, total = 0, len(sorted_rows.ready) + len(sorted_rows.kept)
    progress(done, total)
    for batch in batches(sorted_rows.ready):
        _write(writer, batch)
        done += len(batch)
        progress(done, total)
    writer.keep(sorted_rows.kept)
    progress(total, total)
    report.missing = _missing(sorted_rows.ready, source)
    return report


def _reason(file_name):
    return f"import: {file_name}"[:100]


def _write(writer, batch):
    """Write a batch; if the database refuses it, in ever smaller parts, so that one row cannot keep out the others."""
    try:
        writer.write(batch)
    except (IntegrityError, DataError) as fault:
        if len(batch) == 1:
            one = batch[0]
            reason = _("The database refused it: %(fault)s") % {"fault": str(fault).splitlines()[0][:200]}
            writer.report.refuse(one.mapped.table, one.row, "", reason)
            return
        # In their order: owners come before what belongs to them.
        _write(writer, batch[: len(batch) // 2])
        _write(writer, batch[len(batch) // 2 :])


def _missing(ready, source):
    """How many records of a source were not in the file. They are left alone."""
    found = 0
    for model in (Organization, Location, Service):
        named = {one.id for one in ready if one.mapped.model is model}
        sources = {source, *(one.fields.get("source", "") for one in ready if one.mapped.model is model)} - {""}
        stored = set(model.objects.filter(source__in=sources).values_list("pk", flat=True))
        found += len(stored - named)
    return found
