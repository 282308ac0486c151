from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.admin import PartInline, VersionAdmin

from . import views
from .models import TermName, TermVersion


class NameInline(PartInline):
    model = TermName
    fields = [("name", "match_case", "position")]


@admin.register(TermVersion)
class TermVersionAdmin(VersionAdmin):
    inlines = [NameInline]
    first_fieldset = (None, {"fields": ["title", "slug", "pronunciation", "definition"]})

    def show(self, request, version, **options):
        return views.show(request, version, **options)

    def get_middle_fieldsets(self):
        return [(_("In other pages"), {"fields": ["policy", "match_case"]})]
