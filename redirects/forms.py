"""The forms of the desk for old addresses: one at a time, and many that were pasted."""

import csv
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.fact_admin import FactRecordForm

from .comparing import LONGEST

MOST_LINES = 200
# Two addresses and a word, and some room for what a spreadsheet adds.
LONGEST_LINE = 3 * LONGEST
# What a third column may say of a redirect that is not for ever, in either language.
TEMPORARY = ("temporary", "temporaire")
_ADDRESS = re.compile(r"(https?:/)?/\S*", re.IGNORECASE)


class RedirectForm(FactRecordForm):
    leads_to = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "The address of a page as it is now: “/en/drugs/interferon/”. Readers will find the page even when its "
            "address changes. Or the address of another site, with “https://”."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["leads_to"] = self.instance.leads_to()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("leads_to"):
            try:
                self.instance.lead_to(cleaned["leads_to"])
            except ValidationError as refused:
                self.add_error("leads_to", refused)
        return cleaned


class ManyForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Old and new addresses"),
        widget=forms.Textarea(attrs={"rows": 16, "cols": 100, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "A line for each: the old address, a comma, a semicolon or a tab, and where it leads. "
            "“temporary” behind another comma if it is not for ever. You can paste two columns of a spreadsheet."
        ),
    )

    def clean_lines(self):
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("These are %(number)d lines. Please paste at most %(most)d at once.")
                % {"number": len(lines), "most": MOST_LINES}
            )
        return lines


def answers_in(line):
    """What a pasted line says, as the form of one redirect takes it."""
    readings = [_cells(line, mark) for mark in "\t;," if mark in line] or [(line, "", "")]
    # Addresses have semicolons and commas of their own: a mark divides where another address follows.
    old, new, how = next((cells for cells in readings if _ADDRESS.fullmatch(cells[1])), readings[0])
    return {"old_address": old, "leads_to": new, "is_permanent": how.casefold() not in TEMPORARY}


def _cells(line, mark):
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=mark))]
    return [*cells, "", ""][:3]
