"""A site of one page for the map's tests: a list of services that a test names, and the map before it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import translation

from locator.distance import Point
from locator.map import map_of
from locator.places import by_key

PAGE = """{% load static %}<!doctype html>
<html lang="{{ language }}-CA"><head><meta charset="utf-8"><title>Services</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{% static "icons/favicon.svg" %}">
{% for sheet in sheets %}<link rel="stylesheet" href="{% static sheet %}">{% endfor %}
</head><body><main class="wrap plain"><h1>Services</h1>
{% include "locator/_map.html" %}
<h2>The list</h2>
<ol>{% for service in services %}{% with number=forloop.counter point=service.point %}
<li class="result" id="result-{{ number }}" data-number="{{ number }}"{% if point %}
  data-latitude="{{ point.latitude|stringformat:".4f" }}"
  data-longitude="{{ point.longitude|stringformat:".4f" }}"{% endif %}>
<h3><a href="/{{ number }}/">{{ service.name }}</a></h3><p class="where">{{ service.where }}</p>
</li>{% endwith %}{% endfor %}</ol>
</main><script type="module" src="{% static "js/services-map.js" %}"></script></body></html>"""
SHEETS = [
    *("css/tokens.css", "css/base.css", "css/layout.css", "css/components/pieces.css"),
    *("css/components/frame.css", "css/components/text.css", "css/components/services-map.css"),
]

# What the page shows: a test fills it.
SERVICES = []


@dataclass(frozen=True)
class Service:
    name: str
    point: Point | None
    where: str


def show(*services):
    """Let the page list these, each a name with degrees north and west, or a name with None."""
    SERVICES[:] = [
        Service(name, degrees and Point(*degrees), f"{number} km away, Main Street")
        for number, (name, degrees) in enumerate(services, start=1)
    ]


def page(request, language):
    shown = map_of([service.point for service in SERVICES], place=by_key("quebec-qc"), language=language)
    context = {"language": language, "services": SERVICES, "map": shown, "sheets": SHEETS}
    with translation.override(language):
        return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def answer(request, **named):
    return HttpResponse("Here")


urlpatterns = [
    # Every request is compared with the desk's address.
    path("admin/", include(([path("", answer, name="index")], "admin"))),
    path("<int:number>/", answer),
    path("<slug:language>/", page),
]
