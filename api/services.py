from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from locator.hsds.nesting import Index, nest
from locator.models import Category, Location, Service
from locator.placing import GUESSED
from locator.showing import shown

from .asking_services import hits
from .hsds_rows import Rows, term_row
from .paging import page, part_of
from .parameters import Asked, AskedOfServices, Paged
from .problems import Problem
from .shapes import Page

router = Router(tags=["services"])
Document = dict


@router.get("/services", response=Page[Document], url_name="api_services", operation_id="services")
def services(request, asked: Query[AskedOfServices]):
    now = timezone.now()
    found = hits(asked, at=now)
    here = part_of(asked, found)
    documents = _documents([hit.service for hit in here], now=now)
    contents = [_with_distance(documents[hit.service], hit) for hit in here if hit.service in documents]
    return page(asked, len(found), contents)


@router.get("/services/{id}", response=Document, url_name="api_service", operation_id="service")
def service(request, id: str, asked: Query[Asked]):
    identity = _uuid(id)
    documents = _documents([identity], now=timezone.now())
    if identity not in documents:
        if Service.objects.is_gone(identity):
            raise Problem(410, _("This service is no longer offered."))
        raise Problem(404, _("No service has this id."))
    return documents[identity]


@router.get("/taxonomy_terms", response=Page[Document], url_name="api_kinds", operation_id="taxonomyTerms")
def kinds_of_help(request, asked: Query[Paged]):
    terms = [term_row(category, language=asked.language) for category in Category.objects.all()]
    contents = [{column: value for column, value in row.items() if value not in ("", False)} for row in terms]
    return page(asked, len(contents), part_of(asked, contents))


def _documents(ids, *, now):
    """{id: document} of public services, with all that their pages show."""
    found = shown(ids, now=now, in_full=True)
    locations = {place.location_id for one in found.values() for place in one.places}
    guessed = set(Location.objects.filter(pk__in=locations, point_from__in=GUESSED).values_list("pk", flat=True))
    return {pk: nest(Index(Rows(one, guessed=guessed).rows()), "service", str(pk)) for pk, one in found.items()}


def _with_distance(document, hit):
    if hit.kilometres is None:
        return document
    return document | {"distance_kilometres": round(hit.kilometres, 1)}


def _uuid(text):
    try:
        return UUID(text)
    except ValueError:
        raise Problem(404, _("No service has this id.")) from None
