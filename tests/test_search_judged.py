"""Whether people find what they look for: the judged table, over the demonstration content."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cancerinfo import demonstration
from search.guidance import lines_of
from search.judging import AMONG, judge
from search.management.commands.judge_search import TABLE
from search.models import BestBet, Synonym
from search.rebuilding import all_differences

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _loaded_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        demonstration.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded_once, db):
    pass


def test_every_question_finds_its_page(loaded):
    judged = list(judge(TABLE))

    assert [one for one in judged if one.is_missed] == []
    for language in ("en", "fr"):
        assert sum(one.language == language for one in judged) >= 60
    # Best bets are for what words cannot tell, and not to make this table pass.
    assert sum(one.is_recommended for one in judged) < 10


def test_the_command_names_each_question_that_is_not_answered(loaded, tmp_path):
    table = Path(tmp_path, "table.toml")
    table.write_text('[en.first]\n"tamoxifen" = "drug: Imatinib"\n"imatinib" = "drug: Imatinib"\n', encoding="utf-8")
    written = StringIO()

    with pytest.raises(CommandError):
        call_command("judge_search", str(table), stdout=written)

    assert "“tamoxifen”: drug: Imatinib among the first 1, is nowhere. Found: drug: Tamoxifen" in written.getvalue()
    assert "2 questions, 1 missed." in written.getvalue()


def test_the_parts_of_the_table_are_those_that_are_judged(loaded):
    assert {one.part for one in judge(TABLE)} == set(AMONG)


def test_what_is_loaded_can_be_found_without_a_rebuild(loaded):
    assert all_differences() == []


def test_what_editors_changed_or_took_away_does_not_come_back(loaded):
    synonym, taken = Synonym.objects.filter(language="en")[:2]
    Synonym.objects.filter(pk=taken.pk).get().delete()
    synonym.meanings = "something else"
    synonym.save()
    before = (Synonym.objects.count(), BestBet.objects.count())

    demonstration.load()

    assert (Synonym.objects.count(), BestBet.objects.count()) == before
    assert lines_of(Synonym.objects.get(pk=synonym.pk).meanings) == ["something else"]
