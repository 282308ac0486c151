"""What search finds of drugs."""

from django.utils.translation import override

from search.models import Kind
from search.sources import PageSource, lines_of_html

from .anatomy import ANATOMY
from .models import DrugVersion


class Drugs(PageSource):
    kind = Kind.DRUG
    versions = DrugVersion
    # Before the word of the same name, whose definition is shown beside the results.
    rank_bonus = 1
    shown_parts = ("types", "names", "uses", "givings", "side_effects")

    def names(self, version):
        yield from (kind.name for kind in version.types.all())
        yield from super().names(version)

    def body(self, version):
        with override(version.language):
            headings = {part.anchor: str(part.heading) for part in ANATOMY}
        yield from lines_of_html(version.what_it_is)
        yield from lines_of_html(version.how_it_works)
        yield from (f"{kind.name}: {kind.note}" for kind in version.types.all() if kind.note)
        yield _listed(headings["use"], (_words(use.qualifier, use.name, use.note) for use in version.uses.all()))
        yield from lines_of_html(version.use_text)
        ways = (_words(way.route, way.for_types, way.schedule) for way in version.givings.all())
        yield _listed(headings["given"], ways)
        yield from lines_of_html(version.given_text)
        effects = version.side_effects.all()
        yield _listed(headings["side-effects"], (effect.effect for effect in effects))
        yield from (_words(f"{effect.effect}.", effect.what_to_do) for effect in effects if effect.what_to_do)
        yield from lines_of_html(version.before_treatment)


def _words(*words):
    return " ".join(filter(None, words))


def _listed(heading, things):
    """A line that can stand among the results by itself: “Side effects: fever, chills”."""
    things = ", ".join(things)
    return f"{heading}: {things}" if things else ""
