"""The visit sheet: what can be put on it, what stands on it, and that nothing of it is kept."""

import logging
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter

from cancers.models import Cancer
from drugs.models import DrugVersion
from glossary.models import TermVersion
from locator import chosen
from locator.models import Service
from stories.links import token_of
from visit.asked import MOST
from visit.choosing import FEW
from visit.views import index

from .factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_location,
    make_many,
    make_publisher,
    make_service,
    make_site_page,
    make_term,
    publish_story,
    send_story,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/en/visit-sheet/"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
SECRET = "zq my own secret worry"


def post(address=ADDRESS, *, step="sheet", headers=FROM_HERE, client=None, **answers):
    return (client or Client()).post(address, {"step": step, **answers}, headers=headers)


def text_of(answer):
    return answer.content.decode()


def ticked(answer):
    """The values of all boxes that are ticked."""
    tags = [tag.split(">")[0] for tag in text_of(answer).split("<input ")[1:]]
    return [tag.split('value="')[1].split('"')[0] for tag in tags if tag.endswith(" checked")]


def offered(answer, kind):
    """The values of all boxes of a kind, ticked or not."""
    return [
        tag.split('value="')[1].split('"')[0] for tag in text_of(answer).split(f'type="checkbox" name="{kind}"')[1:]
    ]


def hidden(answer):
    """What the answer carries on without showing it, as {(name, value)}."""
    tags = text_of(answer).split('<input type="hidden" ')[1:]
    return {(tag.split('name="')[1].split('"')[0], tag.split('value="')[1].split('"')[0]) for tag in tags}


def press_as_an_older_browser(answer, **answers):
    """Press a button of this answer in a browser that sends no Sec-Fetch-Site."""
    origin = "null" if answer["Referrer-Policy"] == "no-referrer" else "http://testserver"
    return post(headers={"Origin": origin}, **answers)


def withdrawn_drug(title="Gonimab"):
    drug = make_drug(title)
    drug.withdraw(by=make_publisher(), why="Old.")
    return drug


def address_of_list(*services):
    return f"https://example.org/en/services/my-list/?list={quote(chosen.sign([one.pk for one in services]))}"


def drug_with_everything():
    return make_drug(
        "Interferon",
        summary="A short word about it.",
        what_it_is="<p>A protein that calls the body to action.</p>",
        rows={
            "names": [{"kind": "brand", "name": "Pegasys"}],
            "givings": [{"route": "An injection", "schedule": "Once a week"}],
            "side_effects": [
                {"effect": "A fever", "what_to_do": "Call your team.", "call_now": True},
                {"effect": "Tired", "what_to_do": "Rest."},
            ],
        },
    )


def test_a_link_of_a_drug_ticks_it_and_offers_its_words_and_questions():
    term = make_term("protein")
    make_many(TermVersion, FEW)
    drug = drug_with_everything()

    answer = Client().get(ADDRESS, {"drug": drug.slug})

    assert ticked(answer) == [str(drug.page_id)]
    assert str(term.page_id) in offered(answer, "word")
    assert f'value="why-{drug.page_id}"' in text_of(answer)


def test_the_address_of_a_drug_is_understood_in_the_other_language():
    drug = make_drug("Interferon", slug="interferon")
    french = make_drug("Interféron", slug="interferon-fr", language="fr", page=drug.page)

    answer = Client().get("/fr/fiche-de-visite/", {"drug": "interferon"})

    assert ticked(answer) == [str(french.page_id)]
    assert "Interféron" in text_of(answer)


def test_links_of_a_word_a_service_a_cancer_and_a_list():
    term, service, other = make_term(), make_service("Rides"), make_service("Wigs")
    cancer = make_cancer()
    make_many(DrugVersion, FEW)
    drug = make_drug(rows={"uses": [{"cancer": cancer.page, "name": "kidney cancer"}]})
    client = Client()

    assert ticked(client.get(ADDRESS, {"word": term.slug})) == [str(term.page_id)]
    assert ticked(client.get(ADDRESS, {"service": service.pk})) == [str(service.pk)]
    assert ticked(client.get(ADDRESS, {"list": chosen.sign([other.pk])})) == [str(other.pk)]
    assert offered(client.get(ADDRESS, {"cancer": cancer.slug}), "drug") == [str(drug.page_id)]


@pytest.mark.parametrize(
    "query",
    [
        {"drug": "nothing"},
        {"drug": "\0"},
        {"service": "x"},
        {"list": "cut"},
        {"word": ["a"] * 500},
        {"drug": "x" * 9000},
    ],
)
def test_odd_links_lead_to_an_ordinary_form(query):
    answer = Client().get(ADDRESS, query)

    assert answer.status_code == 200
    assert ticked(answer) == []


def test_the_sheet_says_what_the_pages_say():
    drug, term = drug_with_everything(), make_term("cytokine")
    service = make_service("Rides", at=[make_location()])

    answer = post(drug=drug.page_id, word=term.page_id, service=service.pk, ask=[f"why-{drug.page_id}", "next"])

    said = text_of(answer)
    for words in (
        "Interferon",
        "A protein that calls the body to action.",
        "Pegasys",
        "An injection",
        "Once a week",
        "A fever",
        "What cytokine means.",
        "Rides",
        "613-555-0123",
        "1 Demonstration Street",
        "Why do you suggest this drug for me?",
        "What is the next step, and when will it be?",
        f"http://testserver{drug.get_absolute_url()}",
        f"http://testserver/en/services/{service.pk}/",
    ):
        assert words in said
    assert "Tired" not in said


def test_what_somebody_writes_stands_on_the_sheet_as_text():
    answer = post(questions="May I swim?\r\n\r\n<b>Now?</b>", whom="Dr. Roy", where="Room 4", hour="14:30")

    said = text_of(answer)
    assert "May I swim?</p>" in said
    assert "&lt;b&gt;Now?&lt;/b&gt;</p>" in said
    assert said.count('<li><p dir="auto">') == 2
    assert "Dr. Roy" in said and "Room 4" in said and "2:30 p.m." in said


@pytest.mark.parametrize(
    "typed",
    [
        "14:30",
        "14:30:00",
        "14 h 30",
        "14\u00a0h\u00a030",
        "14h30",
        "14H30",
        "2:30 pm",
        "2:30pm",
        "2:30 p.m.",
        "2:30 P.M.",
    ],
)
def test_a_time_is_understood_as_people_write_it_and_as_the_sheet_prints_it(typed):
    assert "<dd>2:30 p.m.</dd>" in text_of(post(questions="May I swim?", hour=typed))
    assert "<dd>14\u00a0h\u00a030</dd>" in text_of(post("/fr/fiche-de-visite/", questions="Nager?", hour=typed))


@pytest.mark.parametrize("rows", [[], [{"effect": "Tired"}]])
def test_a_drug_without_an_effect_to_call_for_says_so(rows):
    drug = make_drug(rows={"side_effects": rows})

    assert text_of(post(drug=drug.page_id)).count("Our page names no side effect for which to call at once.") == 1


def test_a_drug_with_an_effect_to_call_for_says_which():
    answer = post(drug=drug_with_everything().page_id)

    assert "Our page names no side effect" not in text_of(answer)
    assert "<b>A fever</b>" in text_of(answer)


def test_the_button_that_looks_is_named_in_french_as_french_writes():
    make_many(DrugVersion, FEW + 1, language="fr")

    assert 'aria-label="Chercher\u00a0: Médicaments"' in text_of(Client().get("/fr/fiche-de-visite/"))


def test_the_form_leads_to_the_form_of_the_other_language():
    said = text_of(Client().get(ADDRESS, {"drug": "interferon"}))

    assert 'href="/fr/fiche-de-visite/?drug=interferon"' in said


def test_a_day_is_written_in_words():
    day = timezone.localdate() + timedelta(days=10)

    answer = post(questions="May I swim?", day=day.isoformat())

    assert f"<dd>{day:%B} {day.day}, {day.year}</dd>" in text_of(answer)


def test_one_can_come_back_and_find_everything():
    drug, term = make_drug(), make_term()

    answer = post(step="edit", drug=drug.page_id, word=term.page_id, ask="next", questions=SECRET, whom="Dr. Roy")

    assert ticked(answer) == [str(drug.page_id), str(term.page_id), "next"]
    assert SECRET in text_of(answer)
    assert 'value="Dr. Roy"' in text_of(answer)


def test_the_sheet_carries_all_that_is_needed_to_come_back():
    drug = make_drug()

    answer = post(drug=drug.page_id, ask=["next", f"why-{drug.page_id}"], questions=SECRET, whom="Dr. Roy")

    carried = {("drug", str(drug.page_id)), ("ask", "next"), ("questions", SECRET), ("whom", "Dr. Roy")}
    assert carried <= hidden(answer)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("day", "next week", "Write the day like this"),
        ("day", "1999-01-01", "This day is over"),
        ("hour", "noon", "Write the time like this"),
        ("whom", "x" * 101, "This has 101 characters."),
        ("where", "x" * 101, "This has 101 characters."),
        ("questions", "x" * 2001, "This has 2,001 characters."),
        ("questions", "a\n" * 21, "At most 20 questions"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_keeps_every_word(field, typed, said):
    answer = post(**{"questions": SECRET, field: typed})

    assert text_of(answer).count(said) == 2
    assert typed.strip() in text_of(answer)
    assert 'aria-invalid="true"' in text_of(answer)
    assert f"id_{field}_error" in text_of(answer)
    assert "<title>Error: " in text_of(answer)


def test_too_many_words_are_asked_to_be_fewer():
    terms = make_many(TermVersion, MOST["word"] + 1)

    answer = post(word=[term.page_id for term in terms], questions=SECRET)

    assert text_of(answer).count("At most 30 words fit on a sheet.") == 2
    assert len(ticked(answer)) == MOST["word"] + 1
    assert SECRET in text_of(answer)


def test_a_sheet_with_nothing_on_it_is_no_sheet():
    answer = post(whom="Dr. Roy")

    assert "Nothing is on your sheet yet." in text_of(answer)
    assert 'value="Dr. Roy"' in text_of(answer)


def test_another_site_cannot_have_its_words_printed_as_a_sheet():
    drug = make_drug()

    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}, {}):
        answer = post(headers=headers, drug=drug.page_id, questions=SECRET)
        assert answer.status_code == 403
        assert "Please press the button once more." in text_of(answer)
        assert ticked(answer) == [str(drug.page_id)]
        assert SECRET in text_of(answer)


def test_an_older_browser_can_go_on_from_every_answer():
    answer = Client().get(ADDRESS)

    for step in ("look", "sheet", "edit", "sheet"):
        answer = press_as_an_older_browser(answer, step=step, questions=SECRET)
        assert answer.status_code == 200
        assert SECRET in text_of(answer)


def test_who_came_from_elsewhere_presses_once_more_and_has_the_sheet():
    refused = post(headers={"Origin": "null"}, questions=SECRET)

    answer = press_as_an_older_browser(refused, questions=SECRET)

    assert refused.status_code == 403
    assert "Your visit sheet</h1>" in text_of(answer)


def test_words_are_found_by_any_name_and_by_letter():
    make_many(TermVersion, FEW)
    term = make_term("élan", rows={"names": [{"name": "Zest"}]})
    client = Client()

    for sought in ({"look_word": "ZES"}, {"look_word": "elan"}, {"letter_word": "E"}):
        answer = post(client=client, step="look", questions=SECRET, **sought)
        assert offered(answer, "word") == [str(term.page_id)]
        assert SECRET in text_of(answer)
    assert "We found nothing with “qqq”" in text_of(post(client=client, step="look", look_word="qqq"))


def test_services_are_found_by_name_and_from_the_address_of_a_list():
    rides, wigs = make_service("Rides to tréatment"), make_service("Wigs")

    assert offered(post(step="look", look_service="TREATMENT rides"), "service") == [str(rides.pk)]
    assert ticked(post(step="look", look_service=address_of_list(wigs))) == [str(wigs.pk)]


def test_an_address_of_a_list_is_read_before_the_sheet_is_made():
    wigs = make_service("Wigs")

    answer = post(look_service=address_of_list(wigs), questions=SECRET)

    assert ticked(answer) == [str(wigs.pk)]
    assert "The services of your list are ticked now." in text_of(answer)
    assert SECRET in text_of(answer)
    assert "Your visit sheet</h1>" in text_of(post(service=wigs.pk, questions=SECRET))


def test_a_list_of_services_that_are_gone_is_not_said_to_be_ticked():
    hidden_service = make_service("Hidden")
    Service.objects.filter(pk=hidden_service.pk).update(status="inactive")

    answer = post(look_service=address_of_list(hidden_service))

    assert "The services of your list are ticked now." not in text_of(answer)
    assert "is no longer on our site" in text_of(answer)


def test_a_list_that_is_too_long_for_a_sheet_is_asked_to_be_shorter():
    services = [make_service(f"Service {index}") for index in range(MOST["service"] + 1)]
    read = post(look_service=address_of_list(*services))

    answer = post(service=ticked(read))

    assert text_of(answer).count("At most 12 services fit on a sheet.") == 2
    assert len(ticked(answer)) == MOST["service"] + 1


def test_enter_looks_for_what_was_just_typed_and_opens_the_page_there():
    make_many(TermVersion, FEW)
    term = make_term("zebra")

    answer = post(look_word="zeb", day="soon", questions=SECRET)

    assert offered(answer, "word") == [str(term.page_id)]
    assert text_of(answer).count("autofocus") == 1
    assert "autofocus><b>1 found." in text_of(answer)
    assert "Write the day like this" not in text_of(answer)
    assert ("looked_word", "zeb") in hidden(answer)


def test_what_was_looked_for_before_does_not_keep_the_sheet_back():
    make_many(TermVersion, FEW)

    answer = post(look_word="title", looked_word="title", questions=SECRET)

    assert "Your visit sheet</h1>" in text_of(answer)


def test_enter_presses_a_button_that_jumps_nowhere_and_that_nobody_meets():
    first_button = text_of(Client().get(ADDRESS)).split('id="form"')[1].split("<button ")[1].split(">")[0]

    assert 'name="step" value="sheet"' in first_button
    assert 'tabindex="-1" aria-hidden="true"' in first_button
    assert "formaction" not in first_button


def test_what_went_off_the_site_meanwhile_is_said():
    gone, drug, service = withdrawn_drug(), make_drug(), make_service("Rides")
    Service.objects.filter(pk=service.pk).update(status="inactive")
    said = "Something you put on your sheet is no longer on our site, so we took it off."
    asked = {"ask": [f"why-{gone.page_id}", "next"], "questions": SECRET}

    for answers in ({"drug": [gone.page_id, drug.page_id]}, {"drug": gone.page_id}, {"service": service.pk}):
        answer = post(**answers, **asked)
        assert text_of(answer).count(said) == 1
        assert f"autofocus><b>{said}" in text_of(answer)
        assert SECRET in text_of(answer)
        assert "next" in ticked(answer)


def test_what_is_nothing_makes_no_sheet():
    gone = withdrawn_drug()

    for answers in ({"ask": "bogus"}, {"ask": f"why-{gone.page_id}"}, {"word": "0x1"}):
        assert "Nothing is on your sheet yet." in text_of(post(**answers))
    assert "Your visit sheet</h1>" not in text_of(post(drug=gone.page_id))


def test_only_what_was_looked_for_is_counted():
    make_many(TermVersion, FEW)
    zebra = make_term("zebra")
    for word in ("protein", "antibody"):
        make_term(word)
    drug = make_drug(what_it_is="<p>A protein and an antibody.</p>")
    looked = {"step": "look", "drug": drug.page_id, "look_word": "zebra"}

    assert "1 found. Tick it to put it on your sheet." in text_of(post(**looked))
    assert "What you looked for is on your sheet already." in text_of(post(**looked, word=zebra.page_id))


def test_the_words_of_a_drug_that_are_used_most_are_offered():
    make_many(TermVersion, FEW)
    words = [make_term(f"word{letter}") for letter in "abcdefghijklm"]
    texts = [" ".join([word.title] * (1 if word is words[0] else 2)) for word in words]
    drug = make_drug(what_it_is=f"<p>{', '.join(texts)}.</p>")
    other = make_drug("Other", what_it_is="<p>Title 0001.</p>")

    answer = post(step="look", drug=drug.page_id)

    assert offered(answer, "word") == [str(word.page_id) for word in words[1:]]
    assert str(other.page_id) in offered(answer, "drug")


@pytest.mark.parametrize(
    "name", ["look_drug", "look_service", "letter_drug", "service", "whom", "questions", "day", "hour"]
)
@pytest.mark.parametrize("typed", ["\\ud800", "\\0"])
def test_characters_that_are_none_give_an_ordinary_page(name, typed):
    make_many(DrugVersion, FEW + 1)
    disguised = "multipart/form-data; boundary=x; charset=unicode_escape"

    for step in ("look", "sheet"):
        answers = {name: typed, "step": step, "ask": f"{typed}next", "where": "Room 4"}
        parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{answers[key]}\r\n' for key in answers]
        body = "".join([*parts, "--x--\r\n"]).encode()
        answer = Client().generic("POST", ADDRESS, body, content_type=disguised, headers=FROM_HERE)
        assert "Room 4" in text_of(answer)
        assert "\0" not in text_of(answer)


@pytest.mark.parametrize("name", ["drug", "list", "service"])
def test_a_link_with_characters_that_are_none_leads_to_an_ordinary_form(name):
    answer = Client().get(f"{ADDRESS}?{name}=%5Cud800", CONTENT_TYPE="text/plain; charset=unicode_escape")

    assert answer.status_code == 200
    assert ticked(answer) == []


@pytest.mark.parametrize(
    "typed", ["'\"; --", "%_!\\", "\0\x01", "💊", "אבג", "x" * 10_000, "a " * 3000, "http://[?list=x"]
)
def test_hostile_words_give_an_ordinary_page(typed):
    make_drug()
    make_service()
    looked = dict.fromkeys(("look_drug", "look_word", "look_service", "letter_word", "ask", "drug", "service"), typed)

    for step in ("look", "sheet", "edit", typed):
        assert post(**looked, step=step, questions=typed, whom=typed, day=typed, hour=typed).status_code == 200


def test_far_too_much_is_answered_with_a_sentence(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = post(questions="x" * 2000)

    assert answer.status_code == 413
    assert "far more than fits" in text_of(answer)


def test_only_what_is_live_comes_onto_a_sheet():
    gone, draft = make_drug("Gonimab"), make_draft(DrugVersion, "Draftimab", what_it_is="<p>Not yet.</p>")
    gone.withdraw(by=make_publisher(), why="Old.")
    hidden = make_service("Hidden")
    Service.objects.filter(pk=hidden.pk).update(status="inactive")
    client = Client()
    page = text_of(client.get(ADDRESS, {"drug": [gone.slug, draft.slug], "service": hidden.pk}))
    chosen_anyway = {"drug": [gone.page_id, draft.page_id], "service": hidden.pk, "questions": "May I swim?"}

    for said in (page, text_of(post(**chosen_anyway)), text_of(post(**chosen_anyway, step="look"))):
        assert not any(name in said for name in ("Gonimab", "Draftimab", "Not yet.", "Hidden"))


def test_a_confidential_place_is_a_town_and_nothing_more():
    service = make_service("Shelter", at=[make_location(is_confidential=True)])

    said = text_of(post(service=service.pk))

    assert "Ottawa" in said
    assert not any(secret in said for secret in ("1 Demonstration Street", "K1A 0B1", "House in Ottawa"))


def test_nothing_is_kept_of_what_is_written(caplog, settings):
    caplog.set_level(logging.DEBUG)
    drug, client = make_drug(), Client()
    before = {model: model._base_manager.count() for model in apps.get_models()}

    with CaptureQueriesContext(connection) as queries:
        for step in ("look", "edit", "sheet"):
            answer = post(client=client, step=step, drug=drug.page_id, questions=SECRET, whom=SECRET, where=SECRET)
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["X-Robots-Tag"] == "noindex, nofollow"

    assert {model: model._base_manager.count() for model in apps.get_models()} == before
    assert not any(SECRET in query["sql"] for query in queries)
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)
    assert not any(SECRET in record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert not client.cookies


def test_an_error_report_leaves_out_what_was_written(rf):
    request = rf.post(ADDRESS, {"questions": SECRET}, headers=FROM_HERE)

    index(request)

    assert SECRET not in str(SafeExceptionReporterFilter().get_post_parameters(request))


@pytest.mark.parametrize("number", [1, 6])
def test_a_full_sheet_costs_what_a_short_one_does(number):
    drugs, terms = make_many(DrugVersion, number), make_many(TermVersion, number)
    services = [make_service(f"Service {index}", at=[make_location()]) for index in range(number)]
    answers = {
        "drug": [drug.page_id for drug in drugs],
        "word": [term.page_id for term in terms],
        "service": [service.pk for service in services],
        "questions": "May I swim?",
    }

    costs = {}
    for step in ("sheet", "look"):
        post(step=step, **answers)
        with CaptureQueriesContext(connection) as queries:
            assert post(step=step, **answers).status_code == 200
        costs[step] = len(queries)

    assert costs == {"sheet": 20, "look": 10}


def test_pages_offer_what_can_be_done_with_them():
    cancer = make_cancer("Kidney cancer")
    pages = {
        make_drug().get_absolute_url(): "drug=interferon",
        make_term().get_absolute_url(): "word=cytokine",
        cancer.get_absolute_url(): "cancer=kidney-cancer",
        make_site_page().get_absolute_url(): "",
        publish_story(cancer=Cancer.objects.first()).get_absolute_url(): "",
    }
    service = make_service("Rides & more")
    pages[service.get_absolute_url()] = f"service={service.pk}"

    for address, put_on_sheet in pages.items():
        said = text_of(Client().get(address))
        assert quote(f"http://testserver{address}") in said.split("mailto:?subject=")[1].split('"')[0]
        assert f'data-share="http://testserver{address}"' in said
        assert "To print it, use “Print” in the menu of your browser." in said
        assert (f'href="/en/visit-sheet/?{put_on_sheet}"' in said) if put_on_sheet else ("/visit-sheet/?" not in said)
    assert "mailto:?subject=Rides%20%26%20more&amp;body=" in said


def test_a_page_that_is_withdrawn_is_put_on_no_sheet():
    drug = make_drug()
    drug.withdraw(by=make_publisher(), why="Old.", outcome="notice", notice="Doctors no longer use it.")

    assert "/visit-sheet/?" not in text_of(Client().get(drug.get_absolute_url()))


def test_paper_says_where_and_when_a_page_was_read():
    make_term()
    today = timezone.localdate()

    said = text_of(Client().get("/en/glossary/cytokine/", {"utm_source": "x"}))

    assert f"Read on {today:%B} {today.day}, {today.year}<br>http://testserver/en/glossary/cytokine/</p>" in said


def test_a_secret_link_is_not_put_on_paper():
    said = text_of(Client().get("/en/stories/mine/", {"link": token_of(send_story())}))

    paper = said.split("on-paper")[1].split("</div>")[0]
    assert "Read on" in paper
    assert "http" not in paper


def _unanswered(path):
    request = RequestFactory().get(path)
    request.resolver_match = None
    return request


def test_the_address_on_paper_is_harmless_whatever_was_asked_for():
    said = render_to_string("_on-paper.html", {"request": _unanswered("/en/<script>/")})

    assert "Read on" in said
    assert "<script>" not in said
