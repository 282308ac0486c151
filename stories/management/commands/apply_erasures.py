from django.core.management.base import BaseCommand

from stories.erasure import flush
from stories.restoring import apply_register


class Command(BaseCommand):
    help = "Do again what the register of erasures says and a restored backup undid."

    def handle(self, *args, **options):
        redone = apply_register()
        flush()
        numbers_of = {
            "Consents taken back again": redone.consents,
            "Withdrawn again": redone.withdrawn,
            "Erased again": redone.erased,
        }
        for what, numbers in numbers_of.items():
            if numbers:
                self.stdout.write(f"{what}: {', '.join(map(str, numbers))}.")
        if redone.folders:
            self.stdout.write(f"Folders of erased photos removed: {redone.folders}.")
        if redone.unreadable:
            lines = ", ".join(map(str, redone.unreadable))
            self.stderr.write(f"Lines of the register that cannot be read, and what they say is not done: {lines}.")
        if not any(numbers_of.values()) and options["verbosity"] > 1:
            self.stdout.write("Nothing that was taken back has come back.")
