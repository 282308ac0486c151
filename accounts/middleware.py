from django.urls import reverse
from django.utils.translation import activate


def desk_language(get_response):
    """At the desk, speak the language that the person chose. Public pages never ask who is reading."""

    def respond(request):
        if request.path_info.startswith(reverse("admin:index")) and getattr(request.user, "language", ""):
            activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return get_response(request)

    return respond
