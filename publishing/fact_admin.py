"""The desk of fact records: a plain form, protected against lost updates, and a history of every state."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from .lost_updates import LostUpdateMixin
from .permissions import may_keep, may_read


class FactRecordForm(LostUpdateMixin):
    """The form of a fact record."""


class FactRecordAdmin(admin.ModelAdmin):
    form = FactRecordForm
    actions = None
    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # Subclasses list their fieldsets here; the hidden counter is added for who may change something.
    record_fieldsets = ()

    def has_module_permission(self, request):
        return may_read(request.user, self.model)

    def has_view_permission(self, request, obj=None):
        return may_read(request.user, self.model)

    def _may_keep(self, request, obj=None):
        return may_keep(request.user, self.model)

    has_change_permission = has_delete_permission = _may_keep

    def has_add_permission(self, request):
        return may_keep(request.user, self.model)

    def get_fieldsets(self, request, obj=None):
        if not self.has_change_permission(request, obj):
            return self.record_fieldsets
        return [*self.record_fieldsets, (None, {"fields": ["seen_counter"], "classes": ["hidden"]})]

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record and request.method == "POST" and connection.in_atomic_block:
            # Read again under the row's lock: what is compared and saved below is what is stored.
            # Nothing, when somebody deleted it at this very moment.
            return self.model.objects.select_for_update().filter(pk=record.pk).first()
        return record

    def save_model(self, request, obj, form, change):
        obj.edited_by = obj._history_user = request.user
        obj.edit_counter += 1
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        obj._history_user = request.user
        super().delete_model(request, obj)

    def log_addition(self, request, obj, message):
        """Every state is kept in the record's own history, which says more than Django's log."""

    log_change = log_addition

    def log_deletions(self, request, queryset):
        """As above."""

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        states = self._states(object_id)
        if not states:
            raise Http404
        context = self.admin_site.each_context(request) | {
            "opts": self.model._meta,
            "title": _("History"),
            "original": states[0].instance,
            "object_id": object_id,
            "is_deleted": states[0].history_type == "-",
            "entries": list(_with_changes(states)),
        }
        return TemplateResponse(request, "admin/publishing/record_history.html", context)

    def _states(self, object_id):
        """The states of a record, of a deleted one too: its row is not asked for."""
        try:
            number = self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError:
            return []
        return list(self.model.history.filter(id=number).select_related("history_user")[:200])


def _with_changes(states):
    for state, older in zip(states, [*states[1:], None], strict=True):
        yield state, _changes(state, older)


def _changes(state, older):
    """[(field, before, after)] between two states of a record, the newer one first."""
    if older is None or state.history_type == "-":
        return []
    delta = state.diff_against(older, foreign_keys_are_objs=False, excluded_fields=["edited_by", "edited_at"])
    # Not of `state.instance`, which reads the record anew for each state.
    fields = state.instance_type._meta
    return [(fields.get_field(change.field).verbose_name, change.old, change.new) for change in delta.changes]
