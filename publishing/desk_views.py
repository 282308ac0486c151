"""The views of the desk beside the form: the preview, and one view for all moves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import override

from .forms import MOVE_FORMS, MoveForm
from .permissions import can
from .workflow import MOVES, MoveRefused

# Made by one press of a button, without a form of their own.
MADE_AT_ONCE = ("open_draft", "translate", "follow_source")


class MoveViews:
    """Mixed into VersionAdmin. Every view asks the gate before it shows or does anything."""

    def preview_view(self, request, pk):
        version = self._version_or_404(request, pk)
        with override(version.language):
            return self.show(request, version, at=timezone.now(), is_preview=True)

    def move_view(self, request, pk, move):
        version = self._version_or_404(request, pk)
        if move in MADE_AT_ONCE:
            return self._make_at_once(request, version, move)
        if move not in MOVES or not MOVES[move].is_offered:
            raise Http404
        verdict = can(request.user, move, version)
        if not verdict:
            return self._refuse(request, version, verdict.why)
        form_class = MOVE_FORMS.get(move, MoveForm)
        if request.method == "POST":
            form = form_class(request.POST, version=version, move=move, user=request.user)
            if form.is_valid() and self._made(request, form):
                return HttpResponseRedirect(self._change_url(version))
        else:
            form = form_class(version=version, move=move, user=request.user, initial=request.GET.dict())
        context = self._context(request, version) | {"form": form, "move": move, "title": MOVES[move].label}
        return TemplateResponse(request, "admin/publishing/move.html", context)

    def _made(self, request, form):
        try:
            said = form.make()
        except MoveRefused as refused:
            form.add_error(None, str(refused))
            return False
        messages.success(request, said)
        return True

    def _make_at_once(self, request, version, move):
        if request.method != "POST":
            raise Http404
        try:
            draft = getattr(version, move)(by=request.user)
        except MoveRefused as refused:
            return self._refuse(request, version, str(refused))
        return HttpResponseRedirect(self._change_url(draft))

    def _refuse(self, request, version, why):
        messages.error(request, why)
        return HttpResponseRedirect(self._change_url(version))

    def _version_or_404(self, request, pk):
        if not can(request.user, "view"):
            raise PermissionDenied
        try:
            version = self.model.objects.select_related("page", "edited_by").filter(pk=pk).first()
        except ValueError:
            raise Http404 from None
        if version is None:
            raise Http404
        return version
