"""What an author can do on their own page: each with its form, its move, and what the page says afterwards."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.workflow import MoveRefused

from .export import as_html, held_about
from .mine_forms import (
    AgreeForm,
    AnswerForm,
    ConsentsForm,
    CopyForm,
    CorrectionForm,
    DeclineForm,
    NewLinkForm,
    WithdrawForm,
)
from .workflow import AUTHOR

OVERVIEW, CORRECT, WITHDRAW = "stories/mine.html", "stories/mine/correct.html", "stories/mine/withdraw.html"


@dataclass(frozen=True)
class Deed:
    """`act` takes the request, the story and a valid form, and returns a response or None. Raises MoveRefused."""

    form: type
    move: str
    act: Callable
    done: Promise | str = ""
    template: str = OVERVIEW


def agree(request, story, form):
    story.agree(seen=form.cleaned_data["seen"])


def decline(request, story, form):
    story.decline(message=form.cleaned_data["message"])


def correct(request, story, form):
    story.correct(message=form.cleaned_data["message"], **form.words())


def answer(request, story, form):
    story.answer(message=form.cleaned_data["message"])


def change_consents(request, story, form):
    story.change_consents(form.cleaned_data["given"])


def replace_link(request, story, form):
    story.replace_link(by=AUTHOR)
    # The link in this page's address is dead now, so there is nowhere to lead on to.
    return render(request, "stories/mine/new_link.html")


def copy(request, story, form):
    story.export(by=AUTHOR)
    as_what = form.cleaned_data["as_what"]
    content, content_type, ending = COPIES[as_what](story)
    headers = {"Content-Disposition": f'attachment; filename="cancerinfo-{story.pk}.{ending}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def as_page(story):
    return as_html(held_about(story), get_language()), "text/html; charset=utf-8", "html"


def as_data(story):
    return json.dumps(held_about(story), indent=2, ensure_ascii=False), "application/json", "json"


def as_picture(story):
    photo = getattr(story, "photo", None)
    content = photo.content(photo.widths[-1]) if photo else None
    if content is None:
        raise MoveRefused(_("We have no photo of yours."))
    return content, "image/webp", "webp"


COPIES = {"html": as_page, "json": as_data, "photo": as_picture}


def withdraw(request, story, form):
    story.withdraw()


DEEDS = {
    deed.form.name: deed
    for deed in (
        Deed(AgreeForm, "agree", agree, _("Thank you. You agreed to the changes. The text now goes back to our team.")),
        Deed(
            DeclineForm,
            "decline",
            decline,
            _("You said no to the changes. Your own words now wait for our team again. We write to you."),
        ),
        Deed(
            CorrectionForm,
            "correct",
            correct,
            _("Thank you. Your new words have reached us. They wait for our team."),
            template=CORRECT,
        ),
        Deed(AnswerForm, "answer", answer, _("Your message has reached our team.")),
        Deed(ConsentsForm, "change_consents", change_consents, _("What you agree to is kept.")),
        Deed(NewLinkForm, "replace_link", replace_link),
        Deed(CopyForm, "export", copy),
        Deed(
            WithdrawForm,
            "withdraw",
            withdraw,
            _("You took your story back. Nothing of it is shown on this site any more."),
            template=WITHDRAW,
        ),
    )
}
# Pages of their own, for what needs room or a second thought: {step: deed}.
STEPS = {name: deed for name, deed in DEEDS.items() if deed.template != OVERVIEW}
