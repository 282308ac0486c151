"""The OpenAPI document of the API: sound, complete, and true of what is answered."""

from urllib.parse import urlencode

import jsonschema
import pytest
import schemathesis
from django.conf import settings
from django.urls import get_resolver
from hypothesis import HealthCheck, given, seed
from hypothesis import settings as hypothesis_settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from api import document
from api.problems import KINDS

from .factories import make_cancer, make_category, make_drug, make_location, make_service, make_term, publish_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def described():
    return document.of_language("en")


def operations(described):
    return {path: operations["get"] for path, operations in described["paths"].items()}


def validator(described, schema):
    whole = {"components": described["components"], **schema}
    checker = jsonschema.FormatChecker(["uuid", "date", "date-time"])
    return jsonschema.Draft202012Validator(whole, format_checker=checker)


def faults(described, schema, answer):
    return [error.message for error in validator(described, schema).iter_errors(answer)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_document_validates(language):
    errors = [error.message for error in OpenAPIV31SpecValidator(document.of_language(language)).iter_errors()]

    assert errors == []


def test_every_route_is_in_the_document(described):
    routes = next(entry for entry in get_resolver().url_patterns if str(entry.pattern) == "api/v1/").url_patterns
    names = {str(entry.pattern) for entry in routes if entry.name != "api_nothing"}

    addresses = {path.removeprefix("/api/v1/").replace("{number}", "<int:number>") for path in described["paths"]}

    assert {address.replace("{", "<").replace("}", ">") for address in addresses} == names


def test_every_parameter_answer_and_fault_is_explained(described):
    for path, operation in operations(described).items():
        assert operation["summary"], path
        for parameter in operation["parameters"]:
            assert parameter["description"].endswith((".", "…")), (path, parameter["name"])
        assert {"200", "304", "400", "405", "429", "500"} <= set(operation["responses"])
        assert {int(status) for status in operation["responses"]} <= {200, 301, 302, 304, *KINDS}
        for response in operation["responses"].values():
            assert response["description"]


def test_every_example_has_the_shape_that_is_promised(described):
    told = 0
    for path, operation in operations(described).items():
        for status, response in operation["responses"].items():
            for content in response.get("content", {}).values():
                if "example" in content:
                    told += 1
                    assert faults(described, content["schema"], content["example"]) == [], (path, status)
    assert told > 60


def test_every_answer_has_the_shape_that_is_promised(client, described):
    cancer = make_cancer()
    drug = make_drug(what_it_is="<p>A drug.</p>", rows={"uses": [{"cancer": cancer.page, "name": "kidney cancer"}]})
    term = make_term(rows={"names": [{"name": "messenger"}]})
    story = publish_story(cancer=cancer.page)
    hours = [{"days": "MO", "weeks": "1", "opens": "09:00", "closes": "17:00"}]
    service = make_service(at=[make_location()], categories=[make_category()], hours=hours, languages=["fr"])
    asked = {"drug": drug.slug, "term": term.slug, "cancer": cancer.slug, "story": story.pk, "service": service.pk}
    queries = {"searchTerms": {"query": "c"}, "suggestTerms": {"query": "cyto"}, "services": {"near": "45.42,-75.70"}}

    for path, operation in operations(described).items():
        name = operation["operationId"]
        for slot in ("slug", "number", "id"):
            path = path.replace(f"{{{slot}}}", str(asked.get(name, "")))
        answer = client.get(path, queries.get(name, {}))
        content = operation["responses"]["200"]["content"]["application/json"]
        assert answer.status_code == 200, path
        assert faults(described, content["schema"], answer.json()) == [], path
        assert answer.json().get("empty") is not True, path


def test_every_problem_has_the_shape_that_is_promised(client, described):
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    answers = [
        client.get("/api/v1/drugs/nothing"),
        client.get("/api/v1/drugs", {"page": "x"}),
        client.get("/api/v1/services", {"town": "Windsor"}),
        client.post("/api/v1/drugs"),
    ]

    for answer in answers:
        assert faults(described, schema, answer.json()) == []


def texts_of(value, *, where=()):
    """Yield (where it stands, text) of all that people read in a document, and where it leads them."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in pairs:
            if key not in ("example", "enum"):
                yield from texts_of(one, where=(*where, key))
    elif isinstance(value, str) and (" " in value or where[-1] in ("description", "summary") or "license" in where):
        yield where, value


def test_texts_of_the_document_are_in_the_language_that_is_asked_for(client):
    english, french = (
        dict(texts_of(client.get("/api/v1/openapi.json", {"language": language}).json())) for language in ("en", "fr")
    )

    assert english.keys() == french.keys()
    assert [text for where, text in english.items() if french[where] == text] == []
    assert len(english) > 200


def test_the_licence_is_that_of_the_page_in_the_same_language(client):
    for language in ("en", "fr"):
        address = document.of_language(language)["info"]["license"]["url"]
        assert address == f"{settings.SITE_ADDRESS}/{language}/api/#licence"


def test_the_document_is_the_same_whoever_asks_first(client):
    said = []
    for first in ("en", "fr"):
        for kept in (document.of_language, document.parameters_of, document._document):
            kept.cache_clear()
        assert client.get("/api/v1/openapi.json", {"language": first}).status_code == 200
        said.append([document.of_language(language) for language in ("en", "fr")])

    assert said[0] == said[1]
    assert said[0][0]["servers"] == [{"url": settings.SITE_ADDRESS}]


def test_no_generated_request_is_a_fault_of_ours(client, described):
    """A hundred requests, always the same. tools/try_api.py sends thousands."""
    make_drug()
    make_term()
    make_service(at=[make_location()], areas=["canada"])
    statuses = []

    for operation in schemathesis.openapi.from_dict(described).get_all_operations():
        send_some(client, operation.ok().as_strategy(), statuses)

    assert len(statuses) >= 100
    assert max(statuses) < 500 and min(statuses) == 200


def send_some(client, cases, statuses):
    @seed(20261123)
    @hypothesis_settings(max_examples=9, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def send(case):
        query = urlencode(case.query or {}, doseq=True)
        statuses.append(client.generic(case.method, case.formatted_path, QUERY_STRING=query).status_code)

    send()
