"""The OpenAPI document: what ninja knows of the routes, with errors, headers, examples and the shapes of HSDS."""

from copy import deepcopy
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from locator.hsds.tables import ENUMS, TABLES, Type, type_of

from .addresses import documentation
from .examples import ANSWERS, PATHS, QUERIES
from .limits import SECONDS
from .problems import KINDS, MEDIA_TYPE
from .shapes import ProblemDetails

PREFIX = "/api/v1/"
DESCRIPTION = _(
    "What CancerInfo publishes, for other programs: drugs, words, types of cancer, stories and services, in English "
    "and French. It can be read by anybody, without a key."
)
LICENCE = _("See the terms of use of the site")
REFERENCE = "#/components/schemas/{model}"
# What is said of each route in its first line; its address and parameters say the rest.
ABOUT = {
    "start": _("All routes of the API"),
    "openapi": _("This description, as an OpenAPI 3.1 document"),
    "drugs": _("Drugs, in alphabetical order"),
    "drug": _("One drug, with all that its page says"),
    "terms": _("Words explained, in alphabetical order"),
    "term": _("One word, and what it means"),
    "searchTerms": _("Words by a part of their name"),
    "suggestTerms": _("Suggestions while somebody types a word"),
    "cancers": _("Types of cancer, in alphabetical order"),
    "cancer": _("One type of cancer, with all that its page says"),
    "stories": _("Stories of patients, the newest first"),
    "story": _("One story"),
    "services": _("Community services, all of them or near a place"),
    "service": _("One service"),
    "taxonomyTerms": _("The kinds of help that services give"),
}
IN_PATH = {
    "drug": _("The slug of the page in the language that is asked for, or the number of the page."),
    "term": _("The slug of the page in the language that is asked for, or the number of the page."),
    "cancer": _("The slug of the page in the language that is asked for, or the number of the page."),
    "story": _("The number of the story."),
    "service": _("The id of the service, a UUID."),
}
FAULTS = {
    400: _("A parameter was not understood: each is named with a sentence."),
    404: _("No page has this address in this language."),
    405: _("Only reading is possible."),
    410: _("It was here once, and was withdrawn."),
    429: _("This address sent too many requests. Retry-After says how many seconds to wait."),
    500: _("A fault of ours."),
}
WITH_PATH = {301, 302, 404, 410}
HEADERS = {
    "ETag": _("Send it back in If-None-Match: where nothing has changed, the answer is 304 without a body."),
    "RateLimit-Policy": _("How many requests an address may send in how many seconds, as q and w."),
    "RateLimit": _("How many of them are left, and in how many seconds counting starts anew, as r and t."),
}
# What a service is told with. HSDS has more tables, which this site has no use for.
TOLD = {
    *("service", "organization", "service_at_location", "location", "address", "accessibility", "phone", "schedule"),
    *("service_area", "language", "attribute", "taxonomy_term"),
}
# How our own members of HSDS documents are explained.
OWN = {
    "service": {
        "name_language": ("string", _("The language of a name that stands in for a missing one.")),
        "distance_kilometres": ("number", _("How far away it is, where a point or a town was asked for.")),
        "is_demonstration": ("boolean", _("Invented to show how the site works: do not show it as help.")),
        "is_closed_for_now": ("boolean", _("Closed for now.")),
        "in_person": ("boolean", _("People go there, or somebody comes to them.")),
        "by_phone": ("boolean", _("Help on the phone.")),
        "online": ("boolean", _("By video, chat or e-mail.")),
        "cost": ("string", _("One of: free, fee, sliding, deposit, unknown.")),
        "documents": ("string", _("What to bring.")),
        "time_zone": ("string", _("The time zone of hours that belong to no place.")),
        "cancers": ("string", _("Slugs of the cancers that it is for, with commas; none means any.")),
        "source": ("string", _("Who told us.")),
        "site_url": ("string", _("The page for readers.")),
        "api_url": ("string", _("The service here.")),
    },
    "location": {
        "confidential": ("boolean", _("Readers learn the town alone.")),
        "wheelchair": ("string", _("One of: yes, partly, no, unknown.")),
    },
    "schedule": {
        "closed": ("boolean", _("Closed from valid_from to valid_to: no hours.")),
        "by_appointment": ("boolean", _("By appointment only.")),
        "on_holidays": ("boolean", _("On holidays too.")),
    },
}
SHAPES = {
    Type.TEXT: {"type": "string"},
    Type.NUMBER: {"type": "number"},
    Type.DATE: {"type": "string", "format": "date"},
    Type.TIME: {"type": "string", "format": "time"},
    Type.MOMENT: {"type": "string", "format": "date-time"},
    Type.IDENTITY: {"type": "string", "format": "uuid"},
}


@cache
def of_language(language):
    """The document in a language. Nobody may change it: it is kept."""
    with override(language):
        document = _translated(_document())
        document["info"]["license"] = {"name": gettext(LICENCE), "url": documentation("licence")}
    return document


@cache
def parameters_of(route):
    """The names of the parameters that a route of the URL configuration understands in its query."""
    address = PREFIX + route.replace("<int:", "{").replace("<", "{").replace(">", "}")
    return {one["name"] for one in _document()["paths"][address]["get"]["parameters"] if one["in"] == "query"}


@cache
def _document():
    document = deepcopy(dict(import_string("api.routes.api").get_openapi_schema(path_prefix=PREFIX)))
    document["servers"] = [{"url": settings.SITE_ADDRESS}]
    document["tags"] = [{"name": name} for name in ("start", "drugs", "words", "cancers", "stories", "services")]
    schemas = document["components"]["schemas"]
    schemas |= _shapes_of_services()
    problem = ProblemDetails.model_json_schema(ref_template=REFERENCE, mode="serialization")
    schemas |= problem.pop("$defs", {}) | {"ProblemDetails": problem}
    # What is kept is in English, whoever asks first.
    with override("en"):
        for operations in document["paths"].values():
            _complete(operations["get"])
    _say_what_services_are(document["paths"], schemas)
    # Their docstrings, which are for whoever reads the code.
    for schema in schemas.values():
        schema.pop("description", None)
    return _without_titles(document)


def _complete(operation):
    name = operation["operationId"]
    operation["summary"] = ABOUT[name]
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter["description"] = IN_PATH[name]
            parameter["example"] = PATHS[name]
        elif parameter["name"] in QUERIES.get(name, {}):
            parameter["example"] = QUERIES[name][parameter["name"]]
    has_path = any(one["in"] == "path" for one in operation["parameters"])
    answer = operation["responses"].pop(200)
    answer["description"] = ABOUT[name]
    answer["headers"] = _headers(HEADERS)
    if name in ANSWERS:
        answer["content"]["application/json"]["example"] = ANSWERS[name]
    operation["responses"] = {
        "200": answer,
        "304": {"description": _("Nothing has changed."), "headers": answer["headers"]},
    }
    if name in ("drug", "term", "cancer"):
        operation["responses"] |= _redirects()
    operation["responses"] |= {str(status): _fault(status) for status in KINDS if has_path or status not in WITH_PATH}


def _headers(headers):
    return {name: {"description": said, "schema": {"type": "string"}} for name, said in headers.items()}


def _redirects():
    said = {"301": _("The page has a new address."), "302": _("Another page took its place.")}
    schema = {"type": "object", "properties": {"url": {"type": "string"}}, "required": ["url"]}
    location = {"Location": {"description": _("Where it is now."), "schema": {"type": "string"}}}
    content = {"application/json": {"schema": schema}}
    return {status: {"description": text, "headers": location, "content": content} for status, text in said.items()}


def _fault(status):
    name, title = KINDS[status]
    example = {
        "type": documentation(name),
        "title": str(title),
        "status": status,
        "detail": FAULTS[status],
    }
    headers = {name: said for name, said in HEADERS.items() if name != "ETag"}
    if status == 429:
        headers["Retry-After"] = _("Seconds to wait.")
    content = {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="ProblemDetails")}, "example": example}}
    return {"description": FAULTS[status], "headers": _headers(headers), "content": content}


def _say_what_services_are(paths, schemas):
    """ninja knows these as documents of any shape; the tables of HSDS say more."""
    page = deepcopy(schemas["Page_DrugInBrief_"])
    for route, table in (("services", "service"), ("taxonomy_terms", "taxonomy_term")):
        of_table = deepcopy(page)
        of_table["properties"]["contents"]["items"] = {"$ref": REFERENCE.format(model=_name_of(table))}
        schemas[f"Page_{_name_of(table)}_"] = of_table
        _set_schema(paths[f"{PREFIX}{route}"], f"Page_{_name_of(table)}_")
    _set_schema(paths[f"{PREFIX}services/{{id}}"], _name_of("service"))
    schemas.pop("Page_dict_", None)


def _set_schema(operations, name):
    operations["get"]["responses"]["200"]["content"]["application/json"]["schema"] = {
        "$ref": REFERENCE.format(model=name)
    }


def _shapes_of_services():
    """The tables that a service can nest, and those that these nest."""
    found, waiting = {}, ["service", "taxonomy_term"]
    while waiting:
        table = TABLES[waiting.pop()]
        if table.name not in found:
            found[table.name] = _shape(table)
            waiting += [link.table for link in table.links.values() if link.table in TOLD]
    return {_name_of(name): shape for name, shape in found.items()}


def _shape(table):
    properties = {column: _column(table.name, column) for column in table.columns}
    for key, link in ((key, link) for key, link in table.links.items() if link.table in TOLD):
        reference = {"$ref": REFERENCE.format(model=_name_of(link.table))}
        properties[key] = {"type": "array", "items": reference} if link.is_many else reference
    for name, (kind, said) in OWN.get(table.name, {}).items():
        properties[name] = {"type": kind, "description": said}
    # What only says where a row is nested is left out, so of the required columns the id alone is always there.
    return {"type": "object", "properties": properties, "required": ["id"]}


def _column(table, column):
    shape = dict(SHAPES[type_of(column)])
    if (table, column) in ENUMS:
        shape["enum"] = list(ENUMS[table, column])
    return shape


def _name_of(table):
    return "Hsds" + "".join(word.capitalize() for word in table.split("_"))


def _without_titles(value):
    """Without the titles that are made from the names of members, and say nothing."""
    if isinstance(value, list):
        return [_without_titles(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: one if key in ("info", "example") else _without_titles(one)
        for key, one in value.items()
        if key != "title" or not isinstance(one, str)
    }


def _translated(value, *, is_example=False):
    """The document with every description and summary in the active language. Examples stay as they are."""
    if isinstance(value, list):
        return [_translated(one, is_example=is_example) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: gettext(one)
        if key in ("description", "summary") and isinstance(one, str) and one and not is_example
        else _translated(one, is_example=is_example or key in ("example", "examples"))
        for key, one in value.items()
    }


def policy():
    """{most, seconds} of the limit, for the page that explains the API."""
    return {"most": settings.API_RATE, "seconds": SECONDS}
