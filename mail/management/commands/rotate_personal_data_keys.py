"""Encrypts personal data anew with the first of the keys. docs/settings.md explains when and how."""

from django.core.management.base import BaseCommand, CommandError

from mail.rotation import encrypted_fields, rotate


class Command(BaseCommand):
    help = "Encrypts everything anew with the first key of PERSONAL_DATA_KEYS, so that the others can be taken away."

    def handle(self, **options):
        counts = [self.report(rotate(model, column)) for model, column in encrypted_fields()]
        if any(count.unreadable for count in counts):
            raise CommandError("Some values are opened by none of the keys. Keep every key, and look for the lost one.")
        if any(count.changed_meanwhile for count in counts):
            raise CommandError("Some values were changed meanwhile. Run this once more before you take a key away.")

    def report(self, count):
        self.stdout.write(str(count))
        for key in count.unreadable:
            self.stderr.write(f"{count.label}: no key opens number {key}.")
        return count
