from django.contrib.auth.views import PasswordResetConfirmView
from django.db.models import F
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from publishing.models import Language

from .models import User


class ChooseAnotherPassword(PasswordResetConfirmView):
    """For open accounts alone: a link that was sent before the account was closed opens nothing later."""

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user and user.is_active else None


@require_POST
def choose_language(request):
    """Keep the language in which somebody wants the desk, and go back to where they were."""
    language = request.POST.get("language")
    if language not in Language:
        return HttpResponseBadRequest()
    # Counted like every change, so that a form of the account that is open elsewhere does not take it back.
    User.objects.filter(pk=request.user.pk).update(language=language, edit_counter=F("edit_counter") + 1)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if is_ours else reverse("admin:index"))
