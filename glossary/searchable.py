"""What search finds of words: their definitions."""

from search.models import Kind
from search.sources import PageSource, lines_of_html

from .models import TermVersion


class Terms(PageSource):
    kind = Kind.TERM
    versions = TermVersion
    shown_parts = ("names",)

    def summary(self, version):
        return " ".join(lines_of_html(version.definition))

    def body(self, version):
        return ()
