from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.judging import AMONG, judge

TABLE = settings.BASE_DIR / "tests" / "cases" / "search.toml"


class Command(BaseCommand):
    help = "Ask every question of a table, and name those whose page is not among the first. Ends with 1 if there are."

    def add_arguments(self, parser):
        parser.add_argument("table", nargs="?", type=Path, default=TABLE, help="a TOML file; the one of the tests")

    def handle(self, *, table, **options):
        judged = list(judge(table))
        missed = [one for one in judged if one.is_missed]
        for one in missed:
            wanted = f"{one.expected} among the first {AMONG[one.part]}, is {one.place or 'nowhere'}"
            found = "; ".join(one.found) or "nothing"
            self.stdout.write(f"{one.language} {one.part} “{one.question}”: {wanted}. Found: {found}")
        recommended = sum(one.is_recommended for one in judged)
        self.stdout.write(f"{len(judged)} questions, {len(missed)} missed. {recommended} answered by a best bet.")
        if missed:
            raise CommandError("Not every question finds its page.")
