"""The demonstration content: complete in both languages, loaded as often as one likes, never over anybody's work."""

import re
from collections import Counter
from html import unescape

import pytest
from django.core.management import call_command
from django.db import transaction

from cancerinfo import demonstration
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from images.models import Picture, TemporaryUpload
from locator.models import Schedule, Service, Spot
from mail.models import Letter
from pages.models import MenuEntry, SitePageVersion
from publishing.checks import kinds_of
from publishing.models import HistoryEntry, State, Version
from publishing.references import pages_in, pictures_in, rich_texts_of
from stories.models import Consent, Contact, Event, Photo, Story, Text
from stories.workflow import State as StoryState

from .factories import make_editor, make_privacy_officer, make_user, publish

pytestmark = pytest.mark.django_db

INTERFERON = {"en": "/en/drugs/interferon/", "fr": "/fr/medicaments/interferon/"}

# Every fact that the Interferon page must show, as it stands in the text.
FACTS = {
    "en": [
        *("protein", "cytokine", "made by lymphocytes", "white blood cell", "virus", "bacteria"),
        *("do not belong in the body", "cells that have gone wrong", "cancer cells among them"),
        *("immune system", "more against cancer", "natural killer cells", "T cells", "macrophages"),
        *("grow more slowly", "more like healthy cells", "some other diseases"),
        *(
            "Interferon alfa",
            "Interferon beta",
            "Interferon gamma",
            "Intron A",
            "Wellferon",
            "no longer sold in Canada",
        ),
        *("used most", "kidney cancer", "melanoma", "cutaneous T-cell lymphoma", "mycosis fungoides"),
        *("some types of", "leukemia", "multiple myeloma", "alone", "with chemotherapy", "just under your skin"),
        *("subcutaneous", "depend on the type of cancer", "every day at first", "3 times a week"),
        *("detailed drug information", "Drug Product Database", "Demonstration content: no clinician"),
    ],
    "fr": [
        *("protéine", "cytokine", "produit par les lymphocytes", "globules blancs", "virus", "bactéries"),
        *("étrangères au corps", "cellules anormales", "dont les cellules cancéreuses"),
        *(
            "système immunitaire",
            "plus contre le cancer",
            "cellules tueuses naturelles",
            "lymphocytes T",
            "macrophages",
        ),
        *("ralentir leur croissance", "se rapprocher des cellules saines", "d’autres maladies"),
        *("Interféron alfa", "Interféron bêta", "Interféron gamma", "Intron A", "Wellferon", "plus vendu au Canada"),
        *("plus employé", "cancer du rein", "mélanome", "lymphome T cutané", "mycosis fongoïde"),
        *("certains types de", "leucémie", "myélome multiple", "seul", "avec une chimiothérapie", "juste sous la peau"),
        *("sous-cutanée", "dépendent du type de cancer", "tous les jours au début", "3 fois par semaine"),
        *("renseignements détaillés sur le médicament", "Base de données sur les produits pharmaceutiques"),
        "Contenu de démonstration",
    ],
}


@pytest.fixture(scope="module")
def _loaded_once(django_db_setup, django_db_blocker):
    """Loading takes seconds: once for all tests of this file, each of which undoes what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demonstration.load()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded_once, db):
    return _loaded_once


def words_of(html):
    text = re.sub(r"<(?:script|style).*?</(?:script|style)>|<[^>]+>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(text))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_interferon_page_shows_every_fact(client, loaded, language):
    words = words_of(client.get(INTERFERON[language]).content.decode())

    assert [fact for fact in FACTS[language] if fact not in words] == []


def test_both_languages_have_every_page(loaded):
    for versions, number in ((DrugVersion, 12), (CancerVersion, 15), (TermVersion, 60), (SitePageVersion, 7)):
        live = versions.objects.live()
        english, french = (set(live.in_language(code).values_list("page", flat=True)) for code in ("en", "fr"))
        assert english == french
        assert len(english) >= number


def test_every_part_is_plain_to_read(loaded, capsys):
    call_command("readability")

    assert capsys.readouterr().out.endswith(", 0 of them hard.\n")


def test_everything_is_marked_as_demonstration_and_went_through_the_moves(loaded):
    for versions in kinds_of(Version):
        for version in versions.objects.all():
            assert version.is_demonstration
            assert version.state == State.LIVE
            assert version.approved_by != version.edited_by
    assert not Service.objects.filter(is_demonstration=False).exists()
    approved = HistoryEntry.objects.filter(move="approve").count()
    assert approved + Story.objects.count() + Service.objects.count() == len(loaded.published)


def test_loading_twice_changes_nothing(loaded):
    def everything():
        rows = [
            list(model.objects.values())
            for model in (DrugVersion, Picture, Story, Text, Photo, Event, Service, Spot, Schedule)
        ]
        return rows, HistoryEntry.objects.count(), TemporaryUpload.objects.count()

    before = everything()

    again = demonstration.load()

    assert again.published == []
    assert len(again.kept) == len(loaded.published)
    assert everything() == before


def test_a_text_that_somebody_edited_renamed_or_withdrew_is_left_alone(loaded):
    live = DrugVersion.objects.get(language="en", slug="interferon")
    draft = live.open_draft(by=make_editor())
    draft.title, draft.slug, draft.summary = "Interferons", "interferons", "Edited."
    draft.save()
    publish(draft)
    cancer = CancerVersion.objects.filter(language="fr").first()
    cancer.withdraw(by=make_user("publisher"), why="Wrong.")

    again = demonstration.load()

    assert again.published == []
    assert DrugVersion.objects.live().get(language="en", slug="interferons").summary == "Edited."
    assert not CancerVersion.objects.live().filter(page=cancer.page, language="fr").exists()


# {what the picture shows: the drugs whose pages show it}
SHOWN_FOR = {
    "An injection just under the skin": {"Interferon", "Filgrastim", "Trastuzumab"},
    "A drip into a vein": {"Paclitaxel", "Doxorubicin", "Cisplatin"},
    "How a checkpoint inhibitor takes off the brake": {"Pembrolizumab"},
}


@pytest.mark.parametrize("name", SHOWN_FOR)
def test_a_picture_stands_on_its_pages_in_both_languages_with_its_words(client, loaded, name):
    picture = Picture.objects.get(name=name)
    english = DrugVersion.objects.live().filter(language="en", title__in=SHOWN_FOR[name])
    drugs = DrugVersion.objects.live().filter(page__in=english.values("page"))

    for drug in drugs:
        figures = re.findall(r"<figure.*?</figure>", client.get(drug.get_absolute_url()).content.decode(), re.DOTALL)
        words = [picture.in_language(part, drug.language) for part in ("alt", "caption", "credit")]
        [figure] = [figure for figure in figures if f'alt="{words[0]}"' in figure]
        assert words_of(figure) == f"{words[1]} {words[2]}".replace("\N{NO-BREAK SPACE}", " ")
    assert len(drugs) == 2 * len(SHOWN_FOR[name])


def live_texts():
    """Every live version with its rich texts in one."""
    return [(version, "".join(rich_texts_of(version))) for kind in kinds_of(Version) for version in kind.objects.live()]


def test_no_link_and_no_picture_of_the_files_is_lost(loaded):
    in_files = "".join(path.read_text() for path in demonstration.FOLDER.rglob("*.toml"))

    texts = "".join(text for _version, text in live_texts())
    assert texts.count('<a href="page:') == in_files.count("page:") > 90
    assert texts.count("<img data-picture=") == in_files.count("data-picture") == 2 * sum(map(len, SHOWN_FOR.values()))


def test_every_link_leads_to_another_live_page_of_the_same_language(loaded):
    texts = live_texts()
    live = {(version.kind, version.page_id, version.language) for version, _text in texts}

    for version, text in texts:
        linked = pages_in(text)
        assert {(kind, number, version.language) for kind, number in linked} <= live, version
        assert (version.kind, version.page_id) not in linked, version


def test_both_languages_link_and_show_the_same(loaded):
    references = {}
    for version, text in live_texts():
        page = references.setdefault((version.kind, version.page_id), {})
        page[version.language] = Counter(re.findall(r'href="(page:[^"]+)"', text)), pictures_in(text)

    assert [page for page in references.values() if page["en"] != page["fr"]] == []


def test_no_link_stands_in_a_heading_and_no_page_is_linked_twice_from_one_text_about_a_drug_or_cancer(loaded):
    for version, text in live_texts():
        assert not re.search(r"<h[34]>(?:(?!</h).)*<a ", text), version
        links = re.findall(r'href="(page:[^"]+)"', text)
        assert isinstance(version, SitePageVersion) or len(links) == len(set(links)), version


def test_each_site_page_has_its_place_in_the_menu_once(loaded):
    demonstration.load()

    places = MenuEntry.objects.values_list("menu", "position", "page")
    assert len(places) == SitePageVersion.objects.in_language("en").count()
    assert len({page for _menu, _position, page in places}) == len(places)
    assert len({(menu, position) for menu, position, _page in places}) == len(places)


def test_every_word_can_be_said(loaded):
    assert not TermVersion.objects.filter(pronunciation="").exists()


def test_its_accounts_cannot_sign_in(loaded):
    for username in demonstration.ROLES_OF:
        account = demonstration.User.objects.get(username=username)
        assert not account.has_usable_password()


def test_each_language_has_four_stories_of_its_own_that_readers_see_as_demonstration(client, loaded):
    for language in ("en", "fr"):
        texts = Text.objects.public().in_language(language)
        assert len(texts) == 4
        for text in texts:
            page = client.get(text.get_absolute_url()).content.decode()
            assert unescape(text.title) in unescape(page)
    stories = Story.objects.all()
    assert all(story.is_demonstration and story.state == StoryState.LIVE for story in stories)
    assert {story.original.digest == story.original.digest_of_words() for story in stories} == {True}


def test_stories_are_quoted_only_by_consent_and_nobody_is_written_to(loaded):
    assert Text.objects.quotable().count() == 8
    assert Photo.objects.public().count() == 5
    assert set(Consent.objects.values_list("method", flat=True)) == {"demonstration"}
    assert not Contact.objects.exists()
    assert not Letter.objects.exists()
    assert not TemporaryUpload.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_story_is_told_for_the_page_about_interferon(loaded, language):
    drug = DrugVersion.objects.live().get(language=language, slug=INTERFERON[language].split("/")[-2])
    cancers = drug.uses.values("cancer")

    assert Text.objects.quotable().in_language(language).about(cancers).exists()


@pytest.mark.parametrize("is_erased", [False, True])
def test_a_story_that_staff_withdrew_or_erased_does_not_come_back_even_in_other_words(
    loaded, monkeypatch, settings, tmp_path, is_erased
):
    settings.ERASURE_REGISTER = tmp_path / "erasures.jsonl"
    story, officer = Text.objects.public().get(shown_name="Audrey").story, make_privacy_officer()
    story.withdraw(by=officer)
    if is_erased:
        story.erase(by=officer)
    files = demonstration._stories()
    files["stories/audrey.en.toml"]["text"] += "\n\nMore."
    monkeypatch.setattr(demonstration, "_stories", lambda: files)

    again = demonstration.load()

    assert again.published == []
    assert Story.objects.count() == 8
    assert not Text.objects.public().filter(story=story).exists()
