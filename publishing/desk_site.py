"""The editors' desk: Django's admin under the site's own name."""

from functools import wraps

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpResponseRedirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _


class DeskSite(admin.AdminSite):
    site_title = _("CancerInfo desk")
    site_header = _("CancerInfo desk")
    index_title = _("What would you like to work on?")

    def get_urls(self):
        """Without Django's “view on site”, which would tell anybody on the staff the address of an unpublished text."""
        urls = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        # By name, because the models are not there yet when this module is read.
        return [path("", include("publishing.desk_urls")), *urls]

    def admin_view(self, view, cacheable=False):
        """Without questions that hold a NUL, which PostgreSQL cannot even look for: they are taken off the address."""
        answer = super().admin_view(view, cacheable)

        @wraps(answer)
        def without_nul(request, *args, **kwargs):
            if "%00" in request.META.get("QUERY_STRING", ""):
                return HttpResponseRedirect(request.path)
            return answer(request, *args, **kwargs)

        return without_nul

    def get_app_list(self, request, app_label=None):
        """One list of everything a person may work on; an app of one model each would say each name twice."""
        apps = super().get_app_list(request, app_label)
        if app_label or not apps:
            return apps
        everything = [model for app in apps for model in app["models"]]
        return [
            {
                "name": _("Everything you can work on"),
                "app_label": "desk",
                "app_url": reverse("admin:index"),
                "has_module_perms": True,
                "models": everything,
            }
        ]


class DeskConfig(AdminConfig):
    default_site = "publishing.desk_site.DeskSite"
