"""The author's own page. Whoever has its secret link may do what the author may, and nobody else sees it.

The secret travels in the query when the page is read, and in the body when something is done: never in a path.
"""

from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing.languages import Language
from publishing.public import private_page
from publishing.where_from import came_from_here
from publishing.workflow import MoveRefused

from .links import OwnPage, address_of_own_page, story_behind, token_of
from .mine_deeds import DEEDS, OVERVIEW, STEPS
from .permissions import can
from .standing import happenings, just_done, last_day, proposed_changes, shown_now, what_the_team_said
from .story import Story
from .workflow import AUTHOR, State

FROM_ELSEWHERE = gettext_lazy(
    "Your browser did not tell us that this came from our own page, so nothing was done. Please send it again."
)


# Without a cookie there is no token to compare: the secret in the body is what no page of another site knows.
@csrf_exempt
@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    link = (request.POST if request.method == "POST" else request.GET).get("link")
    if link is None:
        return render(request, "stories/mine/without_link.html")
    story = story_behind(link)
    if story is None:
        return closed(request)
    return do(request, story) if request.method == "POST" else show(request, story)


def closed(request):
    """One answer to every link that opens nothing, whatever the reason is."""
    return render(request, "stories/mine/closed.html", status=404)


def show(request, story):
    step = STEPS.get(request.GET.get("step"))
    if step and can(AUTHOR, step.move, story):
        return page(request, story, step.template)
    return page(request, story, OVERVIEW, done=what_was_just_done(story, request.GET.get("done")))


def do(request, story):
    deed = DEEDS.get(request.POST.get("do"))
    if deed is None:
        return page(request, story, OVERVIEW)
    form = deed.form(request.POST, story=story)
    if not is_sent_by_a_page_of_ours(request):
        form.add_error(None, FROM_ELSEWHERE)
        return page(request, story, deed.template, form=form, status=403)
    if not form.is_valid():
        return page(request, story, deed.template, form=form)
    try:
        with transaction.atomic():
            # Held before it is asked, so that the same sent twice at one moment is done once.
            Story.objects.select_for_update().get(pk=story.pk)
            if was_done_already(story, deed, form):
                return lead_on(story, form)
            return deed.act(request, story, form) or lead_on(story, form)
    except MoveRefused as refused:
        return refuse(request, story, deed, form, refused)


def was_done_already(story, deed, form):
    """Whether the same was sent a moment ago: a button pressed twice is no second answer."""
    last = just_done(story)
    return bool(last) and last.move == deed.move and form.says_the_same_as(last)


def lead_on(story, form):
    return HttpResponseRedirect(address_of_own_page(story, done=form.name), status=303)


def is_sent_by_a_page_of_ours(request):
    """A page with `no-referrer` makes browsers say `Origin: null`, and on plain http nothing else. Here that is enough:
    the secret in the body is what no page of another site knows.
    """
    says_nothing = request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
    return says_nothing or came_from_here(request)


def refuse(request, story, deed, form, refused):
    """Show why something was not done, with everything that was typed."""
    if story_behind(request.POST["link"]) is None:
        return closed(request)
    story.refresh_from_db()
    form.add_error(None, why_not(story, deed, refused))
    return page(request, story, deed.template, form=form)


def why_not(story, deed, refused):
    if can(AUTHOR, deed.move, story):
        return str(refused)
    if story.state == State.WITHDRAWN:
        return _("Your story was taken back while this page was open. Nothing else was changed.")
    return _("Something happened to your story while this page was open, so this was not done. See where it stands.")


def what_was_just_done(story, name):
    """The sentence for what the author did a moment ago; "" when that was something else, or long ago."""
    deed, last = DEEDS.get(name), just_done(story)
    return deed.done if deed and last and last.move == deed.move else ""


def page(request, story, template, *, form=None, done="", status=200):
    happened = happenings(story)
    context = {
        "story": story,
        "state": story.state,
        "link": token_of(story),
        "alternates": {Language(get_language()).other: OwnPage(story, Language(get_language()).other)},
        "may": [deed.move for deed in DEEDS.values() if can(AUTHOR, deed.move, story)],
        "shown": shown_now(story),
        "changes": proposed_changes(story),
        "happenings": happened,
        "said": what_the_team_said(story, happened),
        "last_day": last_day(story, happened),
        "forms": {name: deed.form(story=story) for name, deed in DEEDS.items()} | ({form.name: form} if form else {}),
        "failed": form,
        "done": done,
    }
    return render(request, template, context, status=status)
