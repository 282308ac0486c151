"""Taking community services out, as HSDS 3.0."""

from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from locator.exchange.exporting import Export
from locator.exchange.tables_for_people import write_table
from publishing.languages import Language


class Command(BaseCommand):
    help = "Writes all services to a file: .zip and .json are HSDS 3.0, .csv is a table for a spreadsheet."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path)
        parser.add_argument("--language", choices=Language.values, default=Language.ENGLISH, help="of the texts")
        parser.add_argument("--plain", action="store_true", help="HSDS alone, without this site’s own columns")
        parser.add_argument("--of", choices=["organization", "service"], default="organization", help="for .json")
        parser.add_argument(
            "--with-confidential", action="store_true", help="confidential places too: only for this site’s own use"
        )

    def handle(self, *, path, language, plain, with_confidential, **options):
        export = Export(language=language, with_confidential=with_confidential, is_plain=plain)
        writers = {
            ".zip": export.write_zip,
            ".json": partial(export.write_json, root=options["of"]),
            ".csv": partial(write_table, language=language, with_confidential=with_confidential),
        }
        if path.suffix not in writers:
            raise CommandError("The file must end in .zip, .json or .csv.")
        with path.open("wb") as stream:
            writers[path.suffix](stream)
        self.stdout.write(f"Written: {path.name}")
