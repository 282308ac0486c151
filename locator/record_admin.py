"""The records of the locator at the desk: lists that stay fast, pages that are saved as one change, their history."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from publishing.fact_admin import FactRecordAdmin

from . import history_pages
from .changed_by import changed_by
from .paging import COUNTED, CappedPaginator, RecordList
from .record_rows import NothingElseGone

BY_NAME = ("name_en", "name_fr", "pk")


class RecordAdmin(NothingElseGone, FactRecordAdmin):
    """Base of the records: what is saved on one page is one change of one record and its rows."""

    paginator = CappedPaginator
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    change_form_template = "admin/locator/change_form.html"
    delete_confirmation_template = "admin/locator/delete.html"
    list_max_show_all = 0
    # {the column a list is ordered by: all columns of the index that keeps this order}
    orders = {
        "name_en": BY_NAME,
        "-name_en": tuple(f"-{column}" for column in BY_NAME),
        "edited_at": ("edited_at", "pk"),
        "-edited_at": ("-edited_at", "-pk"),
    }

    class Media:
        css = {"all": ["css/desk-services.css"]}
        js = [forms.Script("js/desk/choice-labels.js", type="module")]

    def get_changelist(self, request, **options):
        return RecordList

    @admin.display(description=gettext_lazy("name"), ordering="name_en")
    def name(self, record):
        return str(record)

    # Saving: the page is one change, and a page on which nothing was changed writes nothing.

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with changed_by(request):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.save_links(form)
        if change and (form.has_changed() or any(formset.has_changed() for formset in formsets)):
            self.save_changed(request, form)

    def save_links(self, form):
        """What hangs on a record and is no row on its page."""

    def save_changed(self, request, form):
        super().save_model(request, form.instance, form, change=True)

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        shown = super().get_inline_formsets(request, formsets, inline_instances, obj)
        for rows in shown:
            if rows.formset.initial_form_count():
                # What is there is in sight; only what is empty is folded away.
                rows.classes = ""
        return shown

    # Deleting: refused in a sentence where something depends on the record.

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record and self.has_delete_permission(request, record) and (reason := what_depends_on(record)):
            return self._refuse_to_delete(request, record, reason)
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        try:
            with changed_by(request):
                return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            return self._refuse_to_delete(request, record, what_depends_on(record))

    def _refuse_to_delete(self, request, record, reason):
        sentence = _("This stays, because other records need it: %(what)s. Change these first.") % {"what": reason}
        messages.error(request, sentence)
        return HttpResponseRedirect(reverse(f"admin:{self._url_name('change')}", args=[record.pk]))

    def get_deleted_objects(self, objs, request):
        """Its rows go with it, and are not listed one by one."""
        return [str(record) for record in objs], {}, set(), []

    # History.

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = self._pk_or_404(object_id)
        newest = history_pages.newest_state(self.model, pk)
        if newest is None:
            raise Http404
        entries, is_cut = history_pages.timeline(self.model, pk)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("History"),
            "original": newest.instance,
            "object_id": pk,
            "is_deleted": newest.history_type == "-",
            "entries": entries,
            "is_cut": is_cut,
        }
        return TemplateResponse(request, "admin/locator/history.html", context)

    def _pk_or_404(self, object_id):
        try:
            return self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            raise Http404 from None

    def _url_name(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def _wrap(self, view):
        return self.admin_site.admin_view(never_cache(view))


def what_depends_on(record):
    """Name in a few words the records that keep another one from being deleted; "" when there are none."""
    found = []
    for relation in record._meta.related_objects:
        if relation.on_delete is not models.PROTECT:
            continue
        rows = relation.related_model._default_manager.filter(**{relation.field.name: record.pk})
        if number := rows[: COUNTED + 1].count():
            found.append(f"{relation.related_model._meta.verbose_name_plural} ({up_to(number)})")
    return ", ".join(found)


def up_to(number):
    """A number as it is counted on lists: beyond 1,000 only that there are more."""
    return _("more than %(number)s") % {"number": COUNTED} if number > COUNTED else number
