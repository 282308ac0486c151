from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from publishing.models import Language

from .models import User


@require_POST
def choose_language(request):
    """Keep the language in which somebody wants the desk, and go back to where they were."""
    language = request.POST.get("language")
    if language not in Language:
        return HttpResponseBadRequest()
    User.objects.filter(pk=request.user.pk).update(language=language)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if is_ours else reverse("admin:index"))
