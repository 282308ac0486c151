from django.core.management import BaseCommand, CommandError

from stories.rules.trying import cases, tallies, tried, whole_stories


class Command(BaseCommand):
    help = "Try the marking rules on all their cases: what is missed, and what is marked wrongly."

    def handle(self, **options):
        results = [tried(case) for case in [*cases(), *whole_stories()]]
        for result in results:
            self.tell(result)
        self.tell_tallies(results)
        bad = [result for result in results if not result.is_fine and not result.case.known]
        known = [result for result in results if not result.is_fine and result.case.known]
        self.stdout.write(f"{len(results)} cases, {len(bad)} wrong, {len(known)} known not to be met")
        if bad:
            raise CommandError(f"{len(bad)} cases are not met.")

    def tell(self, result):
        if result.is_fine:
            return
        case = result.case
        self.stdout.write(f"{case.file}: {case.name} ({case.language}){' KNOWN: ' + case.known if case.known else ''}")
        for word, counted in (("missed", result.missed), ("wrongly marked", result.wrong)):
            for rule, found in counted.elements():
                self.stdout.write(f"  {word}: {rule} {found!r}")
        if result.wrong_redactions:
            self.stdout.write(f"  proposed: {result.wrong_redactions}")

    def tell_tallies(self, results):
        self.stdout.write(f"\n{'rule':<20}{'right':>7}{'missed':>8}{'wrong':>7}{'precision':>11}{'recall':>8}")
        for rule, tally in sorted(tallies(results).items()):
            right, missed, wrong = tally["right"], tally["missed"], tally["wrong"]
            precision, recall = share(right, right + wrong), share(right, right + missed)
            self.stdout.write(f"{rule:<20}{right:>7}{missed:>8}{wrong:>7}{precision:>11}{recall:>8}")


def share(part, whole):
    return f"{part / whole:.2f}" if whole else "–"
