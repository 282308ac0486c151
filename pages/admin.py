from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.admin import PartInline, VersionAdmin
from publishing.choices import ListedChoiceField, titles_of
from publishing.fact_admin import FactRecordAdmin

from . import views
from .models import MenuEntry, Notice, SitePage, SitePageSource, SitePageVersion


class SourceInline(PartInline):
    model = SitePageSource
    fields = [("title", "position"), "publisher", ("url", "read_on")]


@admin.register(SitePageVersion)
class SitePageVersionAdmin(VersionAdmin):
    inlines = [SourceInline]

    def show(self, request, version, **options):
        return views.show(request, version, **options)

    def get_middle_fieldsets(self):
        return [(_("Text"), {"fields": ["body"]})]


class LeadsToSitePage(FactRecordAdmin):
    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Site pages by their titles, read once."""
        if db_field.name != "page":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        return ListedChoiceField(
            SitePage.objects.all(),
            labels=titles_of(SitePageVersion),
            label=capfirst(db_field.verbose_name),
            help_text=db_field.help_text,
            required=False,
        )


@admin.register(MenuEntry)
class MenuEntryAdmin(LeadsToSitePage):
    list_display = ["__str__", "menu", "position"]
    list_filter = ["menu"]
    list_select_related = ["page"]
    record_fieldsets = [
        (None, {"fields": [("menu", "position")]}),
        (_("Where it leads"), {"fields": ["page", ("url_en", "url_fr")]}),
        (_("What it says"), {"fields": [("label_en", "label_fr")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("page__versions")


@admin.register(Notice)
class NoticeAdmin(LeadsToSitePage):
    list_display = ["__str__", "kind", "shows_from", "shows_until"]
    list_filter = ["kind"]
    record_fieldsets = [
        (None, {"fields": ["kind", ("shows_from", "shows_until")]}),
        (_("In English"), {"fields": ["title_en", "text_en"]}),
        (_("In French"), {"fields": ["title_fr", "text_fr"]}),
        (_("More about it"), {"fields": ["page"]}),
    ]
