"""Imports and exports at the desk, for locator editors: a file is tried first, the worker does it, its report stays."""

from io import BytesIO
from pathlib import Path

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from publishing.languages import Language
from publishing.permissions import may_keep

from .exchange.exporting import Export
from .exchange.report import Report
from .exchange.tables_for_people import write_table
from .exchange.uploads import MOST_BYTES, ImportUploadHandler
from .import_runs import ImportRun
from .mapping import names

SHOWN_LINES = 300
EXPORTS = {"zip": "application/zip", "json": "application/json", "csv": "text/csv; charset=utf-8"}


class ImportForm(forms.Form):
    """A file, and what cannot be read from it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A zip of HSDS 3.0 tables, HSDS 3.0 JSON, or a CSV file for which there is a mapping."),
    )
    mapping = forms.ChoiceField(
        label=gettext_lazy("Mapping"),
        required=False,
        help_text=gettext_lazy("Only for a CSV file that is not HSDS: says what its columns are."),
    )
    source = forms.CharField(
        label=gettext_lazy("Who gave it to us"), max_length=120, help_text=gettext_lazy("Readers see it.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of its texts"), choices=Language)
    is_trial = forms.BooleanField(
        label=gettext_lazy("Only try it"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Nothing is changed, and the report says what would be. You can then import it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mapping"].choices = [("", _("None: it is HSDS")), *((name, name) for name in names())]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            limit = filesizeformat(MOST_BYTES)
            raise ValidationError(_("This file is too large: %(limit)s is the most.") % {"limit": limit})
        return file

    def save(self, *, by):
        told = {name: self.cleaned_data[name] for name in ("mapping", "source", "language", "is_trial")}
        file = self.cleaned_data["file"]
        return ImportRun.objects.create(file_name=Path(file.name).name[:200], content=file.read(), asked_by=by, **told)


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    actions = None
    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_display = ["file_name", "source", "is_trial", "state", "asked_by", "asked_at"]
    list_select_related = ["asked_by"]
    change_list_template = "admin/locator/imports.html"

    def _may(self, request, obj=None):
        return may_keep(request.user, ImportRun)

    has_module_permission = has_view_permission = has_add_permission = _may

    def _never(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = _never

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "report")

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Imports and exports")} | (extra_context or {}))

    def get_urls(self):
        own = [
            path("<uuid:pk>/report.csv", self.admin_site.admin_view(self.report_view), name="locator_importrun_report"),
            path("<uuid:pk>/import/", self.admin_site.admin_view(self.again_view), name="locator_importrun_again"),
            path("export/<str:kind>/", self.admin_site.admin_view(self.export_view), name="locator_export"),
        ]
        return [*own, *super().get_urls()]

    # The token stands in the body, and the body may be read only once the handlers for large files are in place.
    @method_decorator(csrf_exempt)
    def add_view(self, request, form_url="", extra_context=None):
        if not self._may(request):
            raise PermissionDenied
        request.upload_handlers = [ImportUploadHandler(request)]
        return self._upload(request)

    @method_decorator(csrf_protect)
    def _upload(self, request):
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return HttpResponseRedirect(_address(form.save(by=request.user)))
        return self._page(request, "import", form=form, title=_("Import services"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self._run_or_404(request, unquote(object_id))
        report = Report.from_json(run.report)
        return self._page(
            request,
            "import_run",
            run=run,
            report=report,
            lines=report.lines[:SHOWN_LINES],
            more=max(0, len(report.lines) - SHOWN_LINES),
            title=run.file_name,
        )

    def history_view(self, request, object_id, extra_context=None):
        return HttpResponseRedirect(_address(self._run_or_404(request, unquote(object_id))))

    def report_view(self, request, pk):
        run = self._run_or_404(request, pk)
        response = HttpResponse(Report.from_json(run.report).as_csv(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="import-report.csv"'
        return response

    @method_decorator(require_POST)
    def again_view(self, request, pk):
        """Import for good what was tried."""
        tried = self._run_or_404(request, pk)
        told = {name: getattr(tried, name) for name in ("file_name", "content", "mapping", "source", "language")}
        return HttpResponseRedirect(_address(ImportRun.objects.create(is_trial=False, asked_by=request.user, **told)))

    def export_view(self, request, kind):
        if not self._may(request):
            raise PermissionDenied
        if kind not in EXPORTS:
            raise Http404
        language = request.GET.get("language", Language.ENGLISH)
        if language not in Language.values:
            raise Http404
        stream = BytesIO()
        _export(stream, kind, language, with_confidential=request.GET.get("confidential") == "yes")
        stream.seek(0)
        name = f"services-{language}.{kind}"
        return FileResponse(stream, as_attachment=True, filename=name, content_type=EXPORTS[kind])

    def _run_or_404(self, request, pk):
        if not self._may(request):
            raise PermissionDenied
        try:
            run = ImportRun.objects.select_related("asked_by").filter(pk=pk).first()
        except ValidationError:
            raise Http404 from None
        if run is None:
            raise Http404
        return run

    def _page(self, request, name, **context):
        context |= self.admin_site.each_context(request) | {"opts": ImportRun._meta}
        return TemplateResponse(request, f"admin/locator/{name}.html", context)


def _address(run):
    return reverse("admin:locator_importrun_change", args=[run.pk])


def _export(stream, kind, language, *, with_confidential):
    export = Export(language=language, with_confidential=with_confidential)
    if kind == "zip":
        export.write_zip(stream)
    elif kind == "json":
        export.write_json(stream)
    else:
        write_table(stream, language=language, with_confidential=with_confidential)
