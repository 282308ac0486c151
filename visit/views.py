"""The visit sheet: one address that shows the form and, posted, the sheet. What is written is kept nowhere."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from publishing.form_fields import without_unseen
from publishing.public import public_page, unkept_page
from publishing.where_from import came_from_here

from .asked import MOST, Asked
from .choosing import parts_of, too_many
from .forms import DetailsForm
from .questions import ABOUT_A_DRUG, GENERAL, code_about
from .sheet import sheet_of

# How much of what is far too long is still read, and how much at once.
MOST_READ, PART = 50_000_000, 65_536


# Without a cookie there is no token to compare: came_from_here() asks the browser instead. The form is posted so that
# what a person writes about their health stands in no address, no log and no history.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    return _posted(request) if request.method == "POST" else _new(request)


@public_page
def _new(request):
    at = timezone.now()
    asked = Asked.linked(request.GET, language=get_language(), at=at)
    return _form(request, asked, DetailsForm(), parts_of(asked, at=at), is_new=True)


@unkept_page
def _posted(request):
    try:
        posted = request.POST
    except (RequestDataTooBig, TooManyFieldsSent):
        return _too_long(request)
    at, asked, typed = timezone.now(), Asked.posted(posted), _typed(posted)
    parts = parts_of(asked, at=at)
    if not came_from_here(request):
        # Another site could otherwise have its own words printed as a sheet of this one.
        said = _("Your browser does not say that you wrote this here. Please press the button once more.")
        return _form(request, asked, DetailsForm(initial=typed), parts, said=said, status=403)
    # Enter in a field asks for the sheet, too: what was only just typed to be looked for is looked up first.
    if posted.get("step") != "sheet" or any(part.is_news for part in parts):
        return _form(request, asked, DetailsForm(initial=typed), parts)
    return _sheet(request, asked, DetailsForm(typed), parts, at=at)


def _sheet(request, asked, details, parts, *, at):
    """The sheet; or the form again, with what is wrong beside it."""
    for part in parts:
        part.problem = too_many(part.kind) if asked.count(part.kind) > MOST[part.kind] else ""
    if not details.is_valid() or any(part.problem for part in parts):
        return _form(request, asked, details, parts)
    sheet = sheet_of(asked, details.own_questions, at=at)
    if sheet.is_empty:
        said = _("Nothing is on your sheet yet. Tick something, or write a question.")
        return _form(request, asked, details, parts, said=said)
    context = {"sheet": sheet, "details": details, "asked": asked, "at": at}
    return render(request, "visit/sheet.html", context)


def _form(request, asked, details, parts, *, said="", is_new=False, status=200):
    drugs, words, services = parts
    context = {
        "asked": asked,
        "form": details,
        "drugs": drugs,
        "words": words,
        "services": services,
        "parts_with_problems": [part for part in parts if part.problem],
        "about_drugs": [_about(drug) for drug in drugs.ticked],
        "general": list(GENERAL.items()),
        "said": said,
        # The page opens at one place only.
        "opened_at": "" if said else next((part.kind for part in parts if part.is_news), ""),
        "is_new": is_new,
        "has_query": bool(request.GET),
    }
    return render(request, "visit/form.html", context, status=status)


def _about(drug):
    """A drug that is ticked, with what can be asked about it: (title, [(code, question)])."""
    return drug.label, [(code_about(code, drug.value), words) for code, words in ABOUT_A_DRUG.items()]


def _typed(posted):
    return {name: without_unseen(posted.get(name, "")) for name in DetailsForm.base_fields}


def _too_long(request):
    # Read on, or the browser shows a broken connection and not this page.
    for _part in range(MOST_READ // PART):
        if not request.read(PART):
            break
    asked = Asked()
    said = _("That was far more than fits on a sheet, so nothing of it is here. Use your browser’s way back.")
    return _form(request, asked, DetailsForm(), parts_of(asked, at=timezone.now()), said=said, status=413)
