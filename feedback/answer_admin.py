"""What readers say about pages, at the desk: a queue of pages, and for each page the reasons one by one."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.languages import OWN_NAMES

from .answers import LONGEST_NOTE, Answer, deal_with
from .desk import Choice, ReadOnlyAdmin, address_without_page, kind_choice, language_choice, page_of
from .names import desk_address, kind_name, names_of

WAITING, ALL = "waiting", "all"


class AnswerAdmin(ReadOnlyAdmin):
    def get_urls(self):
        return [path("page/", self.wrapped(self.page_view), name="feedback_answer_page"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        self.refuse_others(request)
        answers = Answer.objects.shown_to(request.user)
        kinds = list(answers.order_by().values_list("kind", flat=True).distinct())
        filters = [_where_choice(request), kind_choice(request, kinds), language_choice(request)]
        page = page_of(_filtered(answers, filters), request)
        context = {
            "title": _("Was this page clear?"),
            "filters": filters,
            "page": page,
            "rows": _with_names(page),
            "asked": address_without_page(request),
        }
        return TemplateResponse(request, "admin/feedback/pages.html", self.context(request, **context))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """An answer stands among the others about its page."""
        self.refuse_others(request)
        number = int(object_id) if object_id.isdecimal() and len(object_id) < 18 else None
        answer = Answer.objects.shown_to(request.user).filter(pk=number).first()
        if answer is None:
            raise Http404
        return HttpResponseRedirect(address_of_answers(answer.kind, answer.page, answer.language))

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def page_view(self, request):
        self.refuse_others(request)
        which = tuple(request.GET.get(name, "") for name in ("kind", "page", "language"))
        answers = Answer.objects.shown_to(request.user).on_page(*which)
        newest = answers.order_by("-at", "-pk").first()
        if newest is None:
            raise Http404
        if request.method == "POST":
            self._deal_with(request, answers)
            return HttpResponseRedirect(address_of_answers(*which))
        page = page_of(answers.to_read().select_related("dealt_by").order_by("-at", "-pk"), request)
        context = {
            "title": names_of([which])[which] or newest.title,
            "kind": kind_name(newest.kind),
            "newest": newest,
            "counts": _counts_by_version(answers),
            "page": page,
            "rows": [(answer, desk_address(answer.record_kind, answer.record)) for answer in page],
            "longest_note": LONGEST_NOTE,
            "asked": address_without_page(request),
        }
        return TemplateResponse(request, "admin/feedback/page.html", self.context(request, **context))

    def _deal_with(self, request, answers):
        chosen = [int(number) for number in request.POST.getlist("answer") if number.isdecimal() and len(number) < 18]
        note = request.POST.get("note", "").strip()[:LONGEST_NOTE]
        number, late = deal_with(answers.filter(pk__in=chosen), by=request.user, note=note)
        if not number and not late:
            messages.error(request, _("Tick at least one answer."))
        words = ngettext("%(number)d answer is dealt with.", "%(number)d answers are dealt with.", number)
        if number:
            messages.success(request, words % {"number": number})
        for answer in late:
            messages.warning(request, _dealt_before(answer))


def address_of_answers(kind, page, language):
    asked = urlencode({"kind": kind, "page": page, "language": language})
    return f"{reverse('admin:feedback_answer_page')}?{asked}"


def _where_choice(request):
    return Choice(request, "where", _("Show"), [(WAITING, _("what waits for us")), (ALL, _("everything"))])


def _filtered(answers, filters):
    where, kind, language = (chosen.value for chosen in filters)
    for name, value in (("kind", kind), ("language", language)):
        answers = answers.filter(**{name: value}) if value else answers
    pages = answers.by_page()
    return pages.filter(waiting__gt=0) if where == WAITING else pages


def _with_names(page):
    keys = [(row["kind"], row["page"], row["language"]) for row in page]
    names = names_of(keys)
    return [
        row
        | {
            "name": names[key] or row["title"],
            "kind_name": kind_name(key[0]),
            "language_name": OWN_NAMES[key[2]],
            "url": address_of_answers(*key),
        }
        for row, key in zip(page, keys, strict=True)
    ]


def _counts_by_version(answers):
    """[(number of a version, how many found it clear, how many did not)], the newest first."""
    counts = (
        answers.order_by()
        .values("number")
        .annotate(clear=Count("pk", filter=Q(is_clear=True)), unclear=Count("pk", filter=Q(is_clear=False)))
    )
    return list(counts.order_by("-number").values_list("number", "clear", "unclear"))


def _dealt_before(answer):
    when = date_format(localtime(answer.dealt_at), "SHORT_DATETIME_FORMAT")
    return _("%(who)s had dealt with the answer of %(day)s already (%(when)s). Nothing of that was changed.") % {
        "who": answer.dealt_by,
        "day": date_format(localtime(answer.at), "SHORT_DATETIME_FORMAT"),
        "when": when,
    }
