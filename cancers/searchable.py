"""What search finds of types of cancer."""

from search.models import Kind
from search.sources import PageSource, lines_of_html

from .models import CancerVersion


class Cancers(PageSource):
    kind = Kind.CANCER
    versions = CancerVersion
    # Before the word of the same name, whose definition is shown beside the results.
    rank_bonus = 1
    shown_parts = ("names",)

    def body(self, version):
        return lines_of_html(version.body)
