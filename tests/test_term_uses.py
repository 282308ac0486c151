"""Which texts use which words: written down by publishing, whichever of the two came first."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from drugs.models import DrugVersion
from glossary.models import Policy, TermName, TermVersion, WordUse
from glossary.uses import rebuild
from publishing.models import Withdrawal
from stories.choices import Purpose
from stories.word_uses import KIND

from .factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_many,
    make_moderator,
    make_privacy_officer,
    make_publisher,
    make_term,
    publish,
    publish_story,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def page_of(client, version):
    return client.get(version.get_absolute_url()).content.decode()


def uses_in_pages():
    """Whatever is written down, but for words that stand in their own definition."""
    return WordUse.objects.exclude(kind="glossary.term")


def is_led_to(client, term, version):
    """Whether the page of a word leads to a page that uses it."""
    return f'href="{version.get_absolute_url()}"' in page_of(client, term)


def next_text(version, **changes):
    draft = version.open_draft(by=make_editor())
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save()
    return draft


# What a word’s page leads to


def test_a_word_leads_to_the_drugs_cancers_stories_and_words_that_use_it(client):
    term = make_term("cytokine")
    drug = make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")
    cancer = make_cancer("Melanoma", body="<p>Cytokines slow it.</p>")
    word = make_term("interleukin", definition="<p>A kind of cytokine.</p>")
    story = publish_story(title="The garden", body="They gave me a cytokine.")

    page = page_of(client, term)

    for version in (drug, cancer, word, story):
        assert f'href="{version.get_absolute_url()}"' in page


def test_a_word_that_is_newer_than_a_text_leads_to_it_too(client):
    drug = make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")
    story = publish_story(title="The garden", body="They gave me a cytokine.")

    term = make_term("cytokine")

    assert is_led_to(client, term, drug)
    assert is_led_to(client, term, story)


def test_a_renamed_word_leads_to_the_texts_that_use_its_new_name(client):
    drug = make_drug("Interferon", what_it_is="<p>It is a messenger.</p>")
    other = make_drug("Imatinib", what_it_is="<p>It stops a cytokine.</p>")
    term = make_term("cytokine")

    renamed = publish(next_text(term, title="messenger"))

    assert is_led_to(client, renamed, drug)
    assert not is_led_to(client, renamed, other)


def test_a_second_name_counts_and_so_does_a_plural(client):
    drug = make_drug("Interferon", what_it_is="<p>They are messengers.</p>")

    term = make_term("cytokine", rows={"names": [{"name": "messenger"}]})

    assert is_led_to(client, term, drug)


def test_a_word_within_a_longer_one_is_used_as_well(client):
    make_term("stem cell transplant")
    cell = make_term("stem cell")

    drug = make_drug("Busulfan", what_it_is="<p>It is given before a stem cell transplant.</p>")

    assert is_led_to(client, cell, drug)


@pytest.mark.parametrize(
    ("text", "is_used"),
    [("<p>They found ALL.</p>", True), ("<p>That was all.</p>", False), ("<h3>ALL</h3>", False)],
)
def test_capitals_count_where_an_editor_says_so_and_headings_never_do(client, text, is_used):
    term = make_term("ALL", match_case=True)

    drug = make_drug("Imatinib", what_it_is=text)

    assert is_led_to(client, term, drug) is is_used


@pytest.mark.parametrize("policy", [Policy.ASK, Policy.NEVER])
def test_a_word_that_is_not_explained_everywhere_claims_no_use(client, policy):
    make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")

    term = make_term("cytokine", policy=policy)

    assert not uses_in_pages().exists()
    assert "Where this word is used" not in page_of(client, term)


def test_a_word_that_is_kept_under_a_notice_claims_no_use(client):
    make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")
    term = make_term("cytokine")

    term.withdraw(by=make_publisher(), why="Old.", outcome=Withdrawal.Outcome.NOTICE, notice="Nobody says so now.")

    page = page_of(client, term)
    assert "Nobody says so now." in page
    assert "Where this word is used" not in page


def preview(client, draft):
    client.force_login(make_editor())
    return client.get(f"/admin/glossary/termversion/{draft.pk}/preview/").content.decode()


def test_a_draft_of_a_word_that_is_not_live_claims_no_use(client):
    make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")

    page = preview(client, make_draft(TermVersion, "cytokine"))

    assert "Where this word is used" not in page


def test_a_draft_of_a_word_that_was_not_explained_everywhere_claims_no_use(client):
    make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")

    page = preview(client, next_text(make_term("cytokine", policy=Policy.ASK), policy=Policy.AUTOMATIC))

    assert "Where this word is used" not in page


def test_a_draft_of_a_live_word_leads_to_its_uses(client):
    drug = make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")

    page = preview(client, next_text(make_term("cytokine"), definition="<p>A cytokine.</p>"))

    assert f'href="{drug.get_absolute_url()}"' in page


def test_a_word_that_nothing_uses_says_so(client):
    term = make_term("cytokine", definition="<p>A cytokine carries a message.</p>")

    assert "No other page of this site uses this word yet." in page_of(client, term)


def test_the_short_texts_of_a_drug_count_as_far_as_its_page_explains_them(client):
    term = make_term("nausea")
    rows = {"side_effects": [{"effect": "nausea", "what_to_do": "Eat little."}], "names": [{"name": "Nausea Stop"}]}

    drug = make_drug("Cisplatin", rows=rows)

    assert is_led_to(client, term, drug)
    assert list(uses_in_pages().values_list("number", flat=True)) == [1]


def test_each_language_has_its_own_uses(client):
    term = make_term("cytokine")
    french = make_term("cytokine", page=term.page, language="fr")

    drug = make_drug("Interféron", language="fr", what_it_is="<p>C’est une cytokine.</p>")

    assert is_led_to(client, french, drug)
    assert not is_led_to(client, term, drug)


def test_many_pages_stand_behind_a_button(client):
    for letter in "ABCDEFGHIJ":
        make_drug(f"{letter}-drug", what_it_is="<p>It is a cytokine.</p>")
    term = make_term("cytokine")

    page = page_of(client, term)

    assert "Show 2 more" in page
    assert page.index("H-drug") < page.index("<details") < page.index("I-drug")


# Time


def test_a_scheduled_text_is_led_to_from_its_hour_on(client):
    term = make_term("cytokine")
    draft = make_draft(DrugVersion, "Interferon", what_it_is="<p>It is a cytokine.</p>")

    drug = publish(draft, at=timezone.now() + DAY)

    assert not is_led_to(client, term, drug)
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert is_led_to(client, term, drug)


def test_a_scheduled_name_finds_texts_from_its_hour_on(client):
    term = make_term("cytokine")
    drug = make_drug("Interferon", what_it_is="<p>It is a messenger.</p>")

    publish(next_text(term, title="messenger"), at=timezone.now() + DAY)

    assert not is_led_to(client, term, drug)
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert is_led_to(client, term, drug)


def test_a_schedule_that_is_cancelled_leaves_nothing():
    make_term("cytokine")
    drug = publish(make_draft(DrugVersion, "Interferon", what_it_is="<p>A cytokine.</p>"), at=timezone.now() + DAY)

    drug.unschedule(by=make_publisher())

    assert not uses_in_pages().exists()


def test_a_text_without_the_word_takes_the_place_of_one_that_has_it(client):
    term = make_term("cytokine")
    drug = make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")

    publish(next_text(drug, what_it_is="<p>It is a protein.</p>"))

    assert not is_led_to(client, term, drug)
    assert not uses_in_pages().exists()


def test_a_draft_is_led_to_from_nowhere(client):
    term = make_term("cytokine")

    make_draft(DrugVersion, "Interferon", what_it_is="<p>It is a cytokine.</p>")

    assert "Interferon" not in page_of(client, term)
    assert not uses_in_pages().exists()


@pytest.mark.parametrize("outcome", [Withdrawal.Outcome.GONE, Withdrawal.Outcome.NOTICE])
def test_a_withdrawn_page_is_led_to_no_more(client, outcome):
    term = make_term("cytokine")
    drug = make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")

    notice = "It is old." if outcome == Withdrawal.Outcome.NOTICE else ""
    drug.withdraw(by=make_publisher(), why="It is old.", outcome=outcome, notice=notice)

    assert not is_led_to(client, term, drug)
    assert not uses_in_pages().exists()


def test_a_withdrawn_word_keeps_no_uses():
    make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")
    term = make_term("cytokine")

    term.withdraw(by=make_publisher(), why="It is wrong.")

    assert not uses_in_pages().exists()


# Stories


def take_down(story):
    story.take_down(by=make_moderator(), reasons=["identifies"])


def take_back_publication(story):
    story.change_consents(set(Purpose) - {Purpose.PUBLISH})


def erase(story):
    story.withdraw()
    story.erase(by=make_privacy_officer())


@pytest.mark.parametrize("move", [lambda story: story.withdraw(), take_down, take_back_publication, erase])
def test_a_story_that_readers_can_no_longer_see_leaves_no_trace(client, move):
    term = make_term("cytokine")
    story = publish_story(title="The garden", body="They gave me a cytokine.")
    assert "The garden" in page_of(client, term)

    move(story)

    assert "The garden" not in page_of(client, term)
    assert not WordUse.objects.filter(kind=KIND).exists()


def test_a_story_that_may_be_published_again_is_led_to_again(client):
    term = make_term("cytokine")
    story = publish_story(title="The garden", body="They gave me a cytokine.")
    take_back_publication(story)

    story.change_consents(set(Purpose))

    assert "The garden" in page_of(client, term)


def test_a_story_that_other_pages_may_not_quote_is_not_named_there(client):
    term = make_term("cytokine")

    publish_story(title="The garden", body="They gave me a cytokine.", consents={Purpose.PUBLISH})

    assert "The garden" not in page_of(client, term)


# Rows


def a_site_with_uses():
    make_drug("Interferon", what_it_is="<p>It is a cytokine, and no other cytokine is.</p>")
    make_cancer("Melanoma", body="<p>Cytokines slow it.</p>")
    make_cancer("Mélanome", language="fr", body="<p>Les cytokines le freinent.</p>")
    term = make_term("cytokine", rows={"names": [{"name": "messenger"}]})
    make_term("cytokine", page=term.page, language="fr")
    publish(next_text(term, title="cytokines"), at=timezone.now() + DAY)
    publish_story(title="The garden", body="They gave me a cytokine.")
    make_drug("Imatinib", what_it_is="<p>It stops cytokines.</p>").withdraw(by=make_publisher(), why="It is old.")


def rows():
    return set(WordUse.objects.values_list("pk", "term", "kind", "text_id", "number"))


def test_a_rebuild_changes_nothing():
    a_site_with_uses()
    before = rows()

    changed = rebuild()

    assert len(before) == 12
    assert changed == 0
    assert rows() == before


def test_a_rebuild_mends_what_is_missing_and_what_is_wrong(capsys):
    a_site_with_uses()
    before = {row[1:] for row in rows()}
    one, other = WordUse.objects.order_by("pk")[:2]
    one.delete()
    WordUse.objects.filter(pk=other.pk).update(number=other.number + 1)

    call_command("rebuild_word_uses")

    assert {row[1:] for row in rows()} == before
    assert "Rows changed: 3." in capsys.readouterr().out


def test_uses_are_written_with_the_number_of_places():
    make_term("cytokine")

    make_drug("Interferon", what_it_is="<p>A cytokine is a cytokine.</p>", how_it_works="<p>Cytokines tell.</p>")

    assert uses_in_pages().get().number == 3


@pytest.mark.parametrize("number", [1, 30])
def test_publishing_asks_as_often_whatever_there_is(django_assert_max_num_queries, number):
    make_many(DrugVersion, number, what_it_is="<p>It is a cytokine.</p>")
    make_many(TermVersion, number)
    draft = make_draft(TermVersion, "cytokine", definition="<p>A title.</p>")

    with django_assert_max_num_queries(95):
        publish(draft)

    assert WordUse.objects.filter(kind="drugs.drug").count() == number
    assert not TermName.objects.exists()
