"""What drugs, words and cancers have in common: pages with versions in two languages, live or not."""

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from images.figures import figures
from publishing.alphabet import sort_key
from publishing.cleaning import is_blank, plain_text
from publishing.fields import rich_text_fields
from publishing.languages import Language
from publishing.models import Address
from publishing.public import Gone, InOtherLanguage, Moved, live_or_redirect
from publishing.references import References

from .addresses import api_address, whole, whole_in
from .problems import Problem
from .shapes import Alternate, Link, RichText, Source, Withdrawal

LARGEST_NUMBER = 2**63 - 1


class Elsewhere(Exception):
    """The page answers at another address."""

    def __init__(self, url, *, for_ever):
        super().__init__(url)
        self.url = url
        self.for_ever = for_ever


class Kind:
    """A kind of page: its versions, and the route to one of them."""

    def __init__(self, versions, route):
        self.versions = versions
        self.route = route

    def live(self, *, at):
        return self.versions.objects.live(at=at).in_language(get_language())

    def without_texts(self, *, at):
        """The live versions without what a list does not show."""
        return self.live(at=at).defer(*(field.name for field in rich_text_fields(self.versions)))

    def api_url(self, version):
        return api_address(self.route, version.slug, language=version.language)

    def link(self, version):
        about = {"title": version.title, "slug": version.slug}
        return Link(
            number=version.page_id, url=whole(version.get_absolute_url()), api_url=self.api_url(version), **about
        )

    def alternates(self, versions, *, at):
        """{number of a page: Alternate} of pages that are live in the other language. One query."""
        other = Language(get_language()).other
        found = self.versions.objects.live(at=at).in_language(other).filter(page__in={one.page_id for one in versions})
        found = found.defer(*(field.name for field in rich_text_fields(self.versions)))
        return {version.page_id: self.alternate(version) for version in found}

    def alternate(self, version):
        return Alternate(
            language=version.language,
            title=version.title,
            slug=version.slug,
            url=whole(version.get_absolute_url()),
            api_url=self.api_url(version),
        )

    def brief(self, version, alternate):
        """What every document of a page begins with."""
        return {
            "number": version.page_id,
            "language": version.language,
            "title": version.title,
            "slug": version.slug,
            "summary": version.summary,
            "url": whole(version.get_absolute_url()),
            "api_url": self.api_url(version),
            "is_demonstration": version.is_demonstration,
            "reviewed_at": None if version.is_demonstration else version.approved_at,
            "live_since": version.live_from,
            "alternate": alternate,
        }

    def one(self, versions, asked_for, *, at):
        """The version that readers see, by its slug or the number of its page. Raises Problem or Elsewhere."""
        number = int(asked_for) if _is_number(asked_for) else None
        if number:
            found = versions.filter(page=number).live(at=at).in_language(get_language()).first()
            if found:
                return found
        try:
            return live_or_redirect(versions, self._slug(number, at=at) or asked_for, at=at)
        except Moved as moved:
            slug = moved.url.rstrip("/").rpartition("/")[2]
            url = api_address(self.route, slug, language=get_language())
            raise Elsewhere(url, for_ever=moved.for_ever) from None
        except Gone:
            raise Problem(410, _("This page was withdrawn.")) from None
        except InOtherLanguage as found:
            raise self._in_the_other_language(found.version) from None
        except Http404:
            raise self._nothing(number, at=at) from None

    def _slug(self, number, *, at):
        """A slug by which readers could ever open a page that is not live now."""
        if not number:
            return None
        kind = self.versions._meta.get_field("page").related_model.kind()
        return Address.objects.last_slug(kind, number, get_language(), at=at)

    def _nothing(self, number, *, at):
        live = self.versions.objects.live(at=at).in_language(Language(get_language()).other)
        found = live.filter(page=number).first() if number else None
        if found is None:
            return Problem(404, _("No page has this slug or number in this language."))
        return self._in_the_other_language(found)

    def _in_the_other_language(self, version):
        sentence = _("There is no page at this address in this language. The other language has one.")
        return Problem(404, sentence, alternate=self.alternate(version).model_dump())


class Texts:
    """The rich texts of an answer, their references read together."""

    def __init__(self, versions, *, at):
        self.references = References(language=get_language(), at=at, figures=figures)
        fields = [field.attname for field in rich_text_fields(type(versions[0]))] if versions else []
        self.references.read(getattr(version, name) for version in versions for name in fields)

    def rich(self, html):
        """A text in both forms, or None for an empty one."""
        if is_blank(html):
            return None
        return RichText(html=whole_in(self.references.shown(html)), text=plain_text(html))


def in_order(versions):
    """[(primary key, title)] of versions, in alphabetical order. One query."""
    return sorted(versions.order_by().values_list("pk", "title"), key=lambda row: (*sort_key(row[1]), row[0]))


def sources_of(version):
    return [
        Source(title=source.title, publisher=source.publisher, url=source.url, read_on=source.read_on)
        for source in version.sources.all()
    ]


def withdrawal_of(version):
    withdrawal = getattr(version, "withdrawal", None)
    return withdrawal and Withdrawal(notice=withdrawal.notice, withdrawn_at=withdrawal.at)


def _is_number(text):
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_NUMBER
