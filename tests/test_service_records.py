"""Records of services: every way to write keeps history and lets searches find what is stored."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from locator.changing import together
from locator.models import Category, Organization, Phone, Service, ServiceCategory, Spot
from locator.spots import refresh_all
from publishing.generation import Generation

from .factories import make_category, make_location, make_locator_editor, make_organization, make_service

pytestmark = pytest.mark.django_db


def kinds_of(service):
    return set(Spot.objects.filter(service=service).values_list("kind", flat=True))


def test_a_service_is_found_by_its_kind_and_by_those_above_it():
    above = make_category("getting-there")
    service = make_service(at=[make_location()], categories=[make_category("rides", parent=above)])

    assert kinds_of(service) == {"", "rides", "getting-there"}


def test_a_service_is_found_near_its_place_and_by_its_areas():
    service = make_service(at=[make_location("Ottawa")], areas=["province:ON", "place:gatineau-qc"])

    spots = Spot.objects.filter(service=service, kind="")

    assert {spot.area for spot in spots} == {"", "in:ON", "province:ON", "place:gatineau-qc"}
    assert [(spot.latitude, spot.longitude) for spot in spots if not spot.area] == [(45.42, -75.7)]


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_what_is_not_offered_is_found_nowhere(status):
    service = make_service(at=[make_location()], areas=["canada"])
    assert Spot.objects.filter(service=service).exists()

    service.status = status
    service.save()

    assert not Spot.objects.filter(service=service).exists()


def test_a_confidential_place_is_found_in_the_middle_of_its_town():
    hidden = make_location("Ottawa", is_confidential=True, latitude=45.2, longitude=-75.9)
    service = make_service(at=[hidden])

    [point] = Spot.objects.filter(service=service, kind="", area="").values_list("latitude", "longitude")

    assert point != (45.2, -75.9)
    assert abs(point[0] - 45.39) < 0.1


def test_a_place_that_becomes_confidential_loses_its_point_at_once():
    location = make_location("Ottawa", latitude=45.2, longitude=-75.9)
    service = make_service(at=[location])

    location.is_confidential = True
    location.save()

    assert not Spot.objects.filter(service=service, latitude=45.2).exists()


def test_moving_a_kind_in_the_tree_moves_what_is_of_it():
    rides, money = make_category("rides"), make_category("money")
    service = make_service(at=[make_location()], categories=[rides])

    rides.parent = money
    rides.save()

    assert "money" in kinds_of(service)


def test_a_kind_cannot_stand_below_itself():
    above = make_category("above")
    below = make_category("below", parent=above)

    above.parent = below

    with pytest.raises(Exception, match="cannot belong to itself"):
        above.full_clean()


def test_comparing_all_spots_finds_nothing_to_do():
    make_service(at=[make_location("Ottawa"), make_location("Iqaluit", "NU")], categories=[make_category()])
    make_service("Phone line", areas=["canada"])

    assert refresh_all() == 0


def test_comparing_all_spots_mends_what_was_spoilt():
    service = make_service(at=[make_location()])
    Spot.objects.filter(service=service).delete()

    assert refresh_all() == 2
    assert refresh_all() == 0


@pytest.mark.parametrize("write", ["save", "update", "bulk_update"])
def test_every_way_to_change_a_service_keeps_history_and_searches(write):
    service = make_service(at=[make_location()])
    before, generation = service.history.count(), Generation.current()

    service.online = True
    if write == "save":
        service.save()
    elif write == "update":
        Service.objects.filter(pk=service.pk).update(online=True)
    else:
        Service.objects.bulk_update([service], ["online"])

    assert service.history.count() == before + 1
    assert service.history.first().online
    assert set(Spot.objects.filter(service=service).values_list("online", flat=True)) == {True}
    assert Generation.current() > generation


def test_an_update_by_somebody_says_so_in_the_history():
    service, editor = make_service(), make_locator_editor()

    Service.objects.filter(pk=service.pk).update(email="new@example.org", edited_by=editor)

    assert service.history.first().history_user == editor


def test_making_many_at_once_keeps_history():
    organization = make_organization()

    made = Service.objects.bulk_create(
        Service(organization=organization, name_en=f"Service {number}") for number in range(3)
    )

    assert [service.history.count() for service in made] == [1, 1, 1]


def test_deleting_many_at_once_keeps_their_last_state():
    service = make_service(at=[make_location()])

    Service.objects.filter(pk=service.pk).delete()

    assert Service.history.filter(id=service.pk, history_type="-").count() == 1
    assert not Spot.objects.exists()


def test_a_part_keeps_its_history_after_it_is_gone():
    service = make_service(phones=["613-555-0101"])
    phone = service.phones.get()

    service.phones.all().delete()

    assert Phone.history.filter(id=phone.pk).count() == 2


def test_changes_made_together_refresh_a_service_once():
    service = make_service(at=[make_location()])

    with together():
        service.online = True
        service.save()
        ServiceCategory.objects.create(service=service, category=make_category("late"))
        assert "late" not in kinds_of(service)

    assert kinds_of(service) == {"", "late"}


def test_changes_that_fail_together_leave_nothing():
    with pytest.raises(ZeroDivisionError), together():
        make_service("Half")
        raise ZeroDivisionError

    assert not Service.objects.exists()
    assert not Spot.objects.exists()


def test_only_verifying_says_that_somebody_verified():
    service, editor = make_service(), make_locator_editor()

    service.email = "new@example.org"
    service.save()
    assert service.age_of_verification == "never"
    service.verify(by=editor)

    assert (service.verified_on, service.verified_by) == (timezone.localdate(), editor)
    assert service.age_of_verification == "fresh"


def test_a_verification_ages():
    service = make_service()

    service.verify(by=make_locator_editor(), on=timezone.localdate() - timezone.timedelta(days=184))

    assert service.age_of_verification == "ageing"
    assert list(Service.objects.due()) == [service]


@pytest.mark.parametrize(
    "broken",
    [
        {"name_en": "", "name_fr": ""},
        {"minimum_age": 18, "maximum_age": 17},
        {"verified_on": "2026-01-01"},
    ],
    ids=["no name", "ages", "verified by nobody"],
)
def test_the_database_refuses_a_broken_service(broken):
    organization = make_organization()

    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(**{"organization": organization, "name_en": "A name"} | broken)


def test_ids_are_those_that_were_given():
    pk = uuid.uuid4()

    Organization.objects.create(pk=pk, name_en="Kept")

    assert Organization.objects.get().pk == pk


def test_a_category_with_services_stays():
    category = make_category()
    make_service(categories=[category])

    with pytest.raises(Exception, match="protected"):
        Category.objects.filter(pk=category.pk).delete()
