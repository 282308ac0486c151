"""The search for services, a service and somebody's list, in every state that has a page."""

import uuid
from datetime import time
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from locator import chosen
from locator.models import AccessFeature, Category, Closure, Location, Service, ServiceAtLocation

from ..factories import make_location, make_locator_editor, make_organization, make_service
from .forms_sent import address_of_answer
from .long_texts import LONG_WORD

SEARCHES = {
    "services near a town": {"near": "toronto-on", "within": 100},
    "services near a postal code": {"near": "K1A", "kind": "talk", "within": 50},
    "services widened with reasons": {"near": "iqaluit-nu", "kind": "wigs", "within": 5},
    "services in a province": {"near": "qc"},
    "services with every filter": {
        "near": "montreal-qc",
        "mode": "by_phone",
        "language": "fr",
        "age": 40,
        "open": 1,
        "wheelchair": 1,
        "within": 25,
    },
    "services of an odd question": {"near": "nowhere-zz", "kind": "x", "age": "old", "within": 7, "page": 999},
}
ASKED = {
    "services, which town": {"near": "Windsor"},
    "services, wrong postal code": {"near": "K1D 0Z9", "kind": "rides"},
    "services, no such place": {"near": LONG_WORD},
    "services, nothing typed": {"near": ""},
}


def of_services(language):
    """{state: path} in a language."""
    with override(language):
        shown = demonstration_services()
        everything = with_everything(language)
        ids = [service.pk for service in shown.values()]
        return {
            **{name: f"{reverse('locator:index')}?{urlencode(asked)}" for name, asked in SEARCHES.items()},
            **{name: address_of_answer(name, language, "locator:find", answers) for name, answers in ASKED.items()},
            **{name: service.get_absolute_url() for name, service in shown.items()},
            "service with everything": everything.get_absolute_url(),
            "service with a name": make_service("Only a name", phones=()).get_absolute_url(),
            "service that is gone": ended().get_absolute_url(),
            "services with a list": f"{reverse('locator:index')}?{urlencode({'list': chosen.sign(ids)})}",
            "list": f"{reverse('locator:list')}?{urlencode({'list': chosen.sign([*ids, everything.pk])})}",
            "list of nothing": reverse("locator:list"),
            "list that was cut off": f"{reverse('locator:list')}?list=cut",
            "list with what is gone": f"{reverse('locator:list')}?{urlencode({'list': chosen.sign([uuid.uuid4()])})}",
            **of_suggestions(language, shown["service"]),
        }


def demonstration_services():
    """A service at a place, one at a confidential place, one on the phone alone, and one that is closed for now."""
    known = Service.objects.filter(is_demonstration=True).public().order_by("pk")
    hidden = Location.objects.filter(is_confidential=True)
    return {
        "service": known.filter(places__isnull=False, cancers__isnull=False).exclude(places__location__in=hidden)[0],
        "service at a confidential place": known.filter(places__location__in=hidden)[0],
        "service on the phone": known.filter(places__isnull=True, by_phone=True)[0],
        "service that is closed for now": known.filter(status="temporarily closed")[0],
        "service in one language": known.filter(name_fr="")[0],
        "service in the other language": known.filter(name_en="")[0],
    }


def with_everything(language):
    """A service with all that a record can have, in words as long as they come."""
    today = timezone.localdate()
    long = f"{LONG_WORD} " * 3
    names = ("description", "fees", "eligibility", "application", "documents", "wait", "interpretation", "alert")
    words = {f"{name}_{code}": long for name in names for code in ("en", "fr")}
    places = [
        make_location(name_en=long, name_fr=long, street=LONG_WORD, description_en=long, transport_en=long),
        make_location("Montréal", "QC", postal_code="H2X 1Y4", is_confidential=True),
    ]
    AccessFeature.objects.create(location=places[0], text_en=long, text_fr=long)
    service = make_service(
        f"{LONG_WORD} {LONG_WORD}",
        at=places,
        areas=["canada", "province:ON", "postal:K1A"],
        categories=Category.objects.all()[:3],
        phones=("613-555-0123", "1-800-555-0199"),
        languages=["en", "fr", "iu"],
        hours=[
            {"days": "MO,TU,WE", "opens": time(9), "closes": time(12), "note_en": long, "note_fr": long},
            {"days": "WE", "weeks": "1,-1", "opens": time(18), "closes": time(1)},
            {"by_appointment": True},
        ],
        organization=make_organization(LONG_WORD, description_en=long, description_fr=long),
        minimum_age="0.5",
        maximum_age="17.5",
        email=f"{'long' * 12}@example.org",
        website_en=f"https://example.org/{LONG_WORD}",
        website_fr=f"https://example.org/{LONG_WORD}",
        source=LONG_WORD,
        online=True,
        **words,
    )
    ServiceAtLocation.objects.filter(service=service, location=places[0]).update(note_en=long, note_fr=long)
    Closure.objects.create(service=service, first=today, last=today, reason_en=long, reason_fr=long)
    service.verify(by=make_locator_editor(), on=today - timezone.timedelta(days=300))
    return service


def ended():
    service = make_service("Once there")
    service.status = "defunct"
    service.save()
    return service


def of_suggestions(language, service):
    """What the form for suggestions looks like, and what it answers."""
    forms = {
        "suggest": reverse("locator:suggest", args=[service.pk]),
        "suggest a new service": reverse("locator:suggest_new"),
    }
    return forms | {f"suggest, {kind}": f"{forms['suggest']}?tell={kind}" for kind in ("right", "change", "remove")}
