from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import F
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.urls import path
from django.utils.translation import gettext_lazy as _

from publishing.lost_updates import LostUpdateMixin
from publishing.roles import ADMINISTRATOR, ROLES, roles_of

from .models import User
from .views import choose_language

# Roles come from publishing/roles.py, not from here.
admin.site.unregister(Group)


class RolesField(ModelMultipleChoiceField):
    """The roles of a person, each with its duty."""

    widget = CheckboxSelectMultiple

    def label_from_instance(self, group):
        role = ROLES[group.name]
        return f"{role.label} – {role.duty}"


class UserForm(LostUpdateMixin, UserChangeForm):
    groups = RolesField(Group.objects.filter(name__in=ROLES).order_by("pk"), label=_("Roles"), required=False)


@admin.register(User)
class DeskUserAdmin(UserAdmin):
    """People are never deleted, since the history names them: their account is closed instead."""

    form = UserForm
    actions = None
    list_display = ["username", "first_name", "last_name", "email", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email", "language"]}),
        (_("What they may do"), {"fields": ["is_active", "groups"]}),
        (None, {"fields": ["seen_counter"], "classes": ["hidden"]}),
    ]

    def get_urls(self):
        # For everybody at the desk, whatever their roles.
        own = [path("language/", self.admin_site.admin_view(choose_language), name="accounts_user_language")]
        return own + super().get_urls()

    def _may_manage(self, request, obj=None):
        """Administrators manage accounts, but a superuser's account is managed by superusers alone."""
        if ADMINISTRATOR not in roles_of(request.user):
            return False
        return request.user.is_superuser or obj is None or not obj.is_superuser

    has_view_permission = has_change_permission = _may_manage

    def has_module_permission(self, request):
        return self._may_manage(request)

    def has_add_permission(self, request):
        return self._may_manage(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        user = super().get_object(request, object_id, from_field)
        # The form of an account is saved in a transaction; setting a password is not, and overwrites nothing else.
        if user and request.method == "POST" and connection.in_atomic_block:
            return User.objects.select_for_update().get(pk=user.pk)
        return user

    def save_model(self, request, obj, form, change):
        """Everybody with an account here works at the desk."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)
        if change:
            User.objects.filter(pk=obj.pk).update(edit_counter=F("edit_counter") + 1)

    def lookup_allowed(self, lookup, value, request):
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)
