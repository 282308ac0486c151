from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cancers.models import Cancer

from .categories import Category
from .choices import PUBLIC, Cost, Mode, Status
from .locations import Location
from .organizations import Organization
from .places import area_label
from .records import KeptQuerySet, Part, Record, in_one_language_at_least, label

# How long readers can rely on what somebody verified.
FRESH = timedelta(days=183)


class ServiceQuerySet(KeptQuerySet):
    def public(self):
        return self.filter(status__in=PUBLIC)

    def is_gone(self, pk):
        """Whether readers could find it once. What is not offered at present, or never was, leaves no trace."""
        is_put_away = self.filter(pk=pk, status=Status.INACTIVE).exists()
        return not is_put_away and self.model.history.filter(id=pk, status__in=PUBLIC).exists()

    def due(self, *, today=None):
        """Those that readers find and nobody verified of late: never verified first, then the longest ago."""
        limit = (today or timezone.localdate()) - FRESH
        waiting = self.public().filter(Q(verified_on__isnull=True) | Q(verified_on__lt=limit))
        return waiting.order_by(F("verified_on").asc(nulls_first=True), "pk")


class Service(Record):
    """Something that an organization does for people who face cancer."""

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="services",
        verbose_name=_("organization"),
        help_text=_("Who offers it. Type a part of the name."),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        default=Status.ACTIVE,
        help_text=_("Readers find it while it is active or closed for now."),
    )
    name_en = models.CharField(
        _("name in English"), max_length=200, blank=True, help_text=_("What readers see first: short and plain.")
    )
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True, help_text=_("The same, in French."))
    other_name_en = models.CharField(
        _("other name in English"),
        max_length=200,
        blank=True,
        help_text=_("An older name, or a short form that people say."),
    )
    other_name_fr = models.CharField(
        _("other name in French"), max_length=200, blank=True, help_text=_("The same, in French.")
    )
    description_en = models.TextField(
        _("what it does, in English"), max_length=6000, blank=True, help_text=_("What happens there, in plain words.")
    )
    description_fr = models.TextField(
        _("what it does, in French"), max_length=6000, blank=True, help_text=_("The same, in French.")
    )
    website_en = models.URLField(
        _("website in English"), max_length=500, blank=True, help_text=_("The whole address, with https://.")
    )
    website_fr = models.URLField(
        _("website in French"), max_length=500, blank=True, help_text=_("The page in French, if there is one.")
    )
    email = models.EmailField(
        _("e-mail address"), max_length=254, blank=True, help_text=_("An address that somebody reads. Readers see it.")
    )

    in_person = models.BooleanField(
        _("in person"), default=False, help_text=_("People go there, or somebody comes to them.")
    )
    by_phone = models.BooleanField(
        _("by phone"), default=False, help_text=_("Help on the phone, not only a number for questions.")
    )
    online = models.BooleanField(_("online"), default=False, help_text=_("By video, chat or e-mail."))

    categories = models.ManyToManyField(Category, through="ServiceCategory", related_name="services")
    cancers = models.ManyToManyField(Cancer, through="ServiceCancer", related_name="services")

    cost = models.CharField(
        _("cost"), max_length=10, choices=Cost, default=Cost.UNKNOWN, help_text=_("What people pay themselves.")
    )
    fees_en = models.TextField(
        _("about the cost, in English"), max_length=2000, blank=True, help_text=_("How much, and who can pay less.")
    )
    fees_fr = models.TextField(
        _("about the cost, in French"), max_length=2000, blank=True, help_text=_("The same, in French.")
    )
    eligibility_en = models.TextField(
        _("who can use it, in English"), max_length=4000, blank=True, help_text=_("Left empty: everybody.")
    )
    eligibility_fr = models.TextField(
        _("who can use it, in French"), max_length=4000, blank=True, help_text=_("The same, in French.")
    )
    # Decimals, because babies are counted in months.
    minimum_age = models.DecimalField(
        _("from the age of"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(130)],
        help_text=_("In years: 0.5 is six months. Leave it empty when there is no limit."),
    )
    maximum_age = models.DecimalField(
        _("to the age of"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(130)],
        help_text=_("In years. Somebody of this age can still use it."),
    )
    application_en = models.TextField(
        _("how to start, in English"), max_length=4000, blank=True, help_text=_("Call? Ask a doctor for a letter?")
    )
    application_fr = models.TextField(
        _("how to start, in French"), max_length=4000, blank=True, help_text=_("The same, in French.")
    )
    documents_en = models.TextField(
        _("what to bring, in English"),
        max_length=2000,
        blank=True,
        help_text=_("A health card, a letter, comfortable shoes."),
    )
    documents_fr = models.TextField(
        _("what to bring, in French"), max_length=2000, blank=True, help_text=_("The same, in French.")
    )
    wait_en = models.CharField(
        _("waiting time, in English"), max_length=500, blank=True, help_text=_("For example: about two weeks.")
    )
    wait_fr = models.CharField(
        _("waiting time, in French"), max_length=500, blank=True, help_text=_("The same, in French.")
    )
    interpretation_en = models.TextField(
        _("interpreters, in English"),
        max_length=2000,
        blank=True,
        help_text=_("Which languages, and how to ask for one."),
    )
    interpretation_fr = models.TextField(
        _("interpreters, in French"), max_length=2000, blank=True, help_text=_("The same, in French.")
    )
    alert_en = models.CharField(
        _("notice in English"), max_length=500, blank=True, help_text=_("What has changed for now. Shown on top.")
    )
    alert_fr = models.CharField(_("notice in French"), max_length=500, blank=True, help_text=_("The same, in French."))
    alert_until = models.DateField(
        _("the notice shows until"), null=True, blank=True, help_text=_("Left empty, it shows until you take it away.")
    )
    # Only for hours of what has no place: a place has its own.
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="America/Toronto", help_text=_("For hours of what has no place.")
    )

    verified_on = models.DateField(_("verified on"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name_en", "name_fr", "pk"]
        constraints = [
            in_one_language_at_least("name", of="service"),
            models.CheckConstraint(
                name="ages_are_in_order",
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(minimum_age__lte=F("maximum_age")),
                violation_error_message=_("The lower age must not be above the upper one."),
            ),
            models.CheckConstraint(
                name="who_verified_is_known",
                condition=Q(verified_on__isnull=True, verified_by__isnull=True)
                | Q(verified_on__isnull=False, verified_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["name_en", "name_fr", "id"], name="services_by_name"),
            models.Index(fields=["name_fr", "id"], name="services_by_french_name"),
            models.Index(fields=["verified_on", "id"], name="services_by_verification"),
            models.Index(fields=["edited_at", "id"], name="services_by_last_edit"),
        ]

    def __str__(self):
        return label(self)

    def get_absolute_url(self):
        return reverse("locator:detail", args=[self.pk])

    @property
    def is_public(self):
        return self.status in PUBLIC

    @property
    def is_closed_for_now(self):
        return self.status == Status.CLOSED_FOR_NOW

    @property
    def modes(self):
        return [mode for mode in Mode if getattr(self, mode)]

    @property
    def age_of_verification(self):
        """ "fresh", "ageing" or "never": what the badge says."""
        if self.verified_on is None:
            return "never"
        return "fresh" if timezone.localdate() - self.verified_on <= FRESH else "ageing"

    @transaction.atomic
    def verify(self, *, by, on=None):
        """Somebody asked the organization, and all of this record is true. Nothing else sets these two fields."""
        self.verified_on, self.verified_by = on or timezone.localdate(), by
        self.edited_by = self._history_user = by
        self.edit_counter += 1
        self.save()

    def services_touched(self):
        return {self.pk}


class OfService(Part):
    """A part of one service."""

    class Meta:
        abstract = True

    def services_touched(self):
        return {self.service_id}


class ServiceCategory(OfService):
    """A service is of a kind."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="category_links")
    category = models.ForeignKey(Category, models.PROTECT, related_name="service_links", verbose_name=_("kind of help"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "category"], name="a_service_is_of_a_kind_once")]

    def __str__(self):
        return str(self.category)


class ServiceCancer(OfService):
    """A service is for people with one cancer. A service without any is for all."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="cancer_links")
    cancer = models.ForeignKey(Cancer, models.PROTECT, related_name="service_links", verbose_name=_("cancer"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "cancer"], name="a_service_is_for_a_cancer_once")]

    def __str__(self):
        return str(self.cancer)


class ServiceAtLocation(OfService):
    """A service is given at a location."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, models.PROTECT, related_name="places", verbose_name=_("location"))
    note_en = models.CharField(_("note in English"), max_length=2000, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("where it is given")
        verbose_name_plural = _("where it is given")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="a_service_is_at_a_location_once")]

    def __str__(self):
        return str(self.location)


class ServiceArea(OfService):
    """Where people live whom a service serves, apart from where it is."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="areas")
    # "canada", "province:ON", "place:ottawa-on", "postal:K0A"; empty when only the words below tell.
    key = models.CharField(_("area"), max_length=80, blank=True)
    label_en = models.CharField(_("in words, in English"), max_length=500, blank=True)
    label_fr = models.CharField(_("in words, in French"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("area served")
        verbose_name_plural = _("areas served")
        ordering = ["key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_area_is_named",
                condition=~Q(key="") | ~Q(label_en="") | ~Q(label_fr=""),
                violation_error_message=_("Choose an area, or describe it."),
            )
        ]

    def __str__(self):
        return area_label(self.key, get_language()) if self.key else self.label_en or self.label_fr
