"""What every public page goes through: readers see what is live, are led on from old addresses, and only read."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .addresses import Address, Withdrawal
from .languages import Language


class Moved(Exception):
    """The page answers at another address."""

    def __init__(self, url, *, for_ever):
        super().__init__(url)
        self.url = url
        self.for_ever = for_ever


class Gone(Exception):
    """The page was withdrawn. Of what kind it was may be said; its title may be the reason why it went."""

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = kind


class InOtherLanguage(Http404):
    """The page has no text in the language of the address. `version` is what readers can have in the other one."""

    def __init__(self, version):
        super().__init__(version)
        self.version = version


def public_page(view):
    """Let a view be read only, and answer what live_or_redirect raises."""

    @require_safe
    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Moved as moved:
            return redirect_to(moved)
        except Gone as gone:
            response = render(request, "410.html", {"kind": gone.kind}, status=410)
        if not response.has_header("Cache-Control"):
            # Kept by a browser only to be asked about again: what is withdrawn is gone at the next look.
            patch_cache_control(response, no_cache=True)
        return response

    return answer


def redirect_to(moved):
    if not moved.for_ever:
        return HttpResponseRedirect(moved.url)
    response = HttpResponsePermanentRedirect(moved.url)
    # Browsers keep a permanent redirect without end, and a page may get its earlier address back one day.
    patch_cache_control(response, max_age=24 * 3600)
    return response


def live_or_redirect(versions, slug, *, at=None):
    """Return the version that readers see at a slug of the active language, from a queryset of versions.

    Raises Http404 for an address that never opened, Moved for an earlier address or a page that moved to another,
    Gone for a withdrawn one. A text that is kept under a notice comes back with the notice in `withdrawal`.

    The slug of the other language leads to the text of this one (Moved), or to what there is (InOtherLanguage).
    """
    at = at or timezone.now()
    kind = versions.model._meta.get_field("page").related_model.kind()
    language = get_language()
    page_id = _page_at(kind, language, slug, at=at)
    if page_id is None:
        raise _from_the_other_language(versions, kind, slug, at=at)
    version = versions.filter(page=page_id, language=language).live(at=at).first()
    if version is None:
        version = _withdrawn(versions, kind=kind, page_id=page_id, language=language, at=at)
    if version.slug != slug:
        raise Moved(version.get_absolute_url(), for_ever=True)
    return version


def _page_at(kind, language, slug, *, at):
    addresses = Address.objects.filter(kind=kind, language=language, slug=slug).open(at=at)
    return addresses.values_list("page_id", flat=True).first()


def _from_the_other_language(versions, kind, slug, *, at):
    """What to raise for a slug that is none of the active language."""
    other = Language(get_language()).other
    page_id = _page_at(kind, other, slug, at=at)
    if page_id is None:
        return Http404()
    live = {version.language: version for version in versions.model.objects.filter(page=page_id).live(at=at)}
    if get_language() in live:
        return Moved(live[get_language()].get_absolute_url(), for_ever=False)
    return InOtherLanguage(live[other]) if other in live else Http404()


def _withdrawn(versions, *, kind, page_id, language, at):
    withdrawal = (
        Withdrawal.objects.filter(kind=kind, page_id=page_id, language=language, at__lte=at).order_by("at").last()
    )
    if withdrawal is None:
        raise Http404
    if withdrawal.outcome == Withdrawal.Outcome.MOVED:
        target = versions.filter(page=withdrawal.moved_to_id, language=language).live(at=at).first()
        if target:
            raise Moved(target.get_absolute_url(), for_ever=False)
    if withdrawal.outcome != Withdrawal.Outcome.NOTICE:
        raise Gone(kind)
    version = versions.get(pk=withdrawal.version_id)
    version.withdrawal = withdrawal
    return version


def alternates(version, *, at=None):
    """Return {language: live version of the same page}, for the languages in which readers can have it."""
    versions = type(version).objects.filter(page=version.page_id).live(at=at)
    return {Language(found.language): found for found in versions}


def unkept_page(view):
    """For answers without a login that are for one person alone: nobody keeps or lists them."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def private_page(view):
    """For an unkept page with a secret in its address: nobody passes it on.

    Older browsers send a form of such a page without saying where it comes from.
    """

    @unkept_page
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer
