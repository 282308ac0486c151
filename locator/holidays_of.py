"""The days on which a province's offices are closed, from the package `holidays`, and what readers call them."""

from functools import lru_cache

import holidays
from django.utils.translation import gettext_lazy as _

# All three: what the law gives everybody in the province, what public offices keep besides (Truth and Reconciliation,
# Remembrance and Boxing Day nearly everywhere), and what many keep by custom (Easter Monday, the Monday in August). Who
# calls on such a day for nothing loses a call; who travels for nothing loses the trip.
CATEGORIES = ("public", "government", "optional")
OBSERVED = " (observed)"

# By the package's English name. A name that is missing here is shown as the package has it.
NAMES = {
    "Boxing Day": _("Boxing Day"),
    "British Columbia Day": _("British Columbia Day"),
    "Canada Day": _("Canada Day"),
    "Christmas Day": _("Christmas Day"),
    "Civic Holiday": _("Civic Holiday"),
    "Discovery Day": _("Discovery Day"),
    "Easter Monday": _("Easter Monday"),
    "Family Day": _("Family Day"),
    "Good Friday": _("Good Friday"),
    "Heritage Day": _("Heritage Day"),
    "Islander Day": _("Islander Day"),
    "Labour Day": _("Labour Day"),
    "Louis Riel Day": _("Louis Riel Day"),
    "Natal Day": _("Natal Day"),
    "National Aboriginal Day": _("National Indigenous Peoples Day"),
    "National Day for Truth and Reconciliation": _("National Day for Truth and Reconciliation"),
    "National Patriots' Day": _("National Patriots’ Day"),
    "New Brunswick Day": _("New Brunswick Day"),
    "New Year's Day": _("New Year’s Day"),
    "Nunavut Day": _("Nunavut Day"),
    "Orangemen's Day": _("Orangemen’s Day"),
    "Remembrance Day": _("Remembrance Day"),
    "Saint George's Day": _("Saint George’s Day"),
    "Saint Jean Baptiste Day": _("Saint-Jean-Baptiste Day"),
    "Saint Patrick's Day": _("Saint Patrick’s Day"),
    "Saskatchewan Day": _("Saskatchewan Day"),
    "Terry Fox Day": _("Terry Fox Day"),
    "Thanksgiving Day": _("Thanksgiving"),
    "Victoria Day": _("Victoria Day"),
}


def holiday_on(day, *, province):
    """Return the package's English name of a province's holiday on a date, or "". An unknown province: Canada's."""
    return _holidays_of(province, day.year).get(day, "")


def name_of(holiday):
    """Return the name of a holiday, as `holiday_on` gives it, in the language of the reader."""
    name = holiday.removesuffix(OBSERVED)
    words = str(NAMES.get(name, name))
    return str(_("%(holiday)s, observed")) % {"holiday": words} if holiday.endswith(OBSERVED) else words


@lru_cache(maxsize=256)
def _holidays_of(province, year):
    subdivision = province if province in holidays.CA.subdivisions else None
    found = holidays.CA(subdiv=subdivision, years=year, language="en_CA", categories=CATEGORIES)
    # Of two holidays on one day, the first: one name is enough to say why.
    return {day: name.split("; ")[0] for day, name in found.items()}
