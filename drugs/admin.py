from django.contrib import admin
from django.utils.text import capfirst

from cancers.choices import cancer_field
from publishing.admin import PartInline, VersionAdmin
from publishing.choices import ListedChoiceField

from . import views
from .anatomy import ANATOMY
from .models import DrugName, DrugSource, DrugType, DrugUse, DrugVersion, Giving, SideEffect


class TypeInline(PartInline):
    model = DrugType
    fields = [("name", "position"), "note"]


class NameInline(PartInline):
    model = DrugName
    fields = [("name", "position"), ("kind", "type", "no_longer_sold")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("type")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A name belongs to a type of its own version."""
        if db_field.name == "type":
            types = DrugType.objects.filter(version=request.resolver_match.kwargs["object_id"])
            return ListedChoiceField(
                types,
                labels=dict(types.values_list("pk", "name")),
                label=capfirst(db_field.verbose_name),
                help_text=db_field.help_text,
                required=False,
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class UseInline(PartInline):
    model = DrugUse
    fields = [("cancer", "position"), ("qualifier", "name"), "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("cancer").prefetch_related("cancer__versions")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "cancer":
            return cancer_field(label=capfirst(db_field.verbose_name))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class GivingInline(PartInline):
    model = Giving
    fields = [("route", "position"), "for_types", "schedule"]


class SideEffectInline(PartInline):
    model = SideEffect
    fields = [("effect", "position"), ("how_often", "call_now"), "what_to_do"]


class SourceInline(PartInline):
    model = DrugSource
    fields = [("title", "position"), "publisher", ("url", "read_on")]


@admin.register(DrugVersion)
class DrugVersionAdmin(VersionAdmin):
    inlines = [TypeInline, NameInline, UseInline, GivingInline, SideEffectInline, SourceInline]
    first_fieldset = (None, {"fields": ["title", "slug", "pronunciation", "summary"]})

    def show(self, request, version, *, at, is_preview):
        whole = DrugVersion.objects.with_parts(language=version.language, at=at).get(pk=version.pk)
        return views.show(request, whole, at=at, is_preview=is_preview)

    def get_middle_fieldsets(self):
        return [(part.heading, {"fields": [part.text], "classes": ["collapse"]}) for part in ANATOMY if part.text]
