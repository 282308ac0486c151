"""Unpublished text is planted in every field of every model, and every route that exists is visited to look for it."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import models
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from cancerinfo.sitemaps import WITH_PAGES
from cancers.models import Cancer, CancerVersion
from drugs.models import DrugVersion
from feedback.asking import About
from feedback.models import Answer
from glossary.models import TermVersion
from images.models import Picture
from pages.models import SitePageVersion
from publishing.checks import kinds_of
from publishing.desk_views import MADE_AT_ONCE
from publishing.models import Language, State, Version
from publishing.workflow import MOVES
from redirects.models import Redirect
from search.questions import MOST_WORDS
from stories.models import Story

from .factories import (
    approve,
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_menu_entry,
    make_notice,
    make_picture,
    make_publisher,
    make_reviewer,
    make_term,
    make_user,
    publish,
    publish_story,
    submit,
)
from .planted_stories import USED_EVERYWHERE, plant_stories, plant_story
from .routes import addresses_of, every_route

pytestmark = pytest.mark.django_db

MARKER = "zqx"
OTHER_APPS = ("feedback", "redirects")


class Markers:
    """A new marker for each field that is planted, and where it was planted."""

    def __init__(self):
        self.places = {}

    def new(self, place):
        marker = f"{MARKER}{len(self.places):05}q"
        self.places[marker] = place
        return marker

    def found_in(self, text, *, asked=""):
        """Where what stands in a text was planted. What the visitor wrote into the address tells them nothing."""
        return {place for marker, place in self.places.items() if marker in text and marker not in asked}


def text_fields(model):
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.editable
        and not field.choices
        and field.name != "key"
    ]


def planted(field, marker):
    if isinstance(field, models.URLField):
        return f"https://example.org/{marker}"
    if hasattr(field, "formfield") and "RichText" in type(field).__name__:
        return f"<p>{marker} {USED_EVERYWHERE}</p>"
    return marker


def plant(markers, versions, language, *, page=None):
    """A draft with a marker in each of its text fields, and a row of each kind with markers too."""
    fields = {field.name: planted(field, markers.new(str(field))) for field in text_fields(versions)}
    draft = make_draft(versions, fields.pop("title"), page=page, language=language, **fields)
    for part in versions.parts:
        rows = getattr(draft, part)
        row = {field.name: planted(field, markers.new(str(field))) for field in text_fields(rows.model)}
        if part == "uses":
            row["cancer"] = Cancer.objects.first() or Cancer.objects.create()
        rows.create(**row)
    return draft


def in_state(draft, state, markers):
    match state:
        case State.DRAFT:
            submit(draft).send_back(by=make_reviewer(), why=markers.new("why"))
        case State.IN_REVIEW:
            submit(draft)
        case State.APPROVED:
            approve(draft)
        case State.SCHEDULED:
            publish(draft, at=timezone.now() + timedelta(days=1))
        case State.PAST:
            reason, notice = markers.new("why"), markers.new("notice of a page that is gone")
            publish(draft).withdraw(by=make_publisher(), why=reason, notice=notice)
        case State.ABANDONED:
            draft.abandon(by=make_editor())


def plant_everywhere(markers):
    """Unpublished texts of every kind, in every state, in both languages; alone, and behind a live text. And people."""
    person = {name: markers.new(f"user.{name}") for name in ("username", "first_name", "last_name")}
    make_user(**person, email=f"{markers.new('user.email')}@example.org")
    lead_to_everything()
    for versions in kinds_of(Version):
        for state in [state for state in State if state != State.LIVE]:
            for language in Language.values:
                in_state(plant(markers, versions, language), state, markers)
        extra = {"definition": "<p>Live.</p>"} if versions is TermVersion else {}
        live = publish(make_draft(versions, "Live", **extra))
        behind = plant(markers, versions, "fr", page=live.page)
        in_state(behind, State.SCHEDULED, markers)


def lead_to_everything():
    """In both languages, a live cancer that all drugs and stories are about and a live word that all texts use."""
    cancer, term = make_cancer("Known"), make_term(USED_EVERYWHERE)
    make_cancer("Connu", language="fr", page=cancer.page)
    make_term(USED_EVERYWHERE, language="fr", page=term.page)


def plant_pictures(markers):
    """A picture that no text shows, and one in a text that is not live yet: their words and their files."""
    plant_picture(markers, **{field.name: markers.new(str(field)) for field in text_fields(Picture)})
    in_state(plant_picture_in_text(markers), State.SCHEDULED, markers)


def plant_picture(markers, **words):
    picture = make_picture(**words)
    markers.places[repr(picture.content(320))[2:-1]] = "the file of a picture"
    return picture


def plant_picture_in_text(markers):
    picture = plant_picture(markers, name=markers.new("Picture.name"), alt_en="A pump", alt_fr="Une pompe")
    return make_draft(CancerVersion, "Shows a picture", body=f'<img data-picture="{picture.pk}">')


def plant_around_the_pages(markers):
    """Notices whose time has not come or is over, and menu entries of pages that nobody can open."""
    now = timezone.now()
    times = [
        {"shows_from": now + timedelta(days=1)},
        {"shows_from": now - timedelta(days=2), "shows_until": now - timedelta(days=1)},
    ]
    for shown in times:
        words = {name: markers.new(f"notice.{name}") for name in ("title_en", "title_fr", "text_en", "text_fr")}
        make_notice(**words, **shown)
    drug = make_drug("Live, with an answer")
    words = {"why": markers.new("Answer.why"), "note": markers.new("Answer.note")}
    dealt = {"dealt_at": now, "dealt_by": make_editor()}
    Answer.objects.create(is_clear=False, **asdict(About.of_version(drug)), **words, **dealt)
    Redirect.objects.create(old_address="/old", address="https://example.org/", note=markers.new("Redirect.note"))
    labels = {name: markers.new(f"menu.{name}") for name in ("label_en", "label_fr")}
    make_menu_entry(page=plant(markers, SitePageVersion, "en").page, **labels)


def argument_values():
    every = [version for versions in kinds_of(Version) for version in versions.objects.all()]
    ids = sorted({version.pk for version in every})[:3]
    pictures = list(Picture.objects.values_list("pk", flat=True))
    return {
        "slug": sorted({version.slug for version in every}),
        "pk": ids,
        "object_id": [*ids, *pictures],
        "id": ids,
        "number": sorted({*pictures, *Story.objects.values_list("pk", flat=True)}),
        # The picture of an unfinished form, whose name nobody else knows.
        "name": ["nobody-knows-it"],
        "width": [320, 640],
        "move": [*MOVES, *MADE_AT_ONCE],
        "app_label": [
            "drugs",
            "cancers",
            "glossary",
            "pages",
            "stories",
            "accounts",
            "locator",
            "feedback",
            "redirects",
        ],
        "url": ["nothing/"],
        "path": ["nothing"],
        "section": ["lists", *WITH_PAGES],
        "language": Language.values,
        "part": [1],
        "kind": ["zip", "json", "csv", "nothing"],
        "uidb64": ["MQ"],
        "token": ["set-password", "none"],
    }


def all_of(answer):
    """What an answer says, file or page, with its headers."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers}{content!r}"


def answers_of(client, address):
    yield client.get(address)
    if not address.startswith("/admin/"):
        yield client.head(address)
        yield client.get(address, {"format": "json"})


def visit_everything(client):
    """Visit every route in each of its variants; yield (address, all that came back)."""
    values = argument_values()
    for parts, _ in every_route():
        visited = 0
        for language in Language.values:
            for address in addresses_of(parts, values, language):
                visited += 1
                for answer in answers_of(client, address):
                    yield address, all_of(answer)
        assert visited, f"no address for {parts}"
    yield from visit_with_wrong_links(client)


def visit_with_wrong_links(client):
    """The authors' own pages, with what somebody could guess in place of the secret."""
    for number in Story.objects.values_list("pk", flat=True):
        for link in (f"{number}", f"{number}-", f"{number}-x", f"{number}-{number}"):
            answer = client.get("/en/stories/mine/", {"link": link})
            yield f"mine {link}", all_of(answer)


def test_every_route_is_known_to_the_crawler():
    routes = list(every_route())

    assert len(routes) == count_routes(get_resolver().url_patterns)
    assert len(routes) > 45


def count_routes(patterns):
    return sum(count_routes(entry.url_patterns) if hasattr(entry, "url_patterns") else 1 for entry in patterns)


@pytest.mark.parametrize("role", [None, "locator_editor", "moderator"])
def test_unpublished_text_is_found_on_no_address(client, role):
    markers = Markers()
    plant_everywhere(markers)
    # Moderators read stories at the desk: what they may see there is in test_moderation.py.
    if role != "moderator":
        plant_stories(markers)
    plant_around_the_pages(markers)
    plant_pictures(markers)
    if role:
        client.force_login(make_user(role))

    leaks = {
        (address, place)
        for address, answer in visit_everything(client)
        for place in markers.found_in(answer, asked=address)
    }

    assert len(markers.places) > 500
    assert not leaks


@pytest.mark.parametrize("language", Language.values)
def test_no_search_finds_an_unpublished_text(client, language):
    markers = Markers()
    plant_everywhere(markers)
    plant_stories(markers)
    planted = list(markers.places)
    with override(language):
        results, suggestions = reverse("search:results"), reverse("search:suggestions")

    for start in range(0, len(planted), MOST_WORDS):
        page = client.get(results, {"q": " ".join(planted[start : start + MOST_WORDS])}).context["results"]
        assert page.is_nothing
        assert page.corrected is None
        assert page.number_elsewhere == 0
    assert client.get(suggestions, {"q": MARKER}).json() == {"suggestions": []}


def test_the_crawler_would_find_a_text_that_is_public(client):
    markers = Markers()
    drug = publish(plant(markers, DrugVersion, "en"))
    cancer = publish(plant(markers, CancerVersion, "en"))
    term = publish(plant(markers, TermVersion, "en"))
    page = publish(plant(markers, SitePageVersion, "en"))
    make_menu_entry(page=page.page)
    publish(plant_picture_in_text(markers))
    publish_story(plant_story(markers, "en"))

    found = {place for _, answer in visit_everything(client) for place in markers.found_in(answer)}

    private = {f"{type(version)._meta.label}.change_note" for version in (drug, cancer, term, page)} | {"Picture.name"}
    private |= {"Contact.email", "Report.email", "Report.text", "Story.link_secret"}
    private |= {"Message of a moderator", "Message of an author"}
    assert {drug.state, cancer.state, term.state, page.state} == {State.LIVE}
    assert set(markers.places.values()) - found == private
