"""The fixed anatomy of a drug page: its parts and their order, for the page, its contents and the editors' form."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.cleaning import is_blank


@dataclass(frozen=True)
class Part:
    """A part of the page: a heading, a text field, rows, or both."""

    anchor: str
    heading: Promise
    text: str = ""
    rows: str = ""

    @property
    def template(self):
        return f"drugs/parts/_{self.anchor}.html"

    def is_present(self, version):
        has_text = self.text and not is_blank(getattr(version, self.text))
        return bool(has_text or (self.rows and getattr(version, self.rows).all()))


ANATOMY = (
    Part("what-it-is", _("What it is"), text="what_it_is"),
    Part("how-it-works", _("How it works"), text="how_it_works"),
    Part("types", _("Types"), rows="types"),
    Part("use", _("Use in cancer treatment"), rows="uses", text="use_text"),
    Part("given", _("How it is given"), rows="givings", text="given_text"),
    Part("side-effects", _("Side effects"), rows="side_effects"),
    Part("before-treatment", _("Before treatment, talk to your team"), text="before_treatment"),
    Part("sources", _("Sources"), rows="sources"),
)


def parts_of(version):
    """Return the parts that this version has, in order. An empty part leaves no trace on the page."""
    return [part for part in ANATOMY if part.is_present(version)]
