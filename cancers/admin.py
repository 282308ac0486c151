from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.admin import PartInline, VersionAdmin

from . import views
from .models import CancerName, CancerSource, CancerVersion


class NameInline(PartInline):
    model = CancerName
    fields = [("name", "position")]


class SourceInline(PartInline):
    model = CancerSource
    fields = [("title", "position"), "publisher", ("url", "read_on")]


@admin.register(CancerVersion)
class CancerVersionAdmin(VersionAdmin):
    inlines = [NameInline, SourceInline]

    def show(self, request, version, **options):
        return views.show(request, version, **options)

    def get_middle_fieldsets(self):
        return [(_("Text"), {"fields": ["body"]})]
