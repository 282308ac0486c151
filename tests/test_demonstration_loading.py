"""Loading the demonstration content into an empty site: whole or not at all, and cleaned like any other text."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from cancerinfo import demonstration
from drugs.models import DrugVersion
from glossary.models import TermVersion
from images.models import Picture, TemporaryUpload
from publishing.checks import kinds_of
from publishing.cleaning import clean
from publishing.fields import RichTextField
from publishing.models import MoveRefused, Version
from publishing.richtext import ALLOWED
from stories.models import Story

from .browser.payloads import PAYLOADS
from .factories import make_picture

SHOWS_A_PICTURE = '<p>It drips.</p><img data-picture="drip-into-a-vein">'


@pytest.fixture
def files_hold(monkeypatch):
    """Have the folder hold these texts alone: files_hold(Text(…), …)."""

    def hold(*texts):
        monkeypatch.setattr(demonstration, "_texts", lambda folder: [text for text in texts if text.folder == folder])
        monkeypatch.setattr(demonstration, "_stories", dict)
        monkeypatch.setattr(demonstration, "load_services", lambda report, keys, *, by: None)
        monkeypatch.setattr(demonstration, "load_search", lambda keys: None)

    return hold


def drug(key, text):
    return demonstration.Text("drugs", key, {"en": {"title": key, "slug": key, "given_text": text}})


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
def test_hostile_text_in_a_file_is_cleaned_like_any_other(files_hold, db, model, field):
    folder = {versions: folder for folder, versions in demonstration.VERSIONS.items()}[model]
    about = {"in_sentence": "bad", "menu": "footer", "position": 1}
    hostile = "".join(f"<p>{text}</p>" for text in PAYLOADS)
    files_hold(demonstration.Text(folder, "bad", {"en": {"title": "Bad", "slug": "bad", field: hostile, **about}}))

    demonstration.load()

    stored = getattr(model.objects.get(), field)
    assert clean(stored) == stored
    assert not re.search(r"<(?!/?(?:" + "|".join(ALLOWED) + r")\b)", stored)
    assert len(PAYLOADS) >= 60


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('<p>See <a href="page:drugs/wrong">this</a>.</p>', "drugs/wrong"),
        ('<p>See <a href="page:wrong">this</a>.</p>', "wrong"),
        ('<p>See:</p><img data-picture="wrong">', "wrong"),
    ],
)
def test_a_key_that_stands_for_nothing_is_refused_with_its_file_and_leaves_nothing_behind(files_hold, db, text, key):
    make_picture()
    files_hold(drug("a-drug", SHOWS_A_PICTURE), drug("bad-drug", text))
    before = Picture.objects.count(), default_storage.listdir("pictures")

    with pytest.raises(demonstration.UnknownKey, match=rf"^drugs/bad-drug\.en\.toml .*“{key}”"):
        demonstration.load()

    assert (Picture.objects.count(), default_storage.listdir("pictures")) == before
    assert not DrugVersion.objects.exists()


def test_a_picture_of_the_demonstration_is_added_once_and_keeps_what_was_changed(files_hold, db):
    files_hold(drug("a-drug", SHOWS_A_PICTURE))
    demonstration.load()
    Picture.objects.update(alt_en="Better words.")
    files_hold(drug("a-drug", SHOWS_A_PICTURE), drug("b-drug", SHOWS_A_PICTURE))

    demonstration.load()

    picture = Picture.objects.get()
    assert picture.alt_en == "Better words."
    assert all(f'<img data-picture="{picture.pk}">' in version.given_text for version in DrugVersion.objects.all())
    assert DrugVersion.objects.count() == 2


def test_a_picture_that_somebody_else_keeps_under_the_same_name_is_not_shown(files_hold, db):
    private = make_picture("A drip into a vein")
    files_hold(drug("a-drug", SHOWS_A_PICTURE))

    demonstration.load()

    assert f'<img data-picture="{private.pk}">' not in DrugVersion.objects.get().given_text


def test_a_site_that_was_loaded_before_there_were_pictures_is_left_alone(files_hold, db):
    files_hold(drug("a-drug", "<p>It drips.</p>"))
    demonstration.load()
    files_hold(drug("a-drug", SHOWS_A_PICTURE))

    demonstration.load()

    assert DrugVersion.objects.get().given_text == "<p>It drips.</p>"
    assert not Picture.objects.exists()


def test_texts_can_link_to_each_other(files_hold, db):
    there, back = (f'<p>See <a href="page:drugs/{key}">it</a>.</p>' for key in ("second", "first"))
    files_hold(drug("first", there), drug("second", back))

    demonstration.load()

    first, second = DrugVersion.objects.order_by("slug")
    assert f'"page:drugs.drug:{second.page_id}"' in first.given_text
    assert f'"page:drugs.drug:{first.page_id}"' in second.given_text


def test_every_drawing_has_a_picture_that_is_light_to_keep():
    for name in ("pictures", "stories"):
        folder = demonstration.FOLDER / name
        drawings, pictures = ({path.stem for path in folder.glob(f"*.{kind}")} for kind in ("svg", "png"))
        assert drawings == pictures
        assert all(path.stat().st_size <= 60 * 1024 for path in folder.glob("*.png"))


def test_a_story_about_a_cancer_that_no_file_has_leaves_nothing_behind(files_hold, monkeypatch, db):
    files_hold()
    story = {"title": "A story", "cancer": "wrong", "photo": "audrey"}
    monkeypatch.setattr(demonstration, "_stories", lambda: {"stories/bad.en.toml": story})

    with pytest.raises(demonstration.UnknownKey, match=r"^stories/bad\.en\.toml .*“cancers/wrong”"):
        demonstration.load()

    assert not Story.objects.exists()
    assert not TemporaryUpload.objects.exists()


def test_the_command_says_what_it_did(capsys, db):
    call_command("load_demo")
    call_command("load_demo")

    first, second = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\d+ texts published, 0 were there and stay as they are\.", first)
    assert second.startswith("0 texts published")
