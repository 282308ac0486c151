from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import F
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mail.models import Letter
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


class WhatBecameOfIt(admin.SimpleListFilter):
    title = _("what became of it")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", _("waiting")), ("given_up", _("given up")), ("delivered", _("delivered"))]

    def queryset(self, request, queryset):
        chosen = {
            "waiting": queryset.waiting,
            "given_up": queryset.given_up,
            "delivered": lambda: queryset.filter(delivered_at__isnull=False),
        }
        return chosen.get(self.value(), queryset.all)()


def outcome_of(letter):
    """What became of a letter, and when; of one that waits, when it is tried again."""
    if letter.delivered_at:
        return _("delivered"), letter.delivered_at
    if letter.forgotten_at:
        return _("forgotten"), letter.forgotten_at
    if letter.given_up_at:
        return _("given up"), letter.given_up_at
    return _("waiting"), letter.next_attempt_at


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """What became of letters. What they say and to whom is shown to nobody."""

    list_display = ["key", "outcome", "since", "last_problem", "attempts", "template", "language", "written_at"]
    list_display_links = None
    list_filter = [WhatBecameOfIt]
    search_fields = ["key"]
    ordering = ["-pk"]
    actions = ["try_again"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def get_urls(self):
        # A letter has no page of its own: its row says all that may be said.
        return [url for url in super().get_urls() if url.name == "mail_letter_changelist"]

    def get_queryset(self, request):
        # The list stands although a key was lost.
        return super().get_queryset(request).defer("content")

    def has_view_permission(self, request, obj=None):
        return ADMINISTRATOR in roles_of(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    @admin.display(description=_("what became of it"))
    def outcome(self, letter):
        return outcome_of(letter)[0]

    @admin.display(description=_("when"))
    def since(self, letter):
        return outcome_of(letter)[1]

    @admin.action(description=_("Try again to deliver the letters that were given up"))
    def try_again(self, request, queryset):
        count = queryset.try_again()
        self.message_user(
            request,
            ngettext("%(count)s letter is tried again.", "%(count)s letters are tried again.", count)
            % {"count": count},
        )
