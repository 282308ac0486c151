"""The visit sheet: one address that shows the form and, posted, the sheet. What is written is kept nowhere."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from publishing.public import private_page, public_page
from publishing.where_from import came_from_here

from .asked import MOST, Asked
from .choosing import drugs_to_choose, services_to_choose, too_many, words_to_choose
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
    return _form(request, asked, DetailsForm(), at=at, is_new=True)


@private_page
def _posted(request):
    try:
        posted = request.POST
    except (RequestDataTooBig, TooManyFieldsSent):
        return _too_long(request)
    at, asked = timezone.now(), Asked.posted(posted)
    details = DetailsForm(posted)
    if not came_from_here(request):
        # Another site could otherwise have its own words printed as a sheet of this one.
        said = _("Your browser does not say that you wrote this here. Please press the button once more.")
        return _form(request, asked, DetailsForm(initial=_typed(posted)), at=at, said=said, status=403)
    if posted.get("step") != "sheet":
        return _form(request, asked, DetailsForm(initial=_typed(posted)), at=at)
    return _sheet(request, asked, details, at=at)


def _sheet(request, asked, details, *, at):
    """The sheet; or the form again, with what is wrong beside it."""
    problems = {kind: too_many(kind) for kind, most in MOST.items() if asked.count(kind) > most}
    if not details.is_valid() or problems:
        return _form(request, asked, details, at=at, problems=problems)
    if asked.is_empty and not details.own_questions:
        said = _("Nothing is on your sheet yet. Tick something, or write a question.")
        return _form(request, asked, details, at=at, said=said)
    sheet = sheet_of(asked, details.own_questions, at=at)
    context = {"sheet": sheet, "details": details, "asked": asked, "at": at}
    return render(request, "visit/sheet.html", context)


def _form(request, asked, details, *, at, said="", problems=None, is_new=False, status=200):
    problems = problems or {}
    parts = [choose(asked, at=at) for choose in (drugs_to_choose, words_to_choose, services_to_choose)]
    for part in parts:
        part.problem = problems.get(part.kind, "")
    context = {
        "asked": asked,
        "form": details,
        "drugs": parts[0],
        "words": parts[1],
        "services": parts[2],
        "parts_with_problems": [part for part in parts if part.problem],
        "about_drugs": [_about(drug) for drug in parts[0].ticked],
        "general": list(GENERAL.items()),
        "said": said,
        "is_new": is_new,
        "has_query": bool(request.GET),
    }
    return render(request, "visit/form.html", context, status=status)


def _about(drug):
    """A drug that is ticked, with what can be asked about it: (title, [(code, question)])."""
    return drug.label, [(code_about(code, drug.value), words) for code, words in ABOUT_A_DRUG.items()]


def _typed(posted):
    return {name: posted.get(name, "").replace("\0", "") for name in DetailsForm.base_fields}


def _too_long(request):
    # Read on, or the browser shows a broken connection and not this page.
    for _part in range(MOST_READ // PART):
        if not request.read(PART):
            break
    at = timezone.now()
    said = _("That was far more than fits on a sheet, so nothing of it is here. Use your browser’s way back.")
    return _form(request, Asked(), DetailsForm(), at=at, said=said, status=413)
