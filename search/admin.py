from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Case, OuterRef, Subquery, When
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from publishing.fact_admin import FactRecordAdmin, FactRecordForm
from publishing.roles import PAGE_ROLES, roles_of

from .documents import Document
from .guidance import BestBet, Synonym, lines_of
from .misses import Miss


@admin.register(Synonym)
class SynonymAdmin(FactRecordAdmin):
    list_display = ["__str__", "looked_for", "is_both_ways", "language"]
    list_filter = ["language"]
    search_fields = ["words", "meanings"]
    record_fieldsets = [
        (None, {"fields": ["language", "words", "meanings", "is_both_ways"]}),
    ]

    @admin.display(description=gettext_lazy("words to look for as well"), ordering="meanings")
    def looked_for(self, synonym):
        return ", ".join(lines_of(synonym.meanings))


class BestBetForm(FactRecordForm):
    def clean(self):
        """A title is as good as a number, as long as only one thing has it."""
        cleaned = super().clean()
        kind, asked = cleaned.get("kind"), cleaned.get("object_id", "").strip()
        if kind and asked:
            cleaned["object_id"] = self._object_id(kind, asked)
        return cleaned

    def _object_id(self, kind, asked):
        live = Document.objects.filter(kind=kind).live()
        if live.filter(object_id=asked).exists():
            return asked
        ids = set(live.titled(asked).values_list("object_id", flat=True))
        if len(ids) == 1:
            return ids.pop()
        several, none = _("Several have this title. Write the number."), _("Nothing of this kind on the site has it.")
        self.add_error("object_id", ValidationError(several if ids else none))
        return asked


@admin.register(BestBet)
class BestBetAdmin(FactRecordAdmin):
    form = BestBetForm
    list_display = ["__str__", "kind", "shown", "position"]
    list_filter = ["kind"]
    search_fields = ["words_en", "words_fr"]
    record_fieldsets = [
        (None, {"fields": [("kind", "object_id"), "position"]}),
        (gettext_lazy("In English"), {"fields": ["words_en", "sentence_en"]}),
        (gettext_lazy("In French"), {"fields": ["words_fr", "sentence_fr"]}),
    ]

    def get_queryset(self, request):
        live = Document.objects.live().filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"))
        in_my_language_first = Case(When(language=get_language(), then=0), default=1)
        title = Subquery(live.order_by(in_my_language_first).values("title")[:1])
        return super().get_queryset(request).annotate(title=title)

    @admin.display(description=gettext_lazy("what to show"), ordering="title")
    def shown(self, bet):
        return bet.title or _("Not on the site now: %(number)s") % {"number": bet.object_id}


@admin.register(Miss)
class MissAdmin(admin.ModelAdmin):
    """What readers did not find, for who writes. Nobody changes it."""

    intro = gettext_lazy(
        "What readers looked for and did not find. A question stands here once it was asked on 3 different days, and "
        "goes 60 days after it was last asked. A synonym or a new page may answer it."
    )
    list_display = ["text", "language", "days", "first_on", "last_on"]
    list_display_links = None
    list_filter = ["language"]
    list_per_page = 50
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        return super().get_queryset(request).told()

    def has_view_permission(self, request, obj=None):
        return obj is None and bool(roles_of(request.user).intersection(PAGE_ROLES))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission
