"""The editors' desk: Django's admin under the site's own name."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class DeskSite(admin.AdminSite):
    site_title = _("CancerInfo desk")
    site_header = _("CancerInfo desk")
    index_title = _("What would you like to work on?")


class DeskConfig(AdminConfig):
    default_site = "publishing.desk_site.DeskSite"
