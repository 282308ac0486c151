from django.core.management.base import BaseCommand

from locator.spots import refresh_all


class Command(BaseCommand):
    help = "Compare what searches read with the records, and mend what differs. Prints how many rows that took."

    def handle(self, *args, **options):
        self.stdout.write(f"Rows changed: {refresh_all()}.")
