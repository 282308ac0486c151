"""What the two lists of the desk share: nobody adds, changes or deletes a row, and a page of the list is cut here."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from publishing.languages import OWN_NAMES, Language
from publishing.roles import LOCATOR_EDITOR, PAGE_ROLES, roles_of

from .names import kind_name

ON_A_PAGE = 50


class ReadOnlyAdmin(admin.ModelAdmin):
    """For who works on pages, and who keeps services."""

    actions = None

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return bool(roles_of(request.user).intersection([*PAGE_ROLES, LOCATOR_EDITOR]))

    def _never(self, request, obj=None):
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never

    def wrapped(self, view):
        return self.admin_site.admin_view(never_cache(view))

    def refuse_others(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied

    def context(self, request, **more):
        return self.admin_site.each_context(request) | {"opts": self.opts} | more


class Choice:
    """A filter of a list: a name in the address, and the values that it takes, with their labels."""

    def __init__(self, request, name, label, choices):
        self.name, self.label, self.choices = name, label, choices
        asked = request.GET.get(name, "")
        self.value = asked if asked in dict(choices) else choices[0][0]


def language_choice(request):
    return Choice(
        request, "language", _("Language"), [("", _("both languages")), *((code, OWN_NAMES[code]) for code in Language)]
    )


def kind_choice(request, kinds):
    names = sorted(((kind, kind_name(kind)) for kind in kinds), key=lambda pair: pair[1])
    return Choice(request, "kind", _("Kind"), [("", _("all kinds")), *names])


def page_of(rows, request):
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))


def address_without_page(request):
    """What comes after “?” in the addresses of the other pages of the same list."""
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()
