"""The routes of the site, an address for each error that no address of a sound site leads to, and what forms answer."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from cancerinfo import urls as site
from cancerinfo import views

from .forms_sent import answer

handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500

ERRORS = {"400": SuspiciousOperation, "403": PermissionDenied, "500": RuntimeError}


def fail(request, name):
    if name == "csrf":
        return views.csrf_failure(request)
    raise ERRORS[name]


urlpatterns = [
    *i18n_patterns(path("errors/<name>/", fail), path("answers/<slug:name>/", answer, name="answer")),
    *site.urlpatterns,
]
