"""Sending a story: one address that shows the form, the answers to check, and the thanks. It keeps no cookie."""

import json
import uuid

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from images.models import TemporaryUpload
from publishing.senders import MOST_A_DAY, MOST_PHOTOS_A_DAY, SenderTally, TooMany
from publishing.where_from import came_from_here, client_address

from .form_tokens import FormToken
from .rules import danger_in
from .sending import send
from .share_forms import ShareForm
from .wordings import TAKING_BACK

# How much of what is far too long is still read, and how much at once.
MOST_READ, PART = 50_000_000, 65_536


# Without a cookie there is no token to compare: came_from_here() asks the browser instead.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request):
    now, language = timezone.now(), get_language()
    new = FormToken.new(language, now=now)
    if request.method != "POST":
        return _form_page(request, ShareForm(), new, is_new=True)
    try:
        posted = request.POST
    except RequestDataTooBig:
        return _too_big(request)
    token = FormToken.read(posted.get("token", ""))
    if not came_from_here(request):
        return _from_elsewhere(request, posted, token or new)
    if posted.get("step") == "edit":
        return _form_page(request, ShareForm.filled_with(posted), token or new)
    return _checked(request, ShareForm(posted, request.FILES), token, new, now=now)


def _checked(request, form, token, new, *, now):
    """Everything is right: on to the next page. Otherwise the form comes back, with all that was typed."""
    known = token or new
    has_other_words = not known.has_wordings_of(form.language)
    if has_other_words:
        form.ask_for_consents_again()
    is_valid = form.is_valid()
    _settle_photo(request, form)
    is_sending = request.POST.get("step") == "send"
    if form.photo_is_gone and not (is_valid and is_sending):
        form.miss_photo()
    if form.errors:
        said = _("The words that you agree to have changed. Please read them, and tick them again.")
        return _form_page(request, form, known.renewed(form.language, now=now), said if has_other_words else "")
    if token and token.is_hasty(now=now):
        said = _("That was quick. Please look your answers over once more, then press the button again.")
        return _form_page(request, form, token.renewed(form.language, now=now), said)
    if not is_sending:
        return _check_page(request, form, known)
    if token is None or token.is_stale(now=now):
        said = _("This page was open for a long time. Please look your answers over once more, then send them.")
        return _check_page(request, form, known.renewed(form.language, now=now), said)
    return _sent(request, form, token)


def _settle_photo(request, form):
    """Keep the photo that was chosen, unless its sender chose too many today."""
    if form.cleaned_data.get("photo"):
        tally = SenderTally.of(f"photo {client_address(request)}")
        if tally.number >= MOST_PHOTOS_A_DAY:
            form.refuse_photo()
        tally.count()
    form.settle_photo()


def _sent(request, form, token):
    upload = form.upload
    if form.photo_is_gone:
        # A story that is here already has taken it over; `send` finds out.
        upload = TemporaryUpload(name=form.carried_photo)
    try:
        story = _keep(form.answers(), form_key=_key_of(form, token), upload=upload, address=client_address(request))
    except TemporaryUpload.DoesNotExist:
        form.miss_photo()
        return _form_page(request, form, token)
    except TooMany:
        return _too_many(request, form, token)
    return render(request, "stories/thanks.html", {"is_urgent": story.is_urgent})


def _key_of(form, token):
    """The key of the form together with all answers that are not words: who goes back and changes only a consent, the
    address or the photo, and sends again, must not be answered with the story of before.
    """
    cleaned = form.cleaned_data
    cancer = cleaned["cancer"].pk if cleaned["cancer"] else None
    others = [form.language, cleaned["email"], sorted(cleaned["consents"]), cancer, form.carried_photo]
    return uuid.uuid5(token.key, json.dumps(others))


def _keep(answers, *, form_key, upload, address):
    """Keep a story, unless its sender has sent too many today. One that is here already is no further one."""
    with transaction.atomic():
        story, is_new = send(answers, form_key=form_key, upload=upload)
        if is_new:
            SenderTally.count_one_of(address)
    return story


def _form_page(request, form, token, said="", *, is_new=False, status=200, **more):
    context = {"form": form, "token": token.signed(), "said": said, "is_new": is_new, **_wordings(form), **more}
    return render(request, "stories/share.html", context, status=status)


def _check_page(request, form, token, said=""):
    context = {"form": form, "answers": form.answers(), "told": form.told(), "token": token.signed(), "said": said}
    return render(request, "stories/share_check.html", context | _wordings(form))


def _wordings(form):
    return {"taking_back": TAKING_BACK.text(form.language)}


def _from_elsewhere(request, posted, token):
    said = _(
        "Your browser did not tell us that this came from our own page, so nothing was done. Please press the button "
        "once more."
    )
    return _form_page(request, ShareForm.filled_with(posted), token, said, status=403)


def _too_many(request, form, token):
    said = _(
        "Today %(number)s stories came from your internet address, and that is as many as we take in a day. It may be "
        "shared with others, in a hospital for example. Nothing that you wrote is lost yet: copy it, and send it "
        "tomorrow, or write to us."
    ) % {"number": MOST_A_DAY}
    answers = form.answers()
    is_urgent = bool(danger_in(f"{answers.title}\n{answers.body}", answers.language))
    return _form_page(request, form, token, said, status=429, is_urgent=is_urgent)


def _too_big(request):
    # Read on, or the browser shows a broken connection and not this page.
    for _part in range(MOST_READ // PART):
        if not request.read(PART):
            break
    return render(request, "stories/share_too_big.html", status=413)
