"""The worker’s part in imports from the desk: taking up what waits, and saying how it ended."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from locator.hsds.faults import Unreadable
from locator.hsds.packages import read_bytes
from locator.import_runs import ImportRun, ImportState
from locator.mapping import read_mapped

from .importing import import_package
from .report import Report

logger = logging.getLogger(__name__)


def run_waiting_imports():
    """Do what waits, one after another."""
    while run := _taken():
        with override(getattr(run.asked_by, "language", "") or "en"):
            _do(run)


def forget_old_imports():
    """Files and reports are gone after a month."""
    ImportRun.objects.old().delete()


@transaction.atomic
def _taken():
    run = ImportRun.objects.due().select_for_update(skip_locked=True, of=("self",)).first()
    if run:
        run.state, run.heard_at = ImportState.RUNNING, timezone.now()
        run.save(update_fields=["state", "heard_at"])
    return run


def _do(run):
    try:
        report = import_package(
            read_file(bytes(run.content), run.file_name, run.mapping),
            source=run.source,
            by=run.asked_by,
            language=run.language,
            file_name=run.file_name,
            is_trial=run.is_trial,
            progress=run.progress,
        )
    except Unreadable as fault:
        run.end(ImportState.FAILED, Report(message=str(fault)).as_json())
    except Exception:
        logger.exception("The import %s failed.", run.pk)
        message = _("A fault of the site stopped it. What was written before stays; you can start it again.")
        run.end(ImportState.FAILED, Report(message=message).as_json())
    else:
        run.end(ImportState.DONE, report.as_json())


def read_file(content, name, mapping):
    """Return the Package in a file. Raises Unreadable."""
    return read_mapped(content, mapping, name=name) if mapping else read_bytes(content, name=name)
