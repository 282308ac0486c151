"""All routes of the API, and where each begins."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from publishing.languages import Language

from . import cancers, document, drugs, services, stories, terms
from .addresses import api_address, documentation, whole
from .parameters import Asked
from .problems import Problem, of_validation
from .shapes import Route, Start


class Utf8(JSONRenderer):
    """JSON whose letters are letters: French is read, and a third shorter."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="CancerInfo",
    version="1",
    description=document.DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=Utf8(),
)
api.add_router("/drugs", drugs.router)
api.add_router("", terms.router)
api.add_router("/cancers", cancers.router)
api.add_router("/stories", stories.router)
api.add_router("", services.router)


@api.get("/", response=Start, url_name="api_start", operation_id="start", tags=["start"])
def start(request, asked: Query[Asked]):
    said = document.of_language(asked.language)
    routes = [
        Route(url=whole(address), summary=operations["get"]["summary"]) for address, operations in said["paths"].items()
    ]
    return Start(
        version="3.0",
        api_version=api.version,
        openapi_url=api_address("api_openapi", language=asked.language),
        documentation={language: _page(language) for language in Language.values},
        terms_of_use=documentation("licence"),
        routes=routes,
    )


@api.get("/openapi.json", response=dict, url_name="api_openapi", operation_id="openapi", tags=["start"])
def openapi(request, asked: Query[Asked]):
    return document.of_language(asked.language)


@api.exception_handler(ValidationError)
def refuse(request, fault):
    raise of_validation(fault.errors) from None


@api.exception_handler(Http404)
@api.exception_handler(Exception)
def pass_on(request, fault):
    """To the door, which answers them: ninja would tell them in its own way."""
    raise fault


def nothing(request, path):
    """Whatever else stands behind the address of the API."""
    raise Problem(404, _("No page of the API has this address."))


def _page(language):
    with override(language):
        return whole(reverse("api_docs"))
