"""When, by which number and in which language: rows that hang on a service, on a location, or on one at the other."""

from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.languages import Language

from .choices import Day, PhoneKind
from .languages_spoken import name as name_of
from .locations import Location
from .organizations import Organization
from .records import KeptQuerySet, Part
from .services import Service, ServiceAtLocation

DAYS = r"(MO|TU|WE|TH|FR|SA|SU)"
is_a_list_of_days = RegexValidator(rf"^{DAYS}(,{DAYS})*\Z", _("Choose days of the week."))
is_a_list_of_weeks = RegexValidator(
    r"^(-1|[1-5])(,(-1|[1-5]))*\Z", _("Write the weeks of the month as 1 to 5, or -1 for the last, with commas.")
)


class DetailQuerySet(KeptQuerySet):
    def with_secrecy(self):
        """Each with `is_secret`: whether it hangs, perhaps besides something else, on a confidential location."""
        at_secret = [Q(**{f"{location}__is_confidential": True}) for location in self.model.LOCATIONS]
        return self.annotate(is_secret=reduce(or_, at_secret))


class Detail(Part):
    """Base of rows that hang on a service, on a location, or on a service at one location alone."""

    # The ways from a row to a location, and its column of words.
    LOCATIONS = ("location", "place__location")
    WORDS = "note"

    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    location = models.ForeignKey(Location, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    place = models.ForeignKey(ServiceAtLocation, models.CASCADE, null=True, blank=True, related_name="%(class)ss")

    objects = DetailQuerySet.as_manager()

    class Meta:
        abstract = True

    def services_touched(self):
        of_location = self.location.services_touched() if self.location_id else set()
        of_place = {self.place.service_id} if self.place_id else set()
        return {*of_location, *of_place, *([self.service_id] if self.service_id else [])}

    def forget_words(self):
        """Leave the facts alone, in memory: for readers of a row whose words could tell where something is."""
        for language in Language.values:
            setattr(self, f"{self.WORDS}_{language}", "")


BELONGS = Q(service__isnull=False) | Q(location__isnull=False) | Q(place__isnull=False)


class Schedule(Detail):
    """A line of regular opening hours."""

    days = models.CharField(
        _("days"), max_length=20, blank=True, validators=[is_a_list_of_days], help_text=_("On which days.")
    )
    weeks = models.CharField(
        _("weeks of the month"),
        max_length=14,
        blank=True,
        validators=[is_a_list_of_weeks],
        help_text=_("Left empty: every week. 1,3 is the first and third of the month, -1 the last."),
    )
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(
        _("closes"), null=True, blank=True, help_text=_("A time before the opening is on the next day.")
    )
    valid_from = models.DateField(_("from"), null=True, blank=True, help_text=_("For hours of a season."))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))
    by_appointment = models.BooleanField(_("by appointment only"), default=False)
    on_holidays = models.BooleanField(
        _("on holidays too"), default=False, help_text=_("Otherwise readers are told to call on a public holiday.")
    )
    note_en = models.CharField(_("note in English"), max_length=1000, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["valid_from", "opens", "pk"]
        constraints = [
            models.CheckConstraint(name="hours_belong_to_something", condition=BELONGS),
            models.CheckConstraint(
                name="hours_have_both_ends",
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__isnull=False, closes__isnull=False),
                violation_error_message=_("Write when it opens and when it closes, or neither."),
            ),
            models.CheckConstraint(
                name="a_season_ends_after_it_starts",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.days} {self.opens or ''}–{self.closes or ''}"

    def clean(self):
        if self.opens and not self.days:
            raise ValidationError({"days": _("Choose the days of these hours.")})

    @property
    def list_of_days(self):
        return [Day(code) for code in self.days.split(",") if code]


class Closure(Detail):
    """Days on which something is closed although its hours say otherwise."""

    WORDS = "reason"

    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    reason_en = models.CharField(_("reason in English"), max_length=200, blank=True)
    reason_fr = models.CharField(_("reason in French"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(name="a_closure_belongs_to_something", condition=BELONGS),
            models.CheckConstraint(
                name="a_closure_ends_after_it_starts",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.first} – {self.last}"


class Phone(Detail):
    """A number to call."""

    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="phones")
    number = models.CharField(_("number"), max_length=60, help_text=_("As people dial it: 613-555-0123."))
    extension = models.CharField(_("extension"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=PhoneKind, default=PhoneKind.VOICE)
    note_en = models.CharField(_("note in English"), max_length=1000, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=1000, blank=True)
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")
        ordering = ["position", "pk"]
        # A number may also be only a contact's, who is kept among what a partner's file says beyond our columns.

    def __str__(self):
        return self.number


class SpokenLanguage(Detail):
    """A language in which people are served, with what must be known about it."""

    LOCATIONS = (*Detail.LOCATIONS, "phone__location", "phone__place__location")

    phone = models.ForeignKey(Phone, models.CASCADE, null=True, blank=True, related_name="languages")
    # ISO 639-1 or 639-3; empty when a partner gave only a name, which is then in `name`.
    code = models.CharField(_("language"), max_length=10, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    note_en = models.CharField(
        _("note in English"), max_length=500, blank=True, help_text=_("For example: not every day; call ahead.")
    )
    note_fr = models.CharField(_("note in French"), max_length=500, blank=True, help_text=_("The same, in French."))

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["code", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_language_is_named",
                condition=~Q(code="") | ~Q(name=""),
                violation_error_message=_("Choose the language."),
            ),
            models.CheckConstraint(name="a_language_belongs_to_something", condition=BELONGS | Q(phone__isnull=False)),
        ]

    def __str__(self):
        return name_of(self.code, get_language()) or self.name or self.code
