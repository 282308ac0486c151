from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from publishing.fact_admin import FactRecordAdmin
from publishing.models import Address
from publishing.references import versions_of_kinds

from .forms import LONGEST_LINE, ManyForm, RedirectForm, answers_in
from .models import Redirect


@admin.register(Redirect)
class RedirectAdmin(FactRecordAdmin):
    form = RedirectForm
    list_display = ["old_address", "target", "is_permanent", "note"]
    list_filter = ["is_permanent"]
    search_fields = ["old_address", "address", "note"]
    change_list_template = "admin/redirects/change_list.html"
    record_fieldsets = [
        (None, {"fields": ["old_address", "leads_to", "is_permanent", "note"]}),
    ]

    @admin.display(description=gettext_lazy("leads to"))
    def target(self, redirect):
        if redirect.address:
            return redirect.address
        kind = versions_of_kinds()[redirect.kind]._meta.verbose_name
        page = f"{redirect.last_slug or redirect.page_id}{redirect.rest}"
        return f"{capfirst(kind)}: {page} ({redirect.get_language_display()})"

    def get_queryset(self, request):
        addresses = Address.objects.filter(
            kind=OuterRef("kind"), page_id=OuterRef("page_id"), language=OuterRef("language")
        )
        return (
            super()
            .get_queryset(request)
            .annotate(last_slug=Subquery(addresses.order_by("-opens_at").values("slug")[:1]))
        )

    def get_fieldsets(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ["old_address", "target", "is_permanent", "note"]})]

    def get_readonly_fields(self, request, obj=None):
        return [] if self.has_change_permission(request, obj) else ["target"]

    def get_urls(self):
        many = self.admin_site.admin_view(never_cache(self.many_view))
        return [path("many/", many, name="redirects_redirect_many"), *super().get_urls()]

    def changeform_view(self, request, *args, **options):
        return _asked_twice(super().changeform_view, request, *args, **options)

    def many_view(self, request):
        """Many lines at once: what can be kept is kept, and each line that cannot stays in the form and says why."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form, refused = ManyForm(request.POST or None), []
        if request.method == "POST" and form.is_valid():
            lines = form.cleaned_data["lines"]
            refused = [(line, why) for line in lines if (why := _asked_twice(self._keep, request, line))]
            self._tell(request, len(lines) - len(refused))
            form = ManyForm(initial={"lines": "\n".join(line for line, _why in refused)})
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Add many redirects"),
            "form": form,
            "refused": refused,
        }
        return TemplateResponse(request, "admin/redirects/many.html", context)

    def _keep(self, request, line):
        """Keep what one line says; return the sentences that stand against it."""
        if len(line) > LONGEST_LINE:
            return _("This line is too long. Write at most %(most)d characters.") % {"most": LONGEST_LINE}
        fields = ["old_address", "leads_to", "is_permanent"]
        form = self.get_form(request, fields=fields)(answers_in(line))
        if not form.is_valid():
            return " ".join(error for errors in form.errors.values() for error in errors)
        with transaction.atomic():
            self.save_model(request, form.instance, form, change=False)
        return ""

    def _tell(self, request, number):
        words = ngettext("%(number)d redirect was added.", "%(number)d redirects were added.", number)
        messages.success(request, words % {"number": number})


def _asked_twice(answer, *args, **options):
    """What is answered; once more when somebody took the same address between the check and the saving."""
    try:
        return answer(*args, **options)
    except IntegrityError:
        # Now the check finds it, and says so beside the field.
        return answer(*args, **options)
