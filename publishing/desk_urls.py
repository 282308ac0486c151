"""Addresses of the desk that belong to no kind of page."""

from django.contrib import admin
from django.urls import path

from .link_targets import link_targets

urlpatterns = [path("link-targets/", admin.site.admin_view(link_targets), name="link_targets")]
