from django.contrib.auth.decorators import user_passes_test
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing.languages import Language
from publishing.public import InOtherLanguage, public_page
from redirects.leading_on import lead_on

from . import news
from .not_found import offered
from .reading_language import in_language_asked, language_of, lead_to_language
from .styleguide import samples


@require_safe
def choose_language(request, page="home"):
    """An address without a language leads to the reader's own, as their browser asks for it. No cookie is kept."""
    return in_language_asked(request, HttpResponseRedirect(reverse(page)))


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
    """Last of all an old address may lead elsewhere: whatever the site has of its own comes before."""
    if request.path_info.startswith(reverse("admin:index")):
        return _error(request, "404.html", 404)
    led = lead_on(request) or lead_to_language(request)
    if led:
        return led
    language = language_of(request).value
    with override(language):
        if isinstance(exception, InOtherLanguage):
            text = exception.version
            context = {"text": text, "alternates": {Language(text.language): text}}
            return _error(request, "other_language.html", 404, context)
        return _error(request, "404.html", 404, offered(request, language=language))


def server_error(request):
    return _error(request, "500.html", 500)


def csrf_failure(request, reason=""):
    return _error(request, "403_csrf.html", 403)


def _error(request, template, status, context=None):
    """An error page in the language of the address that was asked for, or of the browser."""
    with override(language_of(request).value):
        return in_language_asked(request, render(request, template, context, status=status))
