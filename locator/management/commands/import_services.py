"""Bringing community services in from a file of a partner."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from locator.exchange.importing import import_package
from locator.exchange.round_trip import check
from locator.hsds.faults import Unreadable
from locator.hsds.packages import read
from locator.mapping import names, read_mapped
from publishing.languages import Language


class Command(BaseCommand):
    help = "Brings services in from an HSDS 3.0 zip, folder or JSON file, or from a CSV file by a mapping."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path)
        parser.add_argument("--mapping", choices=names(), default="", help="for a CSV file that is no HSDS")
        parser.add_argument("--language", choices=Language.values, default="", help="of the texts in the file")
        parser.add_argument("--source", default="", help="who gave the file; readers see it")
        parser.add_argument("--by", default="", help="username of who answers for it, kept in the history")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument("--report", type=Path, help="a CSV file for the line of each row that needs a look")
        parser.add_argument(
            "--check", action="store_true", help="import, export, compare, undo: say what comes out otherwise"
        )

    def handle(self, *, path, mapping, source, by, report, **options):
        if options["check"]:
            return self.compare(path)
        try:
            package = read_mapped(path.read_bytes(), mapping, name=path.name) if mapping else read(path)
        except (Unreadable, OSError) as fault:
            raise CommandError(str(fault)) from fault
        result = import_package(
            package,
            source=source or path.stem,
            by=self.person(by),
            language=options["language"],
            file_name=path.name,
            is_trial=options["dry_run"],
            progress=self.progress,
        )
        self.tell(result, is_trial=options["dry_run"])
        if report:
            report.write_text(result.as_csv(), encoding="utf-8", newline="")

    def person(self, username):
        if not username:
            return None
        person = get_user_model().objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is nobody with the username {username}.")
        return person

    def progress(self, done, total):
        self.stdout.write(f"{done} of {total} rows")

    def tell(self, result, *, is_trial):
        if is_trial:
            self.stdout.write("A trial: nothing was changed.")
        for table, totals in result.totals():
            said = ", ".join(f"{number} {label}" for label, number in totals if number)
            self.stdout.write(f"{table}: {said}")
        for is_refused, file, line, table, identity, column, reason, words in result.lines:
            place = " ".join(part for part in (file, line, table, identity, column) if part)
            self.stdout.write(f"{'refused' if is_refused else 'note'}: {place}: {reason} [{words}]")
        if result.missing:
            self.stdout.write(f"{result.missing} records of this source were not in the file. They stay as they are.")

    def compare(self, path):
        different = 0
        for trip in check(path):
            self.stdout.write(f"{trip.name}: {trip.message or f'{trip.rows} rows, {trip.refused} refused'}")
            for table, identity, column, before, after in trip.differences:
                self.stdout.write(f"  {table} {identity} {column}: {before!r} -> {after!r}")
            different += len(trip.differences) + trip.refused
        self.stdout.write(f"{different} differences")
        if different:
            raise CommandError("Not everything came out as it went in.")
