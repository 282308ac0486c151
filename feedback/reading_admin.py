"""What is read most, at the desk: a table and a file for a spreadsheet."""

import csv

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.languages import OWN_NAMES

from .answer_admin import address_of_answers
from .answers import Answer
from .desk import Choice, ReadOnlyAdmin, address_without_page, kind_choice, language_choice, page_of
from .names import kind_name, names_of, number_as_name
from .readings import Reading, first_day

PERIODS = (30, 7, 365)
DAYS_IN_THE_FILE = 365


class ReadingAdmin(ReadOnlyAdmin):
    def get_urls(self):
        return [path("csv/", self.wrapped(self.download_view), name="feedback_reading_csv"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        self.refuse_others(request)
        kinds = list(Reading.objects.order_by().values_list("kind", flat=True).distinct())
        filters = [_period_choice(request), kind_choice(request, kinds), language_choice(request)]
        days, kind, language = (chosen.value for chosen in filters)
        readings = Reading.objects.since(first_day(int(days)))
        for name, value in (("kind", kind), ("language", language)):
            readings = readings.filter(**{name: value}) if value else readings
        page = page_of(readings.most_read(), request)
        context = {
            "title": _("Most read pages"),
            "filters": filters,
            "page": page,
            "rows": _with_names(page, request.user),
            "asked": address_without_page(request),
        }
        return TemplateResponse(request, "admin/feedback/readings.html", self.context(request, **context))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A number of one day has no page of its own."""
        self.refuse_others(request)
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    @method_decorator(require_safe)
    def download_view(self, request):
        self.refuse_others(request)
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="readings-{timezone.localdate():%Y-%m-%d}.csv"'
        # So that spreadsheets read it as UTF-8.
        answer.write("\ufeff")
        rows = csv.writer(answer)
        rows.writerow([_("day"), _("kind"), _("page"), _("language"), _("name"), _("readings")])
        readings = list(Reading.objects.since(first_day(DAYS_IN_THE_FILE)))
        names = names_of({(reading.kind, reading.page, reading.language) for reading in readings})
        for reading in readings:
            name = names[reading.kind, reading.page, reading.language] or number_as_name(reading.kind, reading.page)
            rows.writerow([reading.day, reading.kind, reading.page, reading.language, _as_text(name), reading.number])
        return answer


def _period_choice(request):
    labels = [(str(days), _("the last %(n)d days") % {"n": days}) for days in PERIODS]
    return Choice(request, "days", _("Period"), labels)


def _with_names(page, user):
    keys = [(row["kind"], row["page"], row["language"]) for row in page]
    names, answered = names_of(keys), _answered(keys, user)
    return [
        row
        | {
            "name": names[key] or number_as_name(row["kind"], row["page"]),
            "kind_name": kind_name(key[0]),
            "language_name": OWN_NAMES[key[2]],
            "url": address_of_answers(*key) if key in answered else "",
        }
        for row, key in zip(page, keys, strict=True)
    ]


def _answered(keys, user):
    """Which of some pages somebody has said something about."""
    pages = {page for _kind, page, _language in keys}
    answers = Answer.objects.shown_to(user).filter(page__in=pages).order_by()
    return set(answers.values_list("kind", "page", "language").distinct())


def _as_text(cell):
    """A name that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
