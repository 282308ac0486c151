"""Which page of the site an address belongs to, and which address a page has."""

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import get_language_from_path, override

from publishing.languages import Language
from publishing.models import Address
from publishing.references import versions_of_kinds


def page_at(path):
    """(kind, page id, language) of the page that answers at a path, or has answered there; None for anything else."""
    language = get_language_from_path(path)
    found = _resolved(path, language)
    versions = _versions_of(found)
    if versions is None or language is None:
        return None
    kind = versions._meta.get_field("page").related_model.kind()
    addresses = Address.objects.filter(kind=kind, language=language, slug=found.kwargs["slug"])
    page_id = addresses.open(at=timezone.now()).values_list("page_id", flat=True).first()
    return page_id and (kind, page_id, language)


def address_of_page(kind, page_id, language, *, at=None):
    """Where a page is read; once it is withdrawn, its last address, which says what became of it. "" for none."""
    at, versions = at or timezone.now(), versions_of_kinds().get(kind)
    if versions is None:
        return ""
    live = versions.objects.live(at=at).in_language(language).filter(page=page_id)
    slug = live.values_list("slug", flat=True).first() or Address.objects.last_slug(kind, page_id, language, at=at)
    return versions(language=language, slug=slug).get_absolute_url() if slug else ""


def is_taken(path):
    """Say whether the site answers something of its own at a path, with or without a language or a slash at its end."""
    whole = f"{path.rstrip('/')}/"
    if whole.startswith(settings.STATIC_URL):
        return True
    return any(map(answers, (path, whole, *(f"/{language.value}{whole}" for language in Language))))


def answers(path):
    """Say whether the site has something of its own at exactly this path."""
    language = get_language_from_path(path)
    found = _resolved(path, language)
    if found is None:
        return False
    return _versions_of(found) is None or page_at(path) is not None


def _resolved(path, language):
    with override(language or settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None


def _versions_of(found):
    """The model of versions whose pages stand at a resolved route, if any do."""
    if found is None or found.url_name != "detail" or "slug" not in found.kwargs:
        return None
    of_app = [versions for versions in versions_of_kinds().values() if versions._meta.app_label == found.app_name]
    return of_app[0] if of_app else None
