"""Anybody tells what is wrong with a service. No cookie is kept: where the form comes from is asked instead."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing.senders import MOST_A_DAY, SenderTally, TooMany
from publishing.templatetags.languages import switch_to
from publishing.where_from import came_from_here, client_address

from .detail_views import detail
from .services import Service
from .showing import ShownService, shown
from .suggest_forms import FORMS, NewForm, new_key, read_key
from .suggested_fields import FIELDS, PLACE, standing
from .suggestions import SuggestedChange, Suggestion

NEW = "new"


@dataclass
class Asked:
    """A form as it is sent or asked for: about which service, and with what it was filled."""

    request: object
    form_class: type
    shown: ShownService | None
    before: dict
    signed: str = ""

    @property
    def about(self):
        return self.shown.service.pk if self.shown else NEW

    def form(self, data=None):
        return self.form_class(data, before=self.before)


# Without a cookie there is no token to compare: came_from_here() asks the browser instead.
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request, pk):
    service = shown([pk], in_full=True).get(pk)
    if service is None:
        return _without_a_service(request, pk)
    chosen = (request.POST if request.method == "POST" else request.GET).get("tell")
    if chosen not in FORMS:
        return _page(request, "suggest_choice", service, {})
    return _answer(Asked(request, FORMS[chosen], service, standing(service, language=get_language())))


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_new(request):
    return _answer(Asked(request, NewForm, None, {}))


def _answer(asked):
    request = asked.request
    if request.method != "POST":
        return _form(asked, asked.form())
    read = read_key(request.POST.get("key", ""), about=asked.about)
    if read:
        asked.before, asked.signed = _before(read[1], asked.before), request.POST["key"]
    form, refusal = asked.form(request.POST), _refusal(request, read)
    if refusal or not form.is_valid():
        return _form(asked, form, refusal=refusal)
    try:
        is_kept = _keep(asked, form, read[0])
    except TooMany:
        return _form(asked, form, refusal=_too_many())
    if not is_kept:
        return _without_a_service(request, asked.about)
    context = {"will_answer": bool(form.cleaned_data["sender_email"]), "here": _("Thank you for telling us")}
    return _page(request, "suggest_thanks", asked.shown, context)


def _before(read, now):
    """What stood in the form that somebody read, whatever was changed since; but of no place that is now secret."""
    return {name: text for name, text in read.items() if not name.startswith(PLACE) or name in now}


def _refusal(request, read):
    """A sentence on why nothing can be done with what was sent, or ""."""
    if not came_from_here(request):
        return _("Your browser does not say that you wrote this here. Please press “Send” once more.")
    if read is None:
        return _("This form is too old, or it was changed on its way. Please press “Send” once more.")
    if not Suggestion.objects.filter(key=read[0]).exists() and SenderTally.of(_sender(request)).is_full:
        return _too_many()
    return ""


def _too_many():
    return _(
        "Today, %(number)d suggestions came from your internet address, and we take no more. "
        "Please come back tomorrow, or write to us."
    ) % {"number": MOST_A_DAY}


@transaction.atomic
def _keep(asked, form, key):
    """Keep what was sent, once, and return whether the service that it is about is still there."""
    if asked.shown and not _is_still_there(asked.about):
        return False
    words = {"kind": form.kind, "service_id": asked.shown and asked.about, "language": get_language()}
    suggestion, is_new = Suggestion.objects.get_or_create(key=key, defaults={**words, **form.about_the_sender()})
    if is_new:
        SenderTally.count_one_of(_sender(asked.request))
        SuggestedChange.objects.bulk_create(_changes(suggestion, form))
    return True


def _is_still_there(pk):
    # Held: a service that is taken away at this very moment gets no more suggestions.
    return Service.objects.select_for_update().public().filter(pk=pk).exists()


def _changes(suggestion, form):
    for field, place, before, after in form.changes():
        yield SuggestedChange(
            suggestion=suggestion,
            field=field,
            place=place,
            language=suggestion.language if FIELDS[field].is_told else "",
            before=before,
            after=after,
        )


def _form(asked, form, *, refusal=""):
    key = asked.signed or new_key(asked.about, asked.before)
    here = form.kind.label if asked.shown else _("Tell us about a service")
    context = {"form": form, "refusal": refusal, "key": key, "kind": form.kind, "here": here}
    return _page(asked.request, "suggest", asked.shown, context)


def _page(request, name, service, context):
    shared = {"shown": service, "switch": _other_language(service, context), "here": _("Is something wrong?")}
    return render(request, f"locator/{name}.html", shared | context)


def _other_language(service, context):
    """The same form in the other language, as it is before anything is typed."""
    if service is None:
        return switch_to(lambda: reverse("locator:suggest_new"))
    tell = f"?tell={context['kind']}" if "kind" in context else ""
    return switch_to(lambda: reverse("locator:suggest", args=[service.service.pk]) + tell)


def _without_a_service(request, pk):
    """What its own page says: that it has ended, or that there is none."""
    if request.method == "POST":
        return HttpResponseRedirect(reverse("locator:detail", args=[pk]))
    return detail(request, pk)


def _sender(request):
    # Apart from the stories that come from the same address.
    return f"suggestion {client_address(request)}"
