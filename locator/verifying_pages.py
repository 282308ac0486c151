"""Saying that a record is still right: one by one, many at once, and the queue of those whose turn it is."""

import uuid
from collections import defaultdict

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from .changed_by import changed_by
from .details import Phone
from .paging import CappedPaginator
from .services import Service, ServiceAtLocation

MOST_AT_ONCE = 1000
CHUNK = 100
A_PAGE = 50
AGES = {
    "fresh": gettext_lazy("verified"),
    "ageing": gettext_lazy("verified long ago"),
    "never": gettext_lazy("never verified"),
}


class VerifyingPages:
    """Mixed into ServiceAdmin. A record that changed after the person saw it is not taken for verified."""

    actions = ["ask_to_verify"]

    def get_actions(self, request):
        actions = super().get_actions(request)
        # Nothing is deleted in bulk.
        return {name: action for name, action in actions.items() if name == "ask_to_verify"}

    def get_urls(self):
        own = [
            path("due/", self._wrap(self.due_view), name="locator_service_due"),
            path("verify/", self._wrap(self.verify_many_view), name="locator_service_verify_many"),
            path("<uuid:pk>/verify/", self._wrap(self.verify_view), name="locator_service_verify"),
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("verified"), ordering="verified_on")
    def verification(self, service):
        age = service.age_of_verification
        when = date_format(service.verified_on) if service.verified_on else ""
        return format_html('<span class="verified-{}">{}</span> {}', age, AGES[age], when)

    # From the list, many at once.

    @admin.action(description=gettext_lazy("Verified today …"), permissions=["change"])
    def ask_to_verify(self, request, queryset):
        services = list(queryset.select_related("organization")[: MOST_AT_ONCE + 1])
        if len(services) > MOST_AT_ONCE:
            sentence = _("Choose at most %(number)s services at once.") % {"number": MOST_AT_ONCE}
            messages.error(request, sentence)
            return None
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Verified today"),
            "services": services,
            # In one field, because a request may not have a thousand.
            "seen": " ".join(f"{service.pk}:{service.edit_counter}" for service in services),
        }
        return TemplateResponse(request, "admin/locator/verify.html", context)

    @method_decorator(require_POST)
    def verify_many_view(self, request):
        self._refuse_others(request)
        seen = _read_seen(request.POST.get("seen", ""))
        verified = 0
        for start in range(0, len(seen), CHUNK):
            with changed_by(request):
                verified += self._verify(request, dict(seen[start : start + CHUNK]))
        self._say(request, verified, len(seen) - verified)
        return HttpResponseRedirect(reverse("admin:locator_service_changelist"))

    # One by one.

    @method_decorator(require_POST)
    def verify_view(self, request, pk):
        self._refuse_others(request)
        seen = _read_seen(f"{pk}:{request.POST.get('seen', '')}")
        with changed_by(request):
            verified = self._verify(request, dict(seen))
        self._say(request, verified, 1 - verified)
        if request.POST.get("from") == "due":
            return HttpResponseRedirect(reverse("admin:locator_service_due"))
        return HttpResponseRedirect(reverse("admin:locator_service_change", args=[pk]))

    def _verify(self, request, seen):
        """Verify services, {id: the counter that the person saw}, under their locks. Returns how many."""
        services = Service.objects.select_for_update().filter(pk__in=seen)
        unchanged = [service for service in services if service.edit_counter == seen[service.pk]]
        for service in unchanged:
            service.verify(by=request.user)
        return len(unchanged)

    def _say(self, request, verified, skipped):
        if verified:
            sentence = ngettext("%(number)s service is verified.", "%(number)s services are verified.", verified)
            messages.success(request, sentence % {"number": verified})
        if skipped:
            sentence = ngettext(
                "%(number)s service changed after you opened the page, or is gone. Look at it again.",
                "%(number)s services changed after you opened the page, or are gone. Look at them again.",
                skipped,
            )
            messages.warning(request, sentence % {"number": skipped})

    def _refuse_others(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied

    # From the service's own page, with what was corrected there.

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "_verify" in request.POST:
            form.instance.verify(by=request.user)

    # The queue.

    @method_decorator(require_safe)
    def due_view(self, request):
        self._refuse_others(request)
        due = Service.objects.due().select_related("organization")
        paginator = CappedPaginator(due, A_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        services = list(page.object_list)
        phones = _phones_of(services)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Due for verifying"),
            "page": page,
            "has_more": paginator.has_more,
            "rows": [
                {
                    "service": service,
                    "age": how_long_ago(service.verified_on),
                    "phones": phones[service.pk],
                    "email": service.email or service.organization.email,
                }
                for service in services
            ],
        }
        return TemplateResponse(request, "admin/locator/due.html", context)


def how_long_ago(day):
    """In words, how long ago somebody verified; for the queue, which is about months."""
    if day is None:
        return _("never verified")
    return _("verified %(time)s ago") % {"time": timesince(day, timezone.localdate(), depth=1)}


def _read_seen(text):
    """[(id, counter)] from "id:counter id:counter …"; what does not read so is left out."""
    seen = {}
    for part in text.split()[:MOST_AT_ONCE]:
        pk, _colon, counter = part.partition(":")
        try:
            seen[uuid.UUID(pk)] = int(counter)
        except ValueError:
            continue
    return list(seen.items())


def _phones_of(services):
    """{service: [numbers to ask at]}: its own, those where it is given, or its organization's."""
    links = ServiceAtLocation.objects.filter(service__in=services).values_list("pk", "service", "location")
    places = {pk: service for pk, service, _location in links}
    at = defaultdict(set)
    for _pk, service, location in links:
        at[location].add(service)
    of = defaultdict(set)
    for service in services:
        of[service.organization_id].add(service.pk)
    own, others = defaultdict(list), defaultdict(list)
    wanted = (
        Q(service__in=services) | Q(place__in=list(places)) | Q(location__in=list(at)) | Q(organization__in=list(of))
    )
    for phone in Phone.objects.filter(wanted):
        if phone.service_id:
            own[phone.service_id].append(phone)
        for service in {places.get(phone.place_id), *at.get(phone.location_id, ()), *of.get(phone.organization_id, ())}:
            others[service].append(phone)
    return {service.pk: own[service.pk] or others[service.pk] for service in services}
