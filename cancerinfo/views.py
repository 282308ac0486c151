from django.contrib.auth.decorators import user_passes_test
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_path, get_language_from_request, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing.public import public_page

from . import news
from .styleguide import samples


@require_safe
def choose_language(request, page="home"):
    """An address without a language leads to the reader's own, as their browser asks for it. No cookie is kept."""
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(reverse(page))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def health(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@public_page
def home(request):
    return render(request, "home.html", {"news": news.newest(get_language())})


@never_cache
@require_safe
@user_passes_test(lambda user: user.is_active and user.is_staff, login_url="admin:login")
def styleguide(request):
    return render(request, "styleguide.html", samples(get_language()))


def bad_request(request, exception):
    return _error(request, "400.html", 400)


def permission_denied(request, exception):
    return _error(request, "403.html", 403)


def page_not_found(request, exception):
    return _error(request, "404.html", 404)


def server_error(request):
    return _error(request, "500.html", 500)


def csrf_failure(request, reason=""):
    return _error(request, "403_csrf.html", 403)


def _error(request, template, status):
    """An error page in the language of the address that was asked for, or of the browser."""
    language = get_language_from_path(request.path_info) or get_language_from_request(request)
    with override(language):
        return render(request, template, status=status)
