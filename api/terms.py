from django.utils import timezone
from ninja import Query, Router

from glossary.models import TermName, TermVersion

from . import words
from .pages import Kind, Texts, in_order, withdrawal_of
from .paging import page, part_of
from .parameters import Asked, Paged, Search, Suggestions
from .shapes import FoundTerm, FoundTerms, Page, RichText, SuggestedTerms, Suggestion, Term, TermOnItsOwn

router = Router(tags=["words"])
TERMS = Kind(TermVersion, "api_term")
NOTHING = RichText(html="", text="")


@router.get("/terms", response=Page[Term], url_name="api_terms", operation_id="terms")
def terms(request, asked: Query[Paged]):
    at = timezone.now()
    rows = in_order(TERMS.live(at=at))
    contents = [Term(**members) for _key, members in _told([key for key, _title in part_of(asked, rows)], at=at)]
    return page(asked, len(rows), contents)


@router.get("/terms/{slug}", response=TermOnItsOwn, url_name="api_term", operation_id="term")
def term(request, slug: str, asked: Query[Asked]):
    at = timezone.now()
    version = TERMS.one(TermVersion.objects.prefetch_related("names"), slug, at=at)
    alternates, texts = TERMS.alternates([version], at=at), Texts([version], at=at)
    return TermOnItsOwn(**_members(version, alternates, texts), withdrawal=withdrawal_of(version))


@router.get(
    "/search/terms", response=FoundTerms, by_alias=True, url_name="api_search_terms", operation_id="searchTerms"
)
def search(request, asked: Query[Search]):
    at = timezone.now()
    names = _other_names(at)
    found = {}
    for key, title in in_order(TERMS.live(at=at)):
        matched = [name for name in names.get(key, ()) if words.matches(name, asked.query, how=asked.match)]
        if words.matches(title, asked.query, how=asked.match):
            found[key] = []
        elif matched:
            found[key] = matched
    keys = list(found)[asked.start : asked.start + asked.size]
    contents = [FoundTerm(**members, matched_names=found[key]) for key, members in _told(keys, at=at)]
    return FoundTerms(total_items=len(found), size=len(contents), contents=contents, **{"from": asked.start})


@router.get("/suggestions/terms", response=SuggestedTerms, url_name="api_suggest_terms", operation_id="suggestTerms")
def suggestions(request, asked: Query[Suggestions]):
    if len(words.folded(asked.query)) < words.FEWEST_CHARACTERS:
        return SuggestedTerms(contents=[])
    at = timezone.now()
    names = _other_names(at)
    found = {}
    for key, title in in_order(TERMS.live(at=at)):
        fitting = (name for name in (title, *names.get(key, ())) if words.suggests(name, asked.query, how=asked.match))
        if name := next(fitting, None):
            found[key] = name
    ordered = sorted(found, key=lambda key: (words.folded(found[key]), key))[: words.MOST_SUGGESTIONS]
    versions = TERMS.without_texts(at=at).in_bulk(ordered)
    return SuggestedTerms(contents=[_suggestion(versions[key], found[key]) for key in ordered if key in versions])


def _other_names(at):
    """{version: its other names}"""
    names = {}
    rows = TermName.objects.filter(version__in=TERMS.live(at=at).values("pk")).order_by("position", "pk")
    for version, name in rows.values_list("version", "name"):
        names.setdefault(version, []).append(name)
    return names


def _told(keys, *, at):
    """Yield (key, members) of versions, in the order of the keys."""
    found = TERMS.live(at=at).prefetch_related("names").in_bulk(keys)
    alternates, texts = TERMS.alternates(found.values(), at=at), Texts(list(found.values()), at=at)
    for key in keys:
        if key in found:
            yield key, _members(found[key], alternates, texts)


def _members(version, alternates, texts):
    return TERMS.brief(version, alternates.get(version.page_id)) | {
        "pronunciation": version.pronunciation,
        "names": [one.name for one in version.names.all()],
        "definition": texts.rich(version.definition) or NOTHING,
    }


def _suggestion(version, name):
    about = {"number": version.page_id, "title": version.title, "slug": version.slug, "name": name}
    return Suggestion(**about, api_url=TERMS.api_url(version))
