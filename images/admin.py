from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing.fact_admin import FactRecordAdmin
from publishing.permissions import may_correct, may_keep, may_read

from . import files
from .containers import Refused
from .forms import PictureForm, make_safe_once
from .making_safe import SMALLEST_WIDTH
from .models import Picture
from .uses import versions_with

MOST_CHOICES = 30
LONGEST_QUESTION = 200
THUMBNAIL_WIDTH = 96
PREVIEW_WIDTH = 280


@admin.register(Picture)
class PictureAdmin(FactRecordAdmin):
    form = PictureForm
    list_display = ["thumbnail", "name", "alternative", "size", "edited_at"]
    list_display_links = ["name"]
    search_fields = ["name", "alt_en", "alt_fr", "caption_en", "caption_fr"]
    change_form_template = "admin/images/picture/change_form.html"
    record_fieldsets = [
        (None, {"fields": ["name"]}),
        (gettext_lazy("What it says to who cannot see it"), {"fields": ["is_decorative", "alt_en", "alt_fr"]}),
        (gettext_lazy("Under the picture"), {"fields": ["caption_en", "caption_fr", "credit_en", "credit_fr"]}),
    ]

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, picture):
        # Its words stand beside it in the row.
        return format_html(
            '<img src="{}" alt="" width="{}" height="{}" loading="lazy">',
            picture.address(SMALLEST_WIDTH),
            THUMBNAIL_WIDTH,
            picture.height_at(THUMBNAIL_WIDTH),
        )

    @admin.display(description=gettext_lazy("alternative text"))
    def alternative(self, picture):
        return picture.alternative

    @admin.display(description=gettext_lazy("size"))
    def size(self, picture):
        return f"{picture.width} × {picture.height}"

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj) or (obj and obj.is_vouched_for):
            return fieldsets
        return [(None, {"fields": ["name", "file"]}), *fieldsets[1:]]

    def has_change_permission(self, request, obj=None):
        if obj and obj.is_vouched_for:
            return may_correct(request.user, Picture)
        return super().has_change_permission(request, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and may_keep(request.user, Picture):
            self._make_safe_ahead(request)
        with files.or_nothing():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _make_safe_ahead(self, request):
        """Before the transaction begins: nobody else's writing waits for a second of work on a picture."""
        try:
            if "file" in request.FILES:
                make_safe_once(request.FILES["file"])
        except Refused:
            # The form asks again, and says why.
            pass

    def save_model(self, request, obj, form, change):
        if not change:
            obj.added_by = request.user
        if form.cleaned_data.get("file"):
            obj.take(form.cleaned_data["file"])
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk:
            context |= {
                "picture": obj,
                "preview": {
                    "address": obj.address(SMALLEST_WIDTH),
                    "width": PREVIEW_WIDTH,
                    "height": obj.height_at(PREVIEW_WIDTH),
                },
                "versions": versions_with(obj),
                "is_vouched_for": obj.is_vouched_for,
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(self, request, object_id, extra_context=None):
        picture = self.get_object(request, object_id)
        if picture and self.has_delete_permission(request, picture) and picture.uses.exists():
            return self._refuse_to_delete(request, picture)
        # A text that begins to show it at this very moment waits for the row’s lock, or is seen once that is held.
        return super().delete_view(request, object_id, extra_context)

    def _refuse_to_delete(self, request, picture):
        messages.error(request, _("“%(name)s” stands in the texts listed below, so it stays.") % {"name": picture})
        return HttpResponseRedirect(reverse("admin:images_picture_change", args=[picture.pk]))

    def get_urls(self):
        choices = self.admin_site.admin_view(never_cache(self.choices_view))
        return [path("choices/", choices, name="images_picture_choices"), *super().get_urls()]

    @method_decorator(require_safe)
    def choices_view(self, request):
        """The newest pictures, or those that a word is found in, as JSON for the editor's dialog."""
        if not may_read(request.user, Picture):
            raise PermissionDenied
        found = list(_matching(request.GET.get("q", "")[:LONGEST_QUESTION])[: MOST_CHOICES + 1])
        pictures = [_choice(picture) for picture in found[:MOST_CHOICES]]
        return JsonResponse({"pictures": pictures, "more": len(found) > MOST_CHOICES})


def _matching(words):
    pictures = Picture.objects.all()
    for word in words.split()[:10]:
        in_any = [Q(**{f"{name}__icontains": word}) for name in PictureAdmin.search_fields]
        pictures = pictures.filter(Q(*in_any, _connector=Q.OR))
    return pictures


def _choice(picture):
    return {
        "id": picture.pk,
        "name": picture.name,
        "alt": picture.alternative,
        "src": picture.address(SMALLEST_WIDTH),
        "width": picture.width,
        "height": picture.height,
    }
