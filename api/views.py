"""The page that explains the API to people, made from its OpenAPI document: what a route does not say is not here."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from publishing.public import public_page

from . import document
from .addresses import whole
from .problems import KINDS


@dataclass(frozen=True)
class Parameter:
    """A parameter of a route, in words."""

    name: str
    description: str
    is_required: bool
    values: str
    usual: str


@dataclass(frozen=True)
class Route:
    """A route, as the page explains it."""

    name: str
    path: str
    summary: str
    parameters: list
    example: str
    answer: str
    statuses: list


@public_page
def documentation(request):
    said = document.of_language(get_language())
    routes = [_route(path, operations["get"]) for path, operations in said["paths"].items()]
    problems = [(status, name, title) for status, (name, title) in KINDS.items()]
    context = {
        "document": said,
        "routes": routes,
        "problems": problems,
        "rate": document.policy(),
        "openapi": f"{reverse('api_openapi')}?language={get_language()}",
        "start": whole(reverse("api_start")),
    }
    return render(request, "api/documentation.html", context)


def _route(path, operation):
    ok = operation["responses"]["200"]
    answer = ok["content"]["application/json"].get("example")
    return Route(
        name=operation["operationId"],
        path=path,
        summary=operation["summary"],
        parameters=[_parameter(one) for one in operation["parameters"]],
        example=_example(path, operation["parameters"]),
        answer=json.dumps(answer, indent=2, ensure_ascii=False) if answer else "",
        statuses=[(status, one["description"]) for status, one in operation["responses"].items() if status != "200"],
    )


def _parameter(one):
    schema = one["schema"]
    usual = schema.get("default")
    return Parameter(
        name=one["name"],
        description=one.get("description", ""),
        is_required=one["required"],
        values=", ".join(str(value) for value in schema.get("enum", ()) if value != ""),
        usual="" if usual in (None, "", False) else str(usual),
    )


def _example(path, parameters):
    values = {one["name"]: one["example"] for one in parameters if "example" in one and one["in"] == "path"}
    query = {one["name"]: one["example"] for one in parameters if "example" in one and one["in"] == "query"}
    if get_language() != "en":
        query |= {"language": get_language()}
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", str(value))
    return whole(path) + (f"?{urlencode(query, safe=',')}" if query else "")
