"""What is new on the site: the pages that were published last, of every kind that is news to readers."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import capfirst

from cancers.models import CancerVersion
from drugs.models import DrugVersion
from pages.models import SitePageVersion
from publishing.models import Version

# What readers come for stands first among the news of one day.
KINDS = (DrugVersion, CancerVersion, SitePageVersion)


@dataclass(frozen=True)
class News:
    """A page that is new, or that says something new."""

    version: Version
    is_update: bool

    @property
    def kind(self):
        return capfirst(self.version._meta.verbose_name)


def newest(language, *, at=None, number=4):
    """The pages that went live last in a language, the newest day first. Minor changes are no news."""
    found = [version for kind in KINDS for version in _newest_of(kind, language, at)[:number]]
    found.sort(key=lambda version: timezone.localdate(version.live_from), reverse=True)
    return [News(version, version.was_live_before) for version in found[:number]]


def _newest_of(kind, language, at):
    earlier = kind.objects.filter(page=OuterRef("page"), language=language, live_from__lt=OuterRef("live_from"))
    live = kind.objects.live(at=at).in_language(language).filter(is_minor=False)
    return live.annotate(was_live_before=Exists(earlier)).order_by("-live_from", "title")
