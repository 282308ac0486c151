"""Kinds of help at the desk."""

from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from .record_admin import RecordAdmin


class CategoryAdmin(RecordAdmin):
    list_display = ["in_the_tree", "code", "position"]
    list_display_links = ["in_the_tree"]
    list_per_page = 200
    record_fieldsets = [
        (None, {"fields": [("name_en", "name_fr"), "parent", "position", "code"]}),
        (gettext_lazy("What people search for"), {"fields": [("words_en", "words_fr")]}),
        (gettext_lazy("About this record"), {"fields": ["source", "is_demonstration"]}),
    ]
    orders = {}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent")

    def get_ordering(self, request):
        # Each kind at the top, and then those that belong to it.
        return [
            Coalesce("parent__position", "position"),
            Coalesce("parent__code", "code"),
            F("parent").asc(nulls_first=True),
            "position",
            "code",
        ]

    @admin.display(description=gettext_lazy("kind of help"))
    def in_the_tree(self, category):
        return f"{category.parent} › {category}" if category.parent else str(category)
