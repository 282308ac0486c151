"""Finds the pages that a text may lead to, for the editor's link dialog, drafts among them: only the desk may ask."""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .alphabet import sort_key
from .languages import Language
from .permissions import can
from .references import versions_of_kinds
from .richtext import PAGE_REFERENCE, PAGE_SCHEME
from .workflow import Stage, State

MOST = 30


@require_safe
def link_targets(request):
    """Pages by their names (`q`), or the one that a stored link means (`reference`), as JSON."""
    if not can(request.user, "view"):
        raise PermissionDenied
    language = request.GET.get("language", Language.ENGLISH)
    reference = PAGE_REFERENCE.fullmatch(request.GET.get("reference", ""))
    if reference:
        found = _page_behind(reference[1], int(reference[2]), language)
    else:
        found = _pages_named(request.GET.get("q", "").strip(), language)
    return JsonResponse({"pages": found[:MOST], "more": len(found) > MOST})


def _page_behind(kind, number, language):
    versions = versions_of_kinds().get(kind)
    return _targets(_kept(versions).filter(page=number), language) if versions else []


def _pages_named(words, language):
    asked = _folded(words)
    found = [target for versions in versions_of_kinds().values() for target in _matching(versions, asked, language)]
    return sorted(found, key=lambda target: (not _folded(target["name"]).startswith(asked), sort_key(target["name"])))


def _matching(versions, asked, language):
    now_or_later = _kept(versions).exclude(live_until__lte=timezone.now())
    names = _names(versions, now_or_later)
    # Compared here and not by the database, which would tell “É” from “e”.
    pages = {
        version.page_id
        for version in now_or_later
        if any(asked in _folded(name) for name in [version.title, *names[version.pk]])
    }
    return _targets([version for version in now_or_later if version.page_id in pages], language)


def _kept(versions):
    kept = versions.objects.exclude(stage=Stage.ABANDONED).order_by("number")
    return kept.only("page", "language", "number", "title", "stage", "live_from", "live_until")


def _names(versions, chosen):
    """{primary key of a version: its other names}, for kinds that have such rows."""
    names = defaultdict(list)
    if "names" in versions.parts:
        rows = versions.names.rel.related_model.objects.filter(version__in=chosen.values("pk"))
        for version, name in rows.values_list("version", "name"):
            names[version].append(name)
    return names


def _targets(versions, language):
    """What the dialog shows of each page that these versions belong to."""
    pages = defaultdict(list)
    for version in versions:
        pages[version.page_id].append(version)
    return [_target(page, language) for page in pages.values()]


def _target(versions, language):
    live = [version for version in versions if version.state == State.LIVE]
    in_language = [version for version in versions if version.language == language]
    # The last that fits is the newest: what readers of this language see, or else the text that they will see first.
    shown = [version for version in live if version.language == language] or in_language or live or versions
    newest = shown[-1]
    return {
        "reference": f"{PAGE_SCHEME}:{newest.kind}:{newest.page_id}",
        "name": newest.title,
        "kind": capfirst(str(newest._meta.verbose_name)),
        "note": _note(live, language),
    }


def _note(live, language):
    if any(version.language == language for version in live):
        return ""
    return _("not on the site in this language yet") if live else _("not on the site yet")


def _folded(text):
    return sort_key(text)[0]
