"""The cancers that a service is for, in a column of ours: their English addresses with commas between."""

from collections import defaultdict
from uuid import UUID

from cancers.models import Cancer
from locator.hsds.own import made_id
from locator.hsds.rows import is_given
from locator.models import ServiceCancer
from publishing.languages import Language
from publishing.models import Address

from .checking import CHUNK, Ready
from .mapped import Mapped
from .special_groups import Belongs

COLUMN = "cancers"
LINKS = Mapped("cancer", ServiceCancer, (Belongs("service_id", "service", "service", is_required=True),))


def links(ready):
    """Return Ready rows for the cancers that services name, and leave with these only the names that are unknown."""
    named = {one: _slugs(one) for one in ready if one.mapped.table == "service" and is_given(one.more.get(COLUMN))}
    if not named:
        return []
    pages = _pages({slug for slugs in named.values() for slug in slugs})
    there = _stored([one.id for one in named])
    found = []
    for one, slugs in named.items():
        one.more[COLUMN] = ",".join(slug for slug in slugs if slug not in pages) or None
        for cancer in {pages[slug] for slug in slugs if slug in pages} - there[one.id]:
            identity = UUID(made_id("service for a cancer", str(one.id), str(cancer)))
            found.append(Ready(LINKS, identity, {"service_id": one.id, "cancer_id": cancer}, {}, one.row))
    return found


def slugs_of_services():
    """{service: [English address of a cancer, …]}"""
    slugs = {page: slug for slug, page in _addresses().values_list("slug", "page_id")}
    found = defaultdict(list)
    for service, cancer in ServiceCancer.objects.order_by("cancer").values_list("service", "cancer"):
        if cancer in slugs:
            found[service].append(slugs[cancer])
    return found


def _slugs(one):
    return list(dict.fromkeys(slug.strip() for slug in str(one.more[COLUMN]).split(",") if slug.strip()))


def _addresses():
    # The first one that a page ever had: later ones lead on from it, and it does not change between two exports.
    return Address.objects.filter(kind=Cancer.kind(), language=Language.ENGLISH).order_by("-pk")


def _pages(slugs):
    return dict(_addresses().filter(slug__in=slugs).values_list("slug", "page_id"))


def _stored(services):
    found = defaultdict(set)
    for start in range(0, len(services), CHUNK):
        some = ServiceCancer.objects.filter(service__in=services[start : start + CHUNK])
        for service, cancer in some.values_list("service", "cancer"):
            found[service].add(cancer)
    return found
