from django.core.management.base import BaseCommand

from glossary.uses import rebuild


class Command(BaseCommand):
    help = "Compare what is written down of texts that use words with the texts, and mend it. Prints the rows changed."

    def handle(self, *args, **options):
        self.stdout.write(f"Rows changed: {rebuild()}.")
