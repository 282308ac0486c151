"""Loading the demonstration content into an empty site: whole or not at all, and cleaned like any other text."""

import re

import pytest
from django.core.management import call_command

from cancerinfo import demonstration
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from pages.models import SitePageVersion
from publishing.checks import kinds_of
from publishing.cleaning import clean
from publishing.fields import RichTextField
from publishing.models import MoveRefused, Version
from publishing.richtext import ALLOWED

from .browser.payloads import PAYLOADS


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
    folder = {DrugVersion: "drugs", CancerVersion: "cancers", SitePageVersion: "pages"}.get(model)
    fields = {
        "title": "Bad",
        "slug": "bad",
        "in_sentence": "bad",
        field: "".join(f"<p>{text}</p>" for text in PAYLOADS),
    }
    if folder != "cancers":
        del fields["in_sentence"]
    if folder == "pages":
        fields |= {"menu": "footer", "position": 1}
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
