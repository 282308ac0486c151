"""The demonstration content: complete in both languages, loaded as often as one likes, never over anybody's work."""

import re
from html import unescape

import pytest
from django.core.management import call_command

from cancerinfo import demonstration
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from publishing.checks import kinds_of
from publishing.cleaning import clean
from publishing.fields import RichTextField
from publishing.models import HistoryEntry, MoveRefused, State, Version
from publishing.richtext import ALLOWED

from .browser.payloads import PAYLOADS
from .factories import make_editor, make_user, publish

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


@pytest.fixture
def loaded(db):
    return demonstration.load()


def words_of(html):
    text = re.sub(r"<(?:script|style).*?</(?:script|style)>|<[^>]+>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(text))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_interferon_page_shows_every_fact(client, loaded, language):
    words = words_of(client.get(INTERFERON[language]).content.decode())

    assert [fact for fact in FACTS[language] if fact not in words] == []


def test_both_languages_have_every_page(loaded):
    for versions, number in ((DrugVersion, 1), (CancerVersion, 5), (TermVersion, 40)):
        live = versions.objects.live()
        english, french = (set(live.in_language(code).values_list("page", flat=True)) for code in ("en", "fr"))
        assert english == french
        assert len(english) >= number


def test_everything_is_marked_as_demonstration_and_went_through_the_moves(loaded):
    for versions in (DrugVersion, CancerVersion, TermVersion):
        for version in versions.objects.all():
            assert version.is_demonstration
            assert version.state == State.LIVE
            assert version.approved_by != version.edited_by
    assert HistoryEntry.objects.filter(move="approve").count() == len(loaded.published)


def test_loading_twice_changes_nothing(loaded):
    before = list(DrugVersion.objects.values()), HistoryEntry.objects.count()

    again = demonstration.load()

    assert again.published == []
    assert len(again.kept) == len(loaded.published)
    assert (list(DrugVersion.objects.values()), HistoryEntry.objects.count()) == before


def test_a_text_that_somebody_edited_renamed_or_withdrew_is_left_alone(loaded):
    live = DrugVersion.objects.get(language="en")
    draft = live.open_draft(by=make_editor())
    draft.title, draft.slug, draft.summary = "Interferons", "interferons", "Edited."
    draft.save()
    publish(draft)
    cancer = CancerVersion.objects.filter(language="fr").first()
    cancer.withdraw(by=make_user("publisher"), why="Wrong.")

    again = demonstration.load()

    assert again.published == []
    assert DrugVersion.objects.live().get(language="en").summary == "Edited."
    assert not CancerVersion.objects.live().filter(page=cancer.page, language="fr").exists()


def test_a_load_that_fails_half_way_leaves_nothing_behind(monkeypatch, db):
    real = DrugVersion.publish
    calls = []

    def fail_at_the_second(self, **options):
        calls.append(self)
        if len(calls) == 2:
            raise MoveRefused("broken")
        return real(self, **options)

    monkeypatch.setattr(DrugVersion, "publish", fail_at_the_second)
    with pytest.raises(MoveRefused):
        demonstration.load()

    assert not TermVersion.objects.exists()


RICH_FIELDS = [
    (model, field.name)
    for model in kinds_of(Version)
    for field in model._meta.concrete_fields
    if isinstance(field, RichTextField)
]


@pytest.mark.parametrize(("model", "field"), RICH_FIELDS, ids=lambda value: getattr(value, "__name__", value))
def test_hostile_text_in_a_file_is_cleaned_like_any_other(monkeypatch, db, model, field):
    folder = {DrugVersion: "drugs", CancerVersion: "cancers"}.get(model)
    fields = {
        "title": "Bad",
        "slug": "bad",
        "in_sentence": "bad",
        field: "".join(f"<p>{text}</p>" for text in PAYLOADS),
    }
    if folder != "cancers":
        del fields["in_sentence"]
    text = demonstration.Text("bad", {"en": fields})
    monkeypatch.setattr(demonstration, "_terms", lambda: [] if folder else [text])
    monkeypatch.setattr(demonstration, "_texts", lambda name: [text] if name == folder else [])

    demonstration.load()

    stored = getattr(model.objects.get(), field)
    assert clean(stored) == stored
    assert not re.search(r"<(?!/?(?:" + "|".join(ALLOWED) + r")\b)", stored)
    assert len(PAYLOADS) >= 60


def test_the_command_says_what_it_did(capsys, db):
    call_command("load_demo")
    call_command("load_demo")

    first, second = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\d+ texts published, 0 were there and stay as they are\.", first)
    assert second.startswith("0 texts published")


def test_its_accounts_cannot_sign_in(loaded):
    for username in (demonstration.WRITER, demonstration.APPROVER):
        account = demonstration.User.objects.get(username=username)
        assert not account.has_usable_password()
