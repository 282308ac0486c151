"""What search finds of words: their definitions."""

from search.models import Kind
from search.sources import PageSource, lines_of

from .models import TermVersion


class Terms(PageSource):
    kind = Kind.TERM
    versions = TermVersion
    shown_parts = ("names",)

    def summary(self, version):
        return " ".join(lines_of(version.definition))

    def body(self, version):
        return ()
