"""The filters above the lists of records. None of them counts, and each answers from an index or one pass."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .categories import Category
from .choices import Province
from .locations import Address
from .record_search import at, with_addresses
from .services import FRESH, ServiceAtLocation, ServiceCategory

MOST_SOURCES = 30
NONE = "none"


class VerifiedFilter(admin.SimpleListFilter):
    title = _("last verified")
    parameter_name = "verified"

    def lookups(self, request, model_admin):
        return [("fresh", _("in the last six months")), ("ageing", _("longer ago")), ("never", _("never"))]

    def queryset(self, request, queryset):
        limit = timezone.localdate() - FRESH
        match self.value():
            case "fresh":
                return queryset.filter(verified_on__gte=limit)
            case "ageing":
                return queryset.filter(verified_on__lt=limit)
            case "never":
                return queryset.filter(verified_on__isnull=True)
        return queryset


class KindFilter(admin.SimpleListFilter):
    """By kind of help, with the kinds that belong to it."""

    title = _("kind of help")
    parameter_name = "kind"
    template = "admin/locator/filter.html"

    def lookups(self, request, model_admin):
        self.tree = tree_of_kinds()
        indented = [(str(kind.pk), "\u2003" * depth + str(kind)) for kind, depth in self.tree]
        return [*indented, (NONE, _("none chosen"))]

    def queryset(self, request, queryset):
        if self.value() == NONE:
            return queryset.filter(~Exists(ServiceCategory.objects.filter(service=OuterRef("pk"))))
        if not self.value():
            return queryset
        wanted = with_those_below(self.value(), self.tree)
        return queryset.filter(pk__in=ServiceCategory.objects.filter(category__in=wanted).values("service"))


class ProvinceFilter(admin.SimpleListFilter):
    title = _("province or territory")
    parameter_name = "province"
    template = "admin/locator/filter.html"

    def lookups(self, request, model_admin):
        return Province.choices

    def queryset(self, request, queryset):
        if self.value() not in Province:
            return queryset
        return queryset.filter(self.condition(Address.objects.filter(province=self.value())))

    def condition(self, addresses):
        return with_addresses(addresses)


class ServiceProvinceFilter(ProvinceFilter):
    def condition(self, addresses):
        return at(addresses)


class SourceFilter(admin.SimpleListFilter):
    title = _("source")
    parameter_name = "source"

    def lookups(self, request, model_admin):
        sources = model_admin.model.objects.order_by("source").exclude(source="")
        named = sources.values_list("source", flat=True).distinct()[:MOST_SOURCES]
        return [*((source, source) for source in named), (NONE, _("none written down"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(source="" if self.value() == NONE else self.value())


class ConfidentialFilter(admin.SimpleListFilter):
    """Of services: whether they are given at a confidential location."""

    title = _("confidential location")
    parameter_name = "confidential"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        links = ServiceAtLocation.objects.filter(service=OuterRef("pk"), location__is_confidential=True)
        return queryset.filter(Exists(links) if self.value() == "yes" else ~Exists(links))


def tree_of_kinds():
    """[(kind, how deep it lies)], each followed by those that belong to it. One query."""
    below = {}
    for kind in Category.objects.order_by("position", "code"):
        below.setdefault(kind.parent_id, []).append(kind)
    tree, waiting = [], [(kind, 0) for kind in reversed(below.get(None, []))]
    while waiting:
        kind, depth = waiting.pop()
        tree.append((kind, depth))
        waiting += [(lower, depth + 1) for lower in reversed(below.get(kind.pk, []))]
    return tree


def with_those_below(pk, tree):
    """The ids of a kind, given as text, and of all that belong to it."""
    wanted, limit = [], None
    for kind, depth in tree:
        if limit is not None and depth <= limit:
            break
        if str(kind.pk) == pk:
            limit = depth
        if limit is not None:
            wanted.append(kind.pk)
    return wanted
