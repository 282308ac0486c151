"""What the desk calls a page of which it knows the kind, the number and the language: all of a list at once."""

from collections import defaultdict

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst

from publishing.languages import Language
from publishing.references import versions_of_kinds

from .answers import SERVICES


def kind_name(kind):
    versions = versions_of_kinds().get(kind)
    return capfirst((versions or apps.get_model(kind))._meta.verbose_name)


def names_of(pages):
    """{(kind, page, language): its name, or "" for what readers cannot have}: a query for each kind."""
    titles = {key: title for kind, numbers in _by_kind(pages).items() for key, title in _titles(kind, numbers)}
    return {page: titles.get(page, "") for page in pages}


def number_as_name(kind, page):
    return f"{kind_name(kind)} {page}"


def _titles(kind, numbers):
    """((kind, page, language), title) of what is live. A story is known by its number alone."""
    versions = versions_of_kinds().get(kind)
    if versions:
        live = versions.objects.live().filter(page__in=numbers).values_list("page", "language", "title")
        return [((kind, str(page), language), title) for page, language, title in live]
    if kind != SERVICES:
        return []
    services = apps.get_model(kind).objects.filter(pk__in=numbers)
    return [((kind, str(service.pk), language), str(service)) for service in services for language in Language.values]


def _by_kind(pages):
    numbers = defaultdict(set)
    for kind, page, _language in pages:
        numbers[kind].add(page)
    return numbers


def desk_address(record_kind, record):
    """Where the desk opens a version or a service."""
    return reverse(f"admin:{record_kind.replace('.', '_')}_change", args=[record])
