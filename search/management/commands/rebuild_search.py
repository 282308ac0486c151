from django.core.management.base import BaseCommand, CommandError

from search.rebuilding import all_differences, index_all_again, rebuild


class Command(BaseCommand):
    help = "Compare what search finds with what is on the site, and mend what differs. Prints how many rows that took."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="mend nothing; name what differs, and end with 1")
        parser.add_argument("--words", action="store_true", help="also put every word into the index anew")

    def handle(self, *, check, words, verbosity, **options):
        if check:
            return self._check()
        changed = rebuild()
        if verbosity:
            self.stdout.write(f"Rows changed: {changed}.")
        if words:
            self.stdout.write(f"Documents indexed anew: {index_all_again()}.")

    def _check(self):
        found = all_differences()
        for what, document in found:
            self.stdout.write(f"{what}: {document.kind} {document.object_id} ({document.language}), “{document}”")
        if found:
            raise CommandError(f"{len(found)} differences. `manage.py rebuild_search` mends them.")
        self.stdout.write("All is right.")
