"""A reader reports a story. No cookie is kept: where the form comes from is asked instead, and its key is signed."""

from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing.senders import MOST_A_DAY, SenderTally, TooMany
from publishing.where_from import came_from_here, client_address

from .reading import text_shown
from .report_forms import ReportForm, new_key, read_key
from .reports import Report
from .story import Story
from .views import without_a_story


# Without a cookie there is no token to compare: came_from_here() asks the browser instead.
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, number):
    at = timezone.now()
    text = text_shown(number, at=at)
    if text is None or text.language != get_language():
        return without_a_story(request, number, text, at=at)
    if request.method != "POST":
        return _form(request, text, ReportForm())
    form, key = ReportForm(request.POST), read_key(request.POST.get("key", ""), number=number)
    refusal = _refusal(request, key)
    if refusal or not form.is_valid():
        return _form(request, text, form, refusal=refusal, signed=request.POST["key"] if key else "")
    try:
        return _kept(request, text, form, key, at=at)
    except TooMany:
        return _form(request, text, form, refusal=_too_many(), signed=request.POST["key"])


def _refusal(request, key):
    """A sentence on why nothing can be done with what was sent, or ""."""
    if not came_from_here(request):
        return _("Your browser does not say that you wrote this here. Please press “Send” once more.")
    if key is None:
        return _("This form is too old, or it was changed on its way. Please press “Send” once more.")
    if not Report.objects.filter(key=key).exists() and SenderTally.of(_sender(request)).is_full:
        return _too_many()
    return ""


def _too_many():
    return _(
        "Today, %(number)d reports came from your internet address, and we take no more. "
        "Please come back tomorrow, or write to us."
    ) % {"number": MOST_A_DAY}


def _form(request, text, form, *, refusal="", signed=""):
    context = {"text": text, "form": form, "refusal": refusal, "key": signed or new_key(text.story_id)}
    return render(request, "stories/report.html", context)


def _kept(request, text, form, key, *, at):
    with transaction.atomic():
        # Held: a story that is withdrawn at this very moment gets no more words.
        Story.objects.select_for_update().get(pk=text.story_id)
        if text_shown(text.story_id, at=timezone.now()) is None:
            return without_a_story(request, text.story_id, None, at=at)
        words = {name: form.cleaned_data[name] for name in ("reason", "text", "email")}
        _report, is_new = Report.objects.get_or_create(
            key=key, defaults={**words, "story": text.story, "language": get_language(), "at": at}
        )
        if is_new:
            SenderTally.count_one_of(_sender(request))
    return render(request, "stories/report_thanks.html", {"text": text, "will_answer": bool(words["email"])})


def _sender(request):
    # Apart from the stories that come from the same address.
    return f"report {client_address(request)}"
