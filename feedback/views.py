"""A reader says whether a page was clear. No cookie is kept: where the form comes from is asked instead."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing.senders import SenderTally, TooMany
from publishing.where_from import came_from_here, client_address

from .answers import Answer, add_words
from .asking import About, WhyForm, read_key, sign_key

# Many people of one hospital share an address.
MOST_A_DAY = 40
CLEAR = {"yes": True, "no": False}


# Without a cookie there is no token to compare: came_from_here() asks the browser instead.
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request):
    """Take an answer from the end of a page, and lead to the thanks. Whoever only comes here is led home."""
    about, is_clear = About.read(request.POST.get("about", "")), CLEAR.get(request.POST.get("clear"))
    if request.method != "POST" or about is None or is_clear is None:
        return HttpResponseRedirect(reverse("home"))
    if not came_from_here(request):
        said = _("Your browser does not say that you answered this here. Please press once more.")
        return _not_kept(request, about, said, status=403)
    try:
        given = _keep(request, about, is_clear)
    except TooMany:
        said = _("Many answers came from your internet address today, and we take no more.")
        return _not_kept(request, about, said, status=429)
    return _to_thanks(given.key)


# The same.
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request):
    """Thank for an answer, and ask for words about it, which nobody has to write."""
    data = request.POST if request.method == "POST" else request.GET
    given = Answer.objects.filter(key=read_key(data.get("answer", ""))).first()
    if given is None:
        raise Http404
    if request.method != "POST":
        return _thanks(request, given, WhyForm())
    form = WhyForm(request.POST)
    if given.why:
        is_more = form.is_valid() and form.cleaned_data["why"] != given.why
        return _thanks(request, given, form, is_more=is_more)
    refusal = "" if came_from_here(request) else _not_from_here()
    if refusal or not form.is_valid():
        return _thanks(request, given, form, refusal=refusal)
    add_words(given.key, form.cleaned_data["why"])
    return _to_thanks(given.key)


@transaction.atomic
def _keep(request, about, is_clear):
    SenderTally.count_one_of(f"feedback {client_address(request)}", most=MOST_A_DAY)
    return Answer.give(about, is_clear=is_clear)


def _not_from_here():
    return _("Your browser does not say that you wrote this here. Please press “Send” once more.")


def _to_thanks(key):
    return HttpResponseRedirect(f"{reverse('feedback:thanks')}?{urlencode({'answer': sign_key(key)})}")


def _not_kept(request, about, refusal, *, status):
    context = {"about": about, "refusal": refusal, "may_press_again": status == 403}
    return render(request, "feedback/not_kept.html", context, status=status)


def _thanks(request, given, form, *, refusal="", is_more=False):
    context = {"given": given, "form": form, "refusal": refusal, "is_more": is_more, "answer": sign_key(given.key)}
    return render(request, "feedback/thanks.html", context)
