"""The views of the desk beside the list. Every one of them asks the gate before it shows or does anything."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.workflow import MoveRefused

from .choices import Purpose
from .contacts import Contact, Viewing
from .desk_copy import CopyForm
from .desk_forms import MOVE_FORMS, ContactForm, ReportForm
from .desk_letters import LETTERS, letter_before_sending
from .desk_screen import events_of, screen, standing
from .desk_sentences import EXPLANATIONS, SENTENCES
from .permissions import can, may_work_on_stories
from .photos import Photo
from .reports import Report
from .story import Story
from .texts import Text
from .workflow import MOVES

# Made by one press of a button, without a form of their own.
MADE_AT_ONCE = ("claim", "release", "settle")
# After these the work on a story is done: back to the list.
DECISIONS = ("approve", "ask", "return", "refuse", "withdraw", "erase")
# Saved, and on to the page of a move.
SAVE_AND = ("approve", "ask")


class StoryViews:
    """Mixed into StoryAdmin."""

    def change_view(self, request, object_id, form_url="", extra_context=None):
        story = self._story_or_404(request, object_id)
        if not can(request.user, "read", story):
            return self._show_standing(request, story)
        if request.method == "POST":
            return self._save_copy(request, story)
        if (story.is_urgent or story.labels) and "open" not in request.GET:
            return self._page(request, story, "before", standing(story, request.user))
        return self._show_screen(request, story)

    def _show_standing(self, request, story):
        if request.method == "POST":
            raise PermissionDenied
        return self._page(request, story, "standing", standing(story, request.user))

    def _show_screen(self, request, story, **more):
        # Written down before anything is shown.
        story.read(by=request.user)
        return self._page(request, story, "screen", screen(story, request.user, **more))

    def _save_copy(self, request, story):
        form = CopyForm(request.POST, story=story)
        if not form.is_valid():
            return self._show_screen(request, story, form=form)
        if not form.changes_something():
            messages.info(request, _("Nothing was changed."))
            return HttpResponseRedirect(self._next_address(request, story))
        try:
            form.save(by=request.user)
        except MoveRefused as refused:
            return self._show_what_was_not_saved(request, story, str(refused))
        messages.success(request, _("The edited copy is saved."))
        return HttpResponseRedirect(self._next_address(request, story))

    def _show_what_was_not_saved(self, request, story, why):
        story = Story.objects.get(pk=story.pk)
        if not can(request.user, "read", story):
            return self._refuse(request, story, why)
        form = CopyForm(request.POST, story=story)
        form.show_both()
        return self._show_screen(request, story, form=form, refusal=why)

    def _next_address(self, request, story):
        story.refresh_from_db()
        for move in SAVE_AND:
            if f"_{move}" in request.POST:
                seen = f"?seen={story.open_text.public_digest}" if story.open_text else ""
                return self._move_address(story, move) + seen
        return self._screen_address(story)

    def move_view(self, request, pk, move):
        story = self._story_or_404(request, pk)
        views = {"read_contact": self._contact, "share": self._copy}
        if move not in (*MADE_AT_ONCE, *MOVE_FORMS, *views):
            raise Http404
        if not can(request.user, move):
            raise PermissionDenied
        if move in MADE_AT_ONCE:
            return self._make_at_once(request, story, move)
        verdict = can(request.user, move, story)
        if not verdict and request.method != "POST":
            return self._refuse(request, story, verdict.why)
        return views.get(move, self._move)(request, story, move)

    def _move(self, request, story, move):
        data = request.POST if request.method == "POST" else None
        initial = {"seen": request.GET.get("seen", "")}
        form = MOVE_FORMS[move](data, story=story, move=move, user=request.user, initial=initial)
        if form.is_valid() and "_letter" in request.POST:
            letter = letter_before_sending(story, move, **form.words_for_the_author())
            return self._form_page(request, story, form, MOVES[move].label, EXPLANATIONS[move], move, letter)
        if form.is_valid():
            try:
                messages.success(request, _about(story, form.make()))
            except MoveRefused as refused:
                form.add_error(None, str(refused))
            else:
                return HttpResponseRedirect(self._list_address() if move in DECISIONS else self._screen_address(story))
        return self._form_page(request, story, form, MOVES[move].label, EXPLANATIONS[move], move)

    def _make_at_once(self, request, story, move):
        if request.method != "POST":
            raise Http404
        try:
            getattr(story, move)(by=request.user)
        except MoveRefused as refused:
            return self._answer_at_once(request, story, str(refused), is_done=False)
        return self._answer_at_once(request, story, str(SENTENCES[move]), is_done=True)

    def _answer_at_once(self, request, story, said, *, is_done):
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"said": said}, status=200 if is_done else 409)
        if not is_done:
            return self._refuse(request, story, said)
        messages.success(request, _about(story, said))
        return HttpResponseRedirect(self._screen_address(story))

    def _contact(self, request, story, move):
        form = ContactForm(request.POST if request.method == "POST" else None, story=story)
        if form.is_valid():
            try:
                story.read(by=request.user, what=Viewing.What.CONTACT, why=form.cleaned_data["why"])
            except MoveRefused as refused:
                form.add_error(None, str(refused))
            else:
                contact = Contact.objects.filter(story=story).first()
                return self._page(request, story, "contact", {"contact": contact, "title": MOVES[move].label})
        explanation = _("The address is shown once. It is for this reason alone, and is not copied anywhere.")
        return self._form_page(request, story, form, MOVES[move].label, explanation)

    def _copy(self, request, story, move):
        """A copy for use outside the site: what the consents allow, and no more."""
        title = MOVES[move].label
        if request.method != "POST":
            return self._page(request, story, "copy", {"title": title, "is_offered": story.consents[Purpose.SHARE]})
        try:
            story.take_copy(by=request.user)
        except MoveRefused as refused:
            return self._refuse(request, story, str(refused))
        text = Text.objects.public().with_permissions().select_related("story").filter(story=story).first()
        photo = Photo.objects.public().filter(story=story).first()
        return self._page(request, story, "copy", {"title": title, "text": text, "photo": photo})

    def report_view(self, request, pk):
        if not can(request.user, "read"):
            raise PermissionDenied
        report = Report.objects.select_related("story", "answered_by").filter(pk=pk).first()
        if report is None or not can(request.user, "read", report.story):
            raise Http404
        form = ReportForm(request.POST if request.method == "POST" else None, report=report)
        if form.is_valid():
            try:
                report.answer(by=request.user, **form.cleaned_data)
            except MoveRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The report is answered."))
                return HttpResponseRedirect(f"{self._list_address()}?where=reports")
        may_take_down = can(request.user, "take_down", report.story)
        context = {"report": report, "form": form, "may_take_down": may_take_down, "title": _("Answer a report")}
        return self._page(request, report.story, "report", context)

    def next_view(self, request):
        """The next story in the queue that nobody else has, after the one that is named."""
        if not can(request.user, "read"):
            raise PermissionDenied
        is_free = Q(claimed_by=None) | Q(claimed_by=request.user) | Q(claimed_until__lte=timezone.now())
        waiting = list(Story.objects.queue().filter(is_free).values_list("pk", flat=True))
        after = request.GET.get("after", "")
        here = waiting.index(int(after)) if after.isdecimal() and int(after) in waiting else -1
        following = [*waiting[here + 1 :], *waiting[: max(here, 0)]]
        if following:
            return HttpResponseRedirect(reverse("admin:stories_story_change", args=[following[0]]))
        messages.info(request, _("No other story waits for you."))
        return HttpResponseRedirect(self._list_address())

    def history_view(self, request, object_id, extra_context=None):
        story = self._story_or_404(request, object_id)
        return self._page(request, story, "history", {"events": events_of(story), "title": _("History")})

    # What they share.

    def _story_or_404(self, request, object_id):
        if not may_work_on_stories(request.user):
            raise PermissionDenied
        try:
            number = self.model._meta.pk.to_python(unquote(str(object_id)))
        except ValidationError:
            raise Http404 from None
        story = Story.objects.select_related("claimed_by", "cancer").filter(pk=number).first()
        if story is None:
            raise Http404
        return story

    def _refuse(self, request, story, why):
        messages.error(request, _about(story, why))
        return HttpResponseRedirect(self._list_address())

    def _form_page(self, request, story, form, title, explanation, move="", letter=None):
        context = {"form": form, "title": title, "explanation": explanation, "letter": letter}
        return self._page(request, story, "move", context | {"has_letter": move in LETTERS})

    def _page(self, request, story, name, context):
        shared = self.admin_site.each_context(request) | {
            "opts": self.model._meta,
            "story": story,
            "title": str(story),
            "language": f"{story.language}-CA",
            # Two columns of text need the room.
            "is_nav_sidebar_enabled": False,
        }
        return TemplateResponse(request, f"admin/stories/{name}.html", shared | context)

    def _list_address(self):
        return reverse("admin:stories_story_changelist")

    def _screen_address(self, story):
        return f"{reverse('admin:stories_story_change', args=[story.pk])}?open=1"

    def _move_address(self, story, move):
        return reverse("admin:stories_story_move", args=[story.pk, move])


def _about(story, said):
    return _("%(story)s: %(said)s") % {"story": story, "said": said}
