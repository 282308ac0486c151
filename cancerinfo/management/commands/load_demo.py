from django.core.management.base import BaseCommand

from cancerinfo.demonstration import load


class Command(BaseCommand):
    help = "Publish the demonstration content of demo/. Run it as often as you like: what exists is left as it is."

    def handle(self, *args, **options):
        report = load()
        self.stdout.write(
            f"{len(report.published)} texts published, {len(report.kept)} were there and stay as they are."
        )
        if options["verbosity"] > 1:
            for title in report.published:
                self.stdout.write(f"  {title}")
