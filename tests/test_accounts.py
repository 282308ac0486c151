"""The people at the desk: the language they chose, and the way back in when a password is forgotten."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.forms import LETTERS_AN_HOUR
from mail.delivery import deliver
from mail.models import Letter
from publishing.roles import ADMINISTRATOR, ROLES

from .factories import make_drug, make_editor, make_user

pytestmark = pytest.mark.django_db

RESET = "/admin/password-reset/"


def text_of(answer):
    return answer.content.decode()


def delivered():
    """The letters that the worker has sent by now."""
    deliver()
    return mail.outbox


def choose(client, language, **more):
    return client.post(reverse("admin:accounts_user_language"), {"language": language, **more})


@pytest.mark.parametrize("role", [None, *ROLES])
def test_everybody_at_the_desk_chooses_their_language(client, role):
    person = make_user(*filter(None, [role]))
    client.force_login(person)

    choose(client, "fr")

    person.refresh_from_db()
    assert person.language == "fr"
    assert 'lang="fr"' in text_of(client.get("/admin/"))
    assert "Déconnexion" in text_of(client.get("/admin/", headers={"accept-language": "en"}))


def test_who_chose_nothing_gets_what_their_browser_asks_for(client):
    client.force_login(make_editor())

    assert "Log out" in text_of(client.get("/admin/", headers={"accept-language": "en"}))
    assert "Déconnexion" in text_of(client.get("/admin/", headers={"accept-language": "fr"}))


def test_the_choice_leads_back_to_where_the_person_was(client):
    client.force_login(make_editor())

    answer = choose(client, "fr", next="/admin/drugs/drugversion/?q=inter")

    assert answer.url == "/admin/drugs/drugversion/?q=inter"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_the_choice_never_leads_to_another_site(client, elsewhere):
    client.force_login(make_editor())

    assert choose(client, "fr", next=elsewhere).url == "/admin/"


def test_an_administrator_who_had_the_account_open_does_not_take_the_choice_back(client):
    person = make_user(username="mona")
    client.force_login(make_user(ADMINISTRATOR))
    form = {"username": "mona", "first_name": "Mona", "language": "", "is_active": "on", "seen_counter": 0}
    hers = Client()
    hers.force_login(person)
    choose(hers, "fr")

    answer = client.post(reverse("admin:accounts_user_change", args=[person.pk]), form)

    person.refresh_from_db()
    assert "Saved meanwhile" in text_of(answer)
    assert person.language == "fr"


@pytest.mark.parametrize("language", ["", "de", "frr", "<b>"])
def test_only_the_two_languages_can_be_chosen(client, language):
    person = make_editor()
    client.force_login(person)

    answer = choose(client, language)

    person.refresh_from_db()
    assert answer.status_code == 400
    assert person.language == ""


def test_the_choice_is_never_made_by_a_link_or_by_a_stranger(client):
    person = make_editor()

    assert choose(client, "fr").status_code == 302
    client.force_login(person)
    assert client.get(reverse("admin:accounts_user_language"), {"language": "fr"}).status_code == 405
    person.refresh_from_db()
    assert person.language == ""


def test_public_pages_keep_the_language_of_their_address(client):
    person = make_editor()
    client.force_login(person)
    choose(client, "fr")

    assert 'lang="en-CA"' in text_of(client.get(make_drug().get_absolute_url()))


def test_a_forgotten_password_is_replaced_by_a_link_in_the_persons_language(client):
    person = make_user("editor", email="mona@example.org", language="fr")
    person.set_password("the-old-password")
    person.save()

    client.post(RESET, {"email": "mona@example.org"}, headers={"accept-language": "en"})
    [letter] = delivered()
    address = re.search(r"http://testserver(/\S+)", letter.body)[1]
    form = client.get(address, follow=True)
    chosen = {"new_password1": "kitchen-window-rain", "new_password2": "kitchen-window-rain"}
    client.post(form.redirect_chain[-1][0], chosen)

    person.refresh_from_db()
    assert "mot de passe" in letter.subject
    assert "Bonjour" in letter.body
    assert person.check_password("kitchen-window-rain")


def test_the_link_works_once(client):
    person = make_user("editor", email="mona@example.org")
    person.set_password("the-old-password")
    person.save()
    client.post(RESET, {"email": "mona@example.org"})
    address = re.search(r"http://testserver(/\S+)", delivered()[0].body)[1]
    form = client.get(address, follow=True).redirect_chain[-1][0]
    client.post(form, {"new_password1": "kitchen-window-rain", "new_password2": "kitchen-window-rain"})

    answer = client.get(address, follow=True)

    assert "new_password1" not in text_of(answer)


def test_the_link_has_the_sites_own_address_whatever_the_request_says(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    person = make_user("editor", email="mona@example.org")
    person.set_password("the-old-password")
    person.save()

    client.post(RESET, {"email": "mona@example.org"}, headers={"host": "evil.example"})

    [letter] = delivered()
    assert "evil.example" not in letter.body
    assert "http://testserver/admin/password-reset/" in letter.body


def test_the_page_says_the_same_for_an_address_that_nobody_has(client):
    person = make_user("editor", email="mona@example.org")
    person.set_password("the-old-password")
    person.save()

    known = client.post(RESET, {"email": "mona@example.org"}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@example.org"}, follow=True)

    assert len(delivered()) == 1
    assert text_of(known) == text_of(unknown)


def test_a_closed_account_gets_no_link(client):
    person = make_user("editor", email="mona@example.org", is_active=False)
    person.set_password("the-old-password")
    person.save()

    client.post(RESET, {"email": "mona@example.org"})

    assert delivered() == []


def test_a_link_that_was_sent_before_the_account_was_closed_opens_nothing(client):
    person = make_user("editor", email="mona@example.org")
    person.set_password("the-old-password")
    person.save()
    client.post(RESET, {"email": "mona@example.org"})
    person.is_active = False
    person.save()

    answer = client.get(re.search(r"http://testserver(\S+)", delivered()[0].body)[1], follow=True)

    assert "new_password1" not in text_of(answer)


def test_no_form_waits_for_the_mail_server(client, settings):
    settings.EMAIL_BACKEND = "no.such.backend"
    make_somebody("mona@example.org")

    answer = client.post(RESET, {"email": "mona@example.org"})

    assert answer.status_code == 302
    assert Letter.objects.waiting().count() == 1


def test_the_worker_does_not_wait_for_ever_for_the_mail_server(settings):
    assert settings.EMAIL_TIMEOUT <= 30


def make_somebody(email):
    person = make_user("editor", username=email, email=email)
    person.set_password("the-old-password")
    person.save()
    return person


def test_nobody_gets_more_than_a_few_letters_an_hour(client):
    make_somebody("mona@example.org")
    make_somebody("ada@example.org")

    answers = [client.post(RESET, {"email": "mona@example.org"}, follow=True) for _ in range(LETTERS_AN_HOUR + 2)]
    client.post(RESET, {"email": "ada@example.org"})

    assert len({text_of(answer) for answer in answers}) == 1
    assert [letter.to for letter in delivered()] == [["mona@example.org"]] * LETTERS_AN_HOUR + [["ada@example.org"]]


def test_an_hour_later_there_is_another_letter(client):
    make_somebody("mona@example.org")
    for _ in range(LETTERS_AN_HOUR):
        client.post(RESET, {"email": "mona@example.org"})
    Letter.objects.update(written_at=timezone.now() - timedelta(minutes=61))

    client.post(RESET, {"email": "mona@example.org"})

    assert len(delivered()) == LETTERS_AN_HOUR + 1


def test_an_address_that_nobody_has_costs_the_database_as_much(client):
    make_somebody("mona@example.org")
    kinds = {}

    for email in ("mona@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": email})
        kinds[email] = [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]]

    assert kinds["mona@example.org"] == kinds["nobody@example.org"]
    assert Letter.objects.count() == 1


def test_an_address_that_nobody_has_leaves_no_letter(client):
    client.post(RESET, {"email": "nobody@example.org"})

    assert not Letter.objects.exists()


def test_the_sign_in_page_leads_to_it(client):
    assert f'href="{RESET}"' in text_of(client.get("/admin/login/"))
