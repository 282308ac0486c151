from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate


def desk_language(get_response):
    """At the desk, speak the language that the person chose, or the browser's. Public pages never ask who reads."""

    def respond(request):
        if not request.path_info.startswith(reverse("admin:index")):
            return get_response(request)
        if getattr(request.user, "language", ""):
            activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        response = get_response(request)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return respond
