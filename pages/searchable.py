"""What search finds of the pages about the site itself."""

from search.models import Kind
from search.sources import PageSource, lines_of_html

from .models import SitePageVersion


class SitePages(PageSource):
    kind = Kind.PAGE
    versions = SitePageVersion

    def names(self, version):
        return ()

    def body(self, version):
        return lines_of_html(version.body)
