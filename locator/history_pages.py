"""Everything that ever changed about a record: itself and its parts, those that are gone too, in one timeline.

Only for locator editors: what is confidential stands here.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Q
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cancers.models import Cancer

from . import languages_spoken, places
from .cancer_names import cancer_names
from .categories import Category
from .choices import Day
from .details import Closure, Phone, Schedule, SpokenLanguage
from .locations import AccessFeature, Address, Location
from .organizations import Organization
from .services import Service, ServiceArea, ServiceAtLocation, ServiceCancer, ServiceCategory

MOST_STATES = 500
# What one press of a button wrote.
AT_ONCE = timedelta(seconds=2)
HIDDEN = {"id", "more", "edited_at", "edited_by", "edit_counter"}


@dataclass(frozen=True)
class Line:
    """A row that was added, changed or taken away: its kind, and [(field, before, after)]."""

    what: str
    how: str
    changes: list


@dataclass
class Entry:
    """What one person changed at once, and why."""

    at: datetime
    by: object
    reason: str
    lines: list


@dataclass(frozen=True)
class Step:
    state: object
    older: object

    @property
    def fields(self):
        fields = [field for field in self.state.tracked_fields if field.name not in HIDDEN]
        if self.state.history_type != "~":
            return [field for field in fields if getattr(self.state, field.attname) not in (None, "", False)]
        if self.older is None:
            return []
        return [field for field in fields if self._differs(field.attname)]

    def _differs(self, name):
        return getattr(self.state, name) != getattr(self.older, name)

    def values(self, field):
        """[(value before, value after)] of a field; None stands for nothing."""
        now = getattr(self.state, field.attname)
        match self.state.history_type:
            case "+":
                return None, now
            case "-":
                return now, None
        return getattr(self.older, field.attname), now


def timeline(model, pk):
    """Return [Entry] of a record, the newest first, and whether there is more than is shown."""
    sources = [(model, Q(id=pk)), *PARTS_OF[model](pk)]
    steps = [step for kind, wanted in sources for step in _steps(kind, wanted)]
    steps.sort(key=lambda step: (step.state.history_date, step.state.history_id), reverse=True)
    steps, is_cut = steps[:MOST_STATES], len(steps) > MOST_STATES
    named = _names(steps)
    entries = []
    for step in steps:
        _add(entries, step, _line(step, model, pk, named))
    return [entry for entry in entries if entry.lines], is_cut


def newest_state(model, pk):
    """The newest state of a record, of a deleted one too, or None."""
    return model.history.filter(id=pk).first()


def _steps(kind, wanted):
    rows = defaultdict(list)
    for state in kind.history.filter(wanted).select_related("history_user")[: MOST_STATES + 1]:
        rows[state.id].append(state)
    return [Step(*pair) for states in rows.values() for pair in zip(states, [*states[1:], None], strict=True)]


def _add(entries, step, line):
    state = step.state
    last = entries[-1] if entries else None
    reason = state.history_change_reason or ""
    if not (
        last and last.by == state.history_user and last.reason == reason and last.at - state.history_date < AT_ONCE
    ):
        last = Entry(state.history_date, state.history_user, reason, [])
        entries.append(last)
    if line:
        last.lines.append(line)


def _line(step, model, pk, named):
    """The Line of a step; None where nothing can be seen to have changed."""
    kind = step.state.instance_type
    is_record = kind is model
    if is_record and step.state.history_type != "~":
        return Line(capfirst(kind._meta.verbose_name), step.state.history_type, [])
    changes = [
        (capfirst(field.verbose_name), *(_readable(kind, field, value, named) for value in step.values(field)))
        for field in step.fields
        if pk not in step.values(field)
    ]
    if not changes and step.older is not None:
        return None
    return Line(capfirst(NAMES.get(kind, kind._meta.verbose_name)), step.state.history_type, changes)


def _readable(kind, field, value, named):
    if value in (None, ""):
        return ""
    if field.is_relation:
        return named[field.related_model].get(value, _("(no longer there)"))
    if (kind, field.name) in IN_WORDS:
        return IN_WORDS[kind, field.name](value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, BooleanField):
        return _("Yes") if value else _("No")
    return localize(value)


def _names(steps):
    """{model: {primary key: name}} of all that the steps point to; one query for each model."""
    wanted = defaultdict(set)
    for step in steps:
        for field in step.fields:
            if field.is_relation:
                wanted[field.related_model].update(value for value in step.values(field) if value is not None)
    return {model: _names_of(model, pks) for model, pks in wanted.items()}


def _names_of(model, pks):
    if model is Cancer:
        return cancer_names(also=pks)
    related, prefetched = RELATED.get(model, ((), ()))
    rows = model.objects.select_related(*related).prefetch_related(*prefetched)
    return {pk: str(row) for pk, row in rows.in_bulk(pks).items()}


RELATED = {
    Location: ((), ("addresses",)),
    ServiceAtLocation: (("location",), ("location__addresses",)),
}


def _parts_of_a_service(pk):
    at = _ids(ServiceAtLocation, Q(service=pk))
    here = Q(service=pk) | Q(place__in=at)
    links = [(kind, Q(service=pk)) for kind in (ServiceCategory, ServiceCancer, ServiceArea, ServiceAtLocation)]
    return [*links, *_details(here)]


def _parts_of_a_location(pk):
    here = Q(location=pk)
    return [(kind, here) for kind in (Address, AccessFeature, ServiceAtLocation)] + _details(here)


def _parts_of_an_organization(pk):
    here = Q(organization=pk)
    return [(Phone, here), (SpokenLanguage, Q(phone__in=_ids(Phone, here)))]


def _details(here):
    spoken = here | Q(phone__in=_ids(Phone, here))
    return [(Schedule, here), (Closure, here), (Phone, here), (SpokenLanguage, spoken)]


def _ids(kind, wanted):
    """The ids of rows that ever belonged somewhere."""
    return list(kind.history.filter(wanted).order_by().values_list("id", flat=True).distinct())


def _no_parts(pk):
    return []


PARTS_OF = {
    Service: _parts_of_a_service,
    Location: _parts_of_a_location,
    Organization: _parts_of_an_organization,
    Category: _no_parts,
}


def _days(value):
    return ", ".join(str(Day(code).label) for code in value.split(",") if code in Day)


IN_WORDS = {
    (Schedule, "days"): _days,
    (ServiceArea, "key"): lambda key: places.area_label(key, get_language()),
    (SpokenLanguage, "code"): lambda code: languages_spoken.name(code, get_language()) or code,
}
NAMES = {ServiceCategory: Category._meta.verbose_name, ServiceCancer: Cancer._meta.verbose_name}
