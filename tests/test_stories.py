"""Stories on the site: what readers find in lists, on a story's page and beside other pages, and when it is gone."""

import re
from datetime import timedelta
from itertools import chain, combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from publishing.roles import MODERATOR, ROLES
from stories.bylines import byline, invitation, is_elided_before
from stories.choices import Purpose
from stories.models import Consent, Photo, Story, Text, Viewing

from .factories import (
    drawing,
    make_cancer,
    make_draft,
    make_drug,
    make_moderator,
    make_term,
    make_user,
    publish_story,
    send_story,
)

pytestmark = pytest.mark.django_db

QUOTE = "I counted the swallows on the wire."
BODY = f"It began in spring. {'I walked to the lake and back. ' * 10}\n\n{QUOTE}\nThen I went in."


def get(client, name, *arguments, language="en", **query):
    with override(language):
        address = reverse(name, args=arguments)
    return client.get(address, query)


def text_of(answer):
    return answer.content.decode()


def story_page(client, story, **options):
    return get(client, "stories:detail", story.pk, language=options.pop("language", story.language), **options)


def photo_of(story, width=320):
    return reverse("story_photo", args=[story.pk, width])


# What each consent allows


def every_combination():
    return chain.from_iterable(combinations(Purpose, size) for size in range(len(Purpose) + 1))


def what_is_shown(client, story, pages):
    """{place: the things of the story that it shows}"""
    signs = {"title": "The garden", "photo": photo_of(story), "quote": QUOTE, "pull quote": 'class="pull-quote"'}
    answers = {name: text_of(client.get(address)) for name, address in pages.items()}
    return {name: {sign for sign, words in signs.items() if words in answer} for name, answer in answers.items()}


def test_all_32_combinations_of_consents_give_exactly_what_they_allow_in_every_place(client):
    cancer = make_cancer("Melanoma", slug="melanoma")
    make_cancer("Mélanome", slug="melanome", page=cancer.page, language="fr")
    drug = make_drug("Interferon", rows={"uses": [{"cancer": cancer.page, "name": "melanoma"}]})
    story = publish_story(photo=drawing(), cancer=cancer.page, body=BODY, quote=QUOTE)
    pages = {
        "home": "/en/",
        "drug": drug.get_absolute_url(),
        "cancer": cancer.get_absolute_url(),
        "list": "/en/stories/",
        "list of its cancer": "/en/stories/?cancer=melanoma",
        "list of the other language": reverse_in("fr", "stories:index"),
        "home of the other language": "/fr/",
        "its page": story.get_absolute_url(),
        "its number in the other language": reverse_in("fr", "stories:detail", story.pk),
        "report": reverse("stories:report", args=[story.pk]),
    }

    for given in every_combination():
        story.change_consents(given)

        is_public = Purpose.PUBLISH in given
        photo = {"photo"} if Purpose.PHOTO in given else set()
        quote = {"quote"} if Purpose.QUOTE in given else set()
        pull_quote = {"pull quote"} if quote else set()
        beside = quote | (photo if quote else set())
        expected = (
            dict.fromkeys(pages, set())
            | {
                "home": beside,
                "drug": beside,
                # A title is a part of a story, too.
                "cancer": beside | ({"title"} if quote else set()),
                "list": {"title"} | photo,
                "list of its cancer": {"title"} | photo,
                "list of the other language": {"title"} | photo,
                "its page": {"title", "quote"} | photo | pull_quote,
                "its number in the other language": {"title"},
                "report": {"title"},
            }
            if is_public
            else dict.fromkeys(pages, set())
        )
        assert what_is_shown(client, story, pages) == expected, given
        assert client.get(photo_of(story)).status_code == (200 if is_public and photo else 404), given
        assert client.get(story.get_absolute_url()).status_code == (200 if is_public else 410), given


def reverse_in(language, name, *arguments):
    with override(language):
        return reverse(name, args=arguments)


@pytest.mark.parametrize("purposes", [combination for combination in every_combination() if "publish" in combination])
def test_a_story_that_was_never_published_is_nowhere_whatever_its_author_agreed_to(client, purposes):
    story = send_story(photo=drawing(), body=BODY, consents=purposes)
    pages = {"home": "/en/", "list": "/en/stories/", "page": story.get_absolute_url()}

    assert what_is_shown(client, story, pages) == dict.fromkeys(pages, set())
    assert client.get(story.get_absolute_url()).status_code == 404
    assert client.get(photo_of(story)).status_code == 404
    assert get(client, "stories:report", story.pk).status_code == 404


# A story's page


def test_a_public_story_is_read_at_its_number(client):
    cancer = make_cancer("Melanoma", slug="melanoma")
    story = publish_story(title="The garden", cancer=cancer.page, province="ON", body="One.\nTwo.\n\nThree.")

    page = text_of(story_page(client, story))

    assert story.get_absolute_url() == f"/en/stories/{story.pk}/"
    assert "<h1>The garden</h1>" in page
    assert "By Audrey, Ontario" in page
    assert "<p>One.<br>Two.</p>" in page
    assert "<p>Three.</p>" in page
    assert 'href="/en/cancers/melanoma/"' in page
    assert f'href="/en/stories/{story.pk}/report/"' in page
    assert "Demonstration content" not in page


HOSTILE = '<script>alert(1)</script> <img src=x onerror=alert(1)> {{ secret }} <a href="page:drug/1">link</a>'


def test_what_a_person_wrote_is_text_and_nothing_else(client):
    story = publish_story(title=HOSTILE, body=HOSTILE, shown_name='"><b>', quote=HOSTILE[:60])

    for page in wherever_it_is(client, story):
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert '"><b>' not in page


def wherever_it_is(client, story):
    """What readers get of a story on its page, in the list and in the box on the home page."""
    yield text_of(story_page(client, story))
    yield text_of(get(client, "stories:index"))
    yield text_of(client.get("/en/")).split('class="teaser"')[1].split("</section>")[0]


def test_a_word_without_end_and_20000_characters_are_shown_whole_on_the_page_and_cut_off_in_the_list(client):
    story = publish_story(body="a" * 20_000)

    assert "a" * 20_000 in text_of(story_page(client, story))
    assert "a" * 300 not in text_of(get(client, "stories:index"))


def test_glossary_words_are_explained_in_a_story(client):
    make_term("cytokine", definition="<p>A messenger.</p>")
    story = publish_story(body="They spoke of a cytokine.")

    page = text_of(story_page(client, story))

    assert 'class="word"' in page
    assert "A messenger." in page


def test_a_content_note_stands_before_the_story_which_is_closed_and_there(client):
    story = publish_story(body=BODY, quote=QUOTE, notes=["mental_health", "death"])

    page = text_of(story_page(client, story))
    closed = page.split('<details class="content-note">')[1].split("</details>")[0]

    assert "This story speaks of: death and grief, mental health" in closed.split("</summary>")[0]
    assert "It began in spring." in closed
    assert "pull-quote" in closed
    assert "It began in spring." not in page.replace(closed, "")


def test_a_story_without_a_note_stands_open(client):
    assert "<details" not in text_of(story_page(client, publish_story()))


def test_a_story_that_another_person_tells_says_so(client):
    story = publish_story(teller="other", relationship="child", shown_name="Harold", province="SK")

    page = text_of(story_page(client, story))

    assert "Harold, Saskatchewan" in page
    assert "By Harold" not in page
    assert "Told by their daughter or son" in page


def test_a_story_without_a_name_is_anonymous(client):
    story = publish_story(display="anonymous", province="QC", quote="The beans were up.")

    assert "Anonymous, Quebec" in text_of(story_page(client, story))
    assert "Read this story" in text_of(client.get("/en/"))


def test_a_photo_is_described(client):
    story = publish_story(photo=drawing(), photo_description="A woman in a garden", quote="The beans were up.")

    assert all('alt="A woman in a garden"' in page for page in wherever_it_is(client, story))


def test_demonstration_stories_are_labelled_wherever_they_are(client):
    story = publish_story(quote="The beans were up.")
    Story.objects.filter(pk=story.pk).update(is_demonstration=True)

    assert all("Demonstration content" in page for page in wherever_it_is(client, story))


def test_the_drugs_for_its_cancer_are_named_on_its_page(client):
    cancer, other = make_cancer("Melanoma"), make_cancer("Leukemia")
    make_drug("Interferon", rows={"uses": [{"cancer": cancer.page, "name": "melanoma"}]})
    make_drug("Imatinib", rows={"uses": [{"cancer": other.page, "name": "leukemia"}]})
    story = publish_story(cancer=cancer.page)

    page = text_of(story_page(client, story))

    assert 'href="/en/drugs/interferon/"' in page
    assert "Imatinib" not in page


def test_a_cancer_that_is_not_live_is_named_nowhere(client):
    hidden = make_draft(type(make_cancer("Melanoma")), "Secret cancer")
    story = publish_story(cancer=hidden.page)

    for answer in (story_page(client, story), get(client, "stories:index")):
        assert "Secret cancer" not in text_of(answer)


@pytest.mark.parametrize("number", [0, 7, 10**30])
def test_a_number_without_a_story_is_not_found(client, number):
    for name in ("detail", "report"):
        assert client.get(f"/en/stories/{number}/" + ("report/" if name == "report" else "")).status_code == 404


def taken_down(story):
    story.take_down(by=make_moderator(), reasons=["identifies"])


def without_consent(story):
    story.change_consents(set(Purpose) - {Purpose.PUBLISH})


ENDINGS = {"withdrawn": lambda story: story.withdraw(), "taken down": taken_down, "without consent": without_consent}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_story_that_ended_says_that_it_is_gone_and_nothing_else(client, ending):
    cancer = make_cancer("Melanoma", slug="melanoma")
    story = publish_story(photo=drawing(), cancer=cancer.page, body=BODY, quote=QUOTE)

    ENDINGS[ending](story)

    page = story_page(client, story)
    report = get(client, "stories:report", story.pk)
    assert (page.status_code, report.status_code) == (410, 410)
    assert "This story is no longer here" in text_of(page)
    assert client.get(photo_of(story)).status_code == 404
    for address in ("/en/", "/fr/", "/en/stories/", "/fr/stories/", cancer.get_absolute_url()):
        answer = text_of(client.get(address))
        assert "The garden" not in answer
        assert QUOTE not in answer


def test_consent_that_is_given_again_brings_the_story_back(client):
    story = publish_story()
    without_consent(story)

    story.change_consents(set(Purpose))

    assert story_page(client, story).status_code == 200


def test_a_correction_is_read_only_once_it_is_approved(client):
    story = publish_story(body="The first words.")
    story.correct(body="The corrected words.")

    assert "The first words." in text_of(story_page(client, story))
    assert "The corrected words." not in text_of(story_page(client, story))

    story.approve(by=make_moderator(), seen=Story.objects.get(pk=story.pk).open_text.public_digest, is_checked=True)

    assert "The corrected words." in text_of(story_page(client, story))


# Languages


def test_a_story_is_read_in_its_own_language_alone(client):
    story = publish_story(title="Le jardin", language="fr")

    answer = story_page(client, story, language="en")

    assert answer.status_code == 404
    assert "This story is in French" in text_of(answer)
    assert f'href="{story.get_absolute_url()}"' in text_of(answer)
    assert story.get_absolute_url().startswith("/fr/")
    assert story_page(client, story).status_code == 200


def test_the_switch_on_a_story_says_that_it_has_one_language(client):
    page = text_of(story_page(client, publish_story()))

    assert '<p id="other-language" lang="fr-CA">' in page
    assert f'href="{reverse_in("fr", "stories:index")}" lang="fr-CA" hreflang="fr-CA"' in page


def test_lists_offer_stories_of_the_other_language_marked_as_such(client):
    story = publish_story(title="Le jardin", body="Un matin.", language="fr")

    page = text_of(get(client, "stories:index"))

    assert f'<a href="{story.get_absolute_url()}" lang="fr-CA" hreflang="fr-CA">Le jardin</a>' in page
    assert '<p lang="fr-CA">Un matin.</p>' in page
    assert "Stories in French" in page


def test_the_list_shows_a_few_stories_of_the_other_language_and_leads_to_the_rest(client):
    for number in range(6):
        publish_story(title=f"Histoire {number}", language="fr")

    page = text_of(get(client, "stories:index"))

    assert [f"Histoire {number}" in page for number in range(6)] == [False, True, True, True, True, True]
    assert re.search(r'class="all-others" href="/fr/temoignages/" hreflang="fr-CA">All stories in French', page)


def test_a_quote_leads_to_stories_of_the_language_alone(client):
    publish_story(language="fr", body="Un matin.", quote="Un matin.")

    assert "Un matin." not in text_of(client.get("/en/"))
    assert "Un matin." in text_of(client.get("/fr/"))


# The list


def titles_in(answer):
    return [text.title for text in answer.context["page"]]


def test_the_newest_story_stands_first(client):
    for title in ("One", "Two", "Three"):
        publish_story(title=title)

    assert titles_in(get(client, "stories:index")) == ["Three", "Two", "One"]


def test_the_list_says_who_about_what_and_when(client):
    cancer = make_cancer("Melanoma")
    publish_story(province="ON", cancer=cancer.page, body="It began in spring.")

    page = text_of(get(client, "stories:index"))

    assert "By Audrey, Ontario" in page
    assert "Melanoma ·" in page
    assert "published on" in page
    assert "It began in spring." in page


def test_in_the_list_no_break_spaces_stay(client):
    publish_story(body="On dit\n«\u00a0la maladie\u00a0» et on baisse la voix.", language="fr")

    page = text_of(client.get("/fr/temoignages/"))

    assert "On dit «\u00a0la maladie\u00a0» et" in page


def test_in_the_list_a_content_note_stands_in_place_of_the_first_words(client):
    publish_story(body="They told us that he died.", notes=["death"])

    page = text_of(get(client, "stories:index"))

    assert "This story speaks of: death and grief" in page
    assert "he died" not in page


def test_the_list_shows_no_words_of_a_story_that_may_not_be_quoted(client):
    publish_story(title="The garden", body="They told us on a Monday.", consents=[Purpose.PUBLISH])

    for language in ("en", "fr"):
        page = text_of(get(client, "stories:index", language=language))
        assert "The garden" in page
        assert "on a Monday" not in page


def test_the_list_is_narrowed_to_a_cancer(client):
    melanoma, leukemia = make_cancer("Melanoma", slug="melanoma"), make_cancer("Leukemia", slug="leukemia")
    make_cancer("Kidney cancer", slug="kidney-cancer")
    publish_story(title="About melanoma", cancer=melanoma.page)
    publish_story(title="About leukemia", cancer=leukemia.page)

    answer = get(client, "stories:index", cancer="melanoma")

    assert titles_in(answer) == ["About melanoma"]
    assert "1 story about: Melanoma" in text_of(answer)
    assert [cancer.slug for cancer in answer.context["cancers"]] == ["leukemia", "melanoma"]


@pytest.mark.parametrize("asked", ["kidney-cancer", "nothing", "\0", "'; --", "é" * 3000])
def test_a_cancer_without_stories_is_said_to_have_none_and_all_are_shown(client, asked):
    make_cancer("Kidney cancer", slug="kidney-cancer")
    publish_story(title="Another one", cancer=make_cancer("Melanoma").page)

    answer = get(client, "stories:index", cancer=asked)

    assert titles_in(answer) == ["Another one"]
    assert "no story about the cancer you asked for" in text_of(answer)


def test_a_long_list_goes_on_over_pages_and_keeps_its_cancer(client):
    cancer = make_cancer("Melanoma", slug="melanoma")
    make_many_stories(45, cancer=cancer.page)

    first = get(client, "stories:index", cancer="melanoma")
    last = get(client, "stories:index", cancer="melanoma", page=3)

    assert (len(titles_in(first)), len(titles_in(last))) == (20, 5)
    assert 'href="?cancer=melanoma&amp;page=2" rel="next"' in text_of(first)
    assert 'rel="next"' not in text_of(last)
    assert "Page 3 of 3" in text_of(last)


@pytest.mark.parametrize(("asked", "shown"), [("0", 3), ("99", 3), ("x", 1), ("-1", 3), ("9" * 5000, 1)])
def test_a_page_that_is_not_there_shows_the_nearest(client, asked, shown):
    make_many_stories(45)

    assert get(client, "stories:index", page=asked).context["page"].number == shown


def test_a_list_without_stories_invites(client):
    page = text_of(get(client, "stories:index"))

    assert "Nobody has shared a story here yet." in page
    assert f'href="{reverse("stories:share")}"' in page
    assert "<select" not in page


def make_many_stories(number, *, cancer=None, language="en", quote=""):
    """Many public stories at once, written past the moves because those would take minutes."""
    now = timezone.now()
    stories = Story.objects.bulk_create(Story(language=language, cancer=cancer) for _ in range(number))
    shown = {"stage": "approved", "live_from": now, "agreed_digest": "agreed", "quote": quote}
    Text.objects.bulk_create(
        Text(story=story, number=1, title=f"Story {index}", body=f"Once. {quote}", **shown)
        for index, story in enumerate(stories)
    )
    photos = {"widths": [320], "width": 320, "height": 320, "digest": "d"}
    Photo.objects.bulk_create(Photo(story=story, folder=f"none-{story.pk}", **photos) for story in stories)
    words = {"wording_version": 1, "form_version": 1, "language": language, "method": "form"}
    Consent.objects.bulk_create(
        Consent(story=story, purpose=purpose, is_given=True, **words) for story in stories for purpose in Purpose
    )
    return stories


# Quotes on other pages


def test_the_quote_on_a_drugs_page_is_about_a_cancer_that_it_is_used_for(client):
    melanoma, leukemia = make_cancer("Melanoma"), make_cancer("Leukemia")
    drug = make_drug("Interferon", rows={"uses": [{"cancer": melanoma.page, "name": "melanoma"}]})
    other = make_drug("Imatinib", rows={"uses": [{"cancer": leukemia.page, "name": "leukemia"}]})
    unused = make_drug("Saline")
    story = publish_story(cancer=melanoma.page, quote="The beans were up.")

    page = text_of(client.get(drug.get_absolute_url()))

    assert "“The beans were up.”" in page
    assert f'<a class="read-on" href="{story.get_absolute_url()}">Read Audrey’s story</a>' in page
    for without in (other, unused, leukemia):
        assert 'class="teaser"' not in text_of(client.get(without.get_absolute_url()))


def test_the_quote_is_of_the_newest_story_that_nobody_needs_to_be_warned_of(client):
    for body, notes in (("Old words.", []), ("New words.", []), ("Newest words.", ["death"])):
        publish_story(body=body, quote=body, notes=notes)

    home = text_of(client.get("/en/"))

    assert "“New words.”" in home
    assert home.count('class="teaser"') == 1


def test_a_quote_of_a_story_with_a_note_says_what_the_story_speaks_of(client):
    publish_story(quote="The beans were up.", notes=["death"])

    assert "This story speaks of: death and grief" in text_of(client.get("/en/"))


def test_a_story_without_a_quote_has_no_box(client):
    publish_story()

    assert 'class="teaser"' not in text_of(client.get("/en/"))


def test_a_quote_without_a_photo_has_our_drawing(client):
    publish_story(quote="The beans were up.")

    teaser = text_of(client.get("/en/")).split('class="teaser"')[1].split("</section>")[0]

    assert '<svg class="drawing"' in teaser
    assert "<img" not in teaser


@pytest.mark.parametrize(("name", "words"), [("Audrey", "Read Audrey’s story"), ("", "Read this story")])
def test_the_way_to_a_story_names_whose_it_is(name, words):
    assert invitation(name) == words


@pytest.mark.parametrize(
    ("name", "is_elided"),
    [
        *[
            (name, True)
            for name in ("Audrey", "Élise", "Œdipe", "Isabelle", "Yves", "Yvette", "Hélène", "Henri", "Hugo")
        ],
        *[(name, True) for name in (" émile", "HUBERT", "Hervé", "Uma")],
        *[
            (name, False)
            for name in ("Josée", "Hassan", "Harold", "Yannick", "Yasmine", "Heidi", "Hank", "", "5", "Ş.")
        ],
    ],
)
def test_french_elides_before_vowels_and_an_h_that_is_not_heard(name, is_elided):
    assert is_elided_before(name) == is_elided


def test_a_byline_names_no_more_than_it_has():
    assert byline("Audrey", "Ontario", is_told_by_another=False) == "By Audrey, Ontario"
    assert byline("Audrey", "", is_told_by_another=False) == "By Audrey"
    assert byline("Harold", "Quebec", is_told_by_another=True) == "Harold, Quebec"
    assert byline("", "Quebec", is_told_by_another=False) == "Anonymous, Quebec"


# Photos


def test_a_public_photo_is_asked_for_anew_each_time(client):
    story = publish_story(photo=drawing())

    answer = client.get(photo_of(story))
    again = client.get(photo_of(story), headers={"if-none-match": answer["ETag"]})

    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert again.status_code == 304
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_a_copy_of_a_photo_does_not_outlive_the_consent(client):
    story = publish_story(photo=drawing())
    known = client.get(photo_of(story))["ETag"]

    story.change_consents({Purpose.PUBLISH})

    assert client.get(photo_of(story), headers={"if-none-match": known}).status_code == 404


@pytest.mark.parametrize("width", [0, 1, 321, 10**30])
def test_a_photo_has_no_other_widths(client, width):
    story = publish_story(photo=drawing())

    assert client.get(f"/pictures/stories/{story.pk}/{width}/").status_code == 404


NOT_PUBLIC = {
    "waiting": lambda: send_story(photo=drawing()),
    "withdrawn": lambda: after(publish_story(photo=drawing()), "withdraw"),
    "no consent": lambda: publish_story(photo=drawing(), consents={Purpose.PUBLISH}),
    "refused photo": lambda: after(
        publish_story(photo=drawing()), "refuse_photo", by=make_moderator(), reasons=["unclear_photo"]
    ),
}


def after(story, move, **arguments):
    getattr(story, move)(**arguments)
    return story


@pytest.mark.parametrize("state", NOT_PUBLIC)
@pytest.mark.parametrize("role", [None, "visitor", *ROLES])
def test_a_photo_that_is_not_public_is_seen_by_moderators_alone_and_each_viewing_is_kept(client, role, state):
    story = NOT_PUBLIC[state]()
    user = make_user(*([role] if role in ROLES else [])) if role else None
    if user:
        client.force_login(user)

    answer = client.get(photo_of(story))

    may = role == MODERATOR
    assert answer.status_code == (200 if may else 404)
    assert Viewing.objects.filter(story=story, by=user, what="photo").count() == int(may)
    if may:
        assert answer["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer


def test_nothing_tells_a_hidden_photo_from_one_that_does_not_exist(client):
    story = send_story(photo=drawing())

    hidden = client.get(photo_of(story))
    Photo.objects.all().delete()
    none = client.get(photo_of(story))

    assert (hidden.status_code, hidden.headers, hidden.content) == (404, none.headers, none.content)


def test_a_photo_of_a_refused_kind_stays_off_the_page(client):
    story = NOT_PUBLIC["refused photo"]()

    assert photo_of(story) not in text_of(story_page(client, story))


# How pages are served


def test_pages_with_stories_are_asked_for_anew_and_keep_no_cookie(client):
    story = publish_story()

    for address in (story.get_absolute_url(), "/en/stories/"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-cache"
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_stories_are_only_read(client, method):
    story = publish_story(photo=drawing())

    for address in (story.get_absolute_url(), "/en/stories/", photo_of(story)):
        assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("number", [3, 60])
def test_the_number_of_queries_does_not_depend_on_the_number_of_stories(client, number):
    cancer = make_cancer("Melanoma", slug="melanoma")
    drug = make_drug("Interferon", rows={"uses": [{"cancer": cancer.page, "name": "melanoma"}]})
    for language in ("fr", "en"):
        stories = make_many_stories(number, cancer=cancer.page, language=language, quote="Words.")

    addresses = {
        "/en/stories/": 10,
        "/en/stories/?cancer=melanoma": 11,
        drug.get_absolute_url(): 16,
        stories[0].get_absolute_url(): 9,
    }

    assert {address: cost_of(client, address) for address in addresses} == addresses


def cost_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_what_was_public_at_another_time_is_the_same_query():
    story = publish_story()
    live = story.texts.get()
    Text.objects.filter(pk=live.pk).update(live_until=live.live_from + timedelta(hours=1))

    assert Text.objects.public(at=live.live_from).get() == live
    assert not Text.objects.public(at=live.live_from - timedelta(seconds=1))
    assert not Text.objects.public(at=live.live_from + timedelta(hours=1))
