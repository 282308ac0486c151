from django.core.management.base import BaseCommand, CommandError

from stories.erasure import flush
from stories.retention import apply_retention

STORIES = {
    "refused": "Refused 30 days ago, erased",
    "unanswered": "Not answered for 180 days, erased",
    "warned": "Not answered for 150 days, author told",
    "contacts": "On the site for 12 months, contact details deleted",
    "overdue": "Withdrawn 30 days ago and still to be erased by the privacy officer",
}
ROWS = {
    "reports": "Answered reports that still held words, emptied",
    "uploads": "Pictures of unfinished forms, deleted",
    "days_of_senders": "Earlier days of counted senders, deleted",
    "letters": "Rows of letters of more than 400 days, deleted",
}


class Command(BaseCommand):
    help = "Erase what was kept for as long as people were told. Prints counts and numbers of stories, nothing else."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what is due, and change nothing")

    def handle(self, *, dry_run, **options):
        kept = apply_retention(is_dry_run=dry_run)
        if dry_run:
            self.stdout.write("Nothing was changed. This is due:")
        for name, label in STORIES.items():
            numbers = getattr(kept, name)
            self.stdout.write(
                ": ".join([f"{label}: {len(numbers)}", *([", ".join(map(str, numbers))] if numbers else [])])
            )
        for name, label in ROWS.items():
            self.stdout.write(f"{label}: {getattr(kept, name)}")
        if not dry_run:
            flush()
        if kept.failed:
            raise CommandError(f"Could not be done, see the log: stories {', '.join(map(str, kept.failed))}.")
