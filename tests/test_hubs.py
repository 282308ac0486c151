"""The page of a cancer as the place from which everything about it is reached, and what other pages lead to."""

import re

import pytest

from cancers.models import CancerVersion
from glossary.models import TermVersion, WordUse
from publishing.models import Withdrawal
from stories.choices import Purpose

from .factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_publisher,
    make_service,
    make_site_page,
    make_term,
    publish,
    publish_story,
)
from .planted_stories import plant_stories
from .test_leaks import Markers, plant_everywhere

pytestmark = pytest.mark.django_db


def page_of(client, version):
    return client.get(version.get_absolute_url()).content.decode()


def section(page, anchor):
    """What stands under the heading with an id, up to the end of its section."""
    return page[page.index(f'<h2 id="{anchor}">') :].split("</section>")[0]


def links_in(html):
    return re.findall(r'<a (?:class="[\w-]+" )?href="([^"]+)"', html)


def drug_for(title, *cancers, **fields):
    uses = [{"cancer": cancer.page, "name": cancer.title} for cancer in cancers]
    return make_drug(title, rows={"uses": uses}, **fields)


# The page of a cancer


def test_a_cancer_leads_to_its_drugs_words_stories_and_services_in_this_order(client):
    cancer = make_cancer("Melanoma", body="<p>A biopsy shows it.</p>")
    drug = drug_for("Interferon", cancer, what_it_is="<p>It is a cytokine.</p>")
    biopsy, cytokine = make_term("biopsy"), make_term("cytokine")
    story = publish_story(title="The garden", cancer=cancer.page)
    service = make_service("Skin line", cancers=[cancer.page])

    page = page_of(client, cancer)

    assert re.findall(r'<h2 id="([\w-]+)">', page)[:6] == [
        "on-this-page",
        *("about", "drugs", "words-to-know", "stories", "services"),
    ]
    assert "A <button" in section(page, "about")
    assert links_in(section(page, "drugs")) == [drug.get_absolute_url()]
    assert links_in(section(page, "words-to-know")) == [biopsy.get_absolute_url(), cytokine.get_absolute_url()]
    assert story.get_absolute_url() in links_in(section(page, "stories"))
    assert "/en/stories/?cancer=melanoma" in links_in(section(page, "stories"))
    assert service.get_absolute_url() in links_in(section(page, "services"))
    assert "?cancer=melanoma" in section(page, "services")


def test_the_contents_name_every_section_of_a_cancer(client):
    page = page_of(client, make_cancer("Melanoma"))

    contents = page.split('class="contents"')[1].split("</nav>")[0]
    anchors = re.findall(r'href="#([\w-]+)"', contents)
    assert anchors == ["about", "drugs", "words-to-know", "stories", "services"]
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_a_cancer_says_what_is_missing(client):
    page = page_of(client, make_cancer("Melanoma", body=""))

    assert "We have no text about this cancer yet." in section(page, "about")
    assert "No drug page names this cancer yet." in section(page, "drugs")
    assert "None of the words in the glossary stands in these texts yet." in section(page, "words-to-know")
    assert "No story about this cancer yet. You can tell yours" in section(page, "stories")
    assert "/en/stories/share/" in links_in(section(page, "stories"))
    assert "We know of no service for people with this cancer alone." in section(page, "services")
    assert 'name="near"' in section(page, "services")


def test_a_drug_that_is_not_live_is_not_named_and_its_words_are_not_known(client):
    cancer = make_cancer("Melanoma")
    make_term("cytokine")
    drug = drug_for("Interferon", cancer, what_it_is="<p>It is a cytokine.</p>")

    drug.withdraw(by=make_publisher(), why="It is old.", outcome=Withdrawal.Outcome.GONE)

    page = page_of(client, cancer)
    assert "Interferon" not in page
    assert "cytokine" not in page


def test_the_words_of_most_texts_come_first_then_those_of_the_page_itself(client):
    cancer = make_cancer("Melanoma", body="<p>A biopsy, or an operation.</p>")
    for title in ("Imatinib", "Interferon"):
        drug_for(title, cancer, what_it_is="<p>Nausea, nausea and an operation. A dose.</p>")
    for word in ("biopsy", "dose", "melanoma", "nausea", "operation"):
        make_term(word)

    words = links_in(section(page_of(client, cancer), "words-to-know"))

    assert words == [f"/en/glossary/{word}/" for word in ("operation", "nausea", "dose", "biopsy")]


def test_words_that_are_many_stand_behind_a_button_in_alphabetical_order(client):
    words = ["cell", "dose", "drip", "gene", "germ", "lymph", "node", "organ", "pain", "scan"]
    cancer = make_cancer("Melanoma", body=f"<p>Scan, scan. {', '.join(words[:-1])}</p>")
    for word in words:
        make_term(word)

    page = section(page_of(client, cancer), "words-to-know")

    assert "Show 2 more" in page
    assert links_in(page) == [f"/en/glossary/{word}/" for word in ["scan", *words[:-1]]]


def test_how_many_words_are_seen_at_once_stands_in_one_place(client, monkeypatch):
    monkeypatch.setattr("glossary.templatetags.words.SEEN_AT_ONCE", 1)
    cancer = make_cancer("Melanoma", body="<p>Scan, scan. Dose, cell.</p>")
    for word in ("cell", "dose", "scan"):
        make_term(word)

    page = section(page_of(client, cancer), "words-to-know")

    assert "Show 2 more" in page


def test_a_draft_of_a_cancer_shows_the_words_it_would_explain(client):
    make_term("biopsy")
    draft = make_draft(CancerVersion, "Melanoma", body="<p>A biopsy shows it.</p>")
    client.force_login(make_editor())

    page = client.get(f"/admin/cancers/cancerversion/{draft.pk}/preview/").content.decode()

    assert links_in(section(page, "words-to-know")) == ["/en/glossary/biopsy/"]


# Stories about a cancer


def test_three_stories_are_led_to_and_all_others_are_in_the_list(client):
    cancer = make_cancer("Melanoma")
    for number in range(4):
        publish_story(title=f"Story number {number}", cancer=cancer.page)

    stories = section(page_of(client, cancer), "stories")

    assert re.findall(r"Story number \d", stories) == ["Story number 3", "Story number 2", "Story number 1"]
    assert "All stories about it" in stories


def test_the_quote_stands_in_for_the_beginning_of_a_story(client):
    cancer = make_cancer("Melanoma")
    body = "It began in spring.\n\nThe beans were up."

    publish_story(title="The garden", cancer=cancer.page, body=body, quote="The beans were up.")

    stories = section(page_of(client, cancer), "stories")
    assert "“The beans were up.”" in stories
    assert "It began in spring." not in stories


def test_of_a_story_that_may_not_be_quoted_not_even_the_title_is_shown(client):
    cancer = make_cancer("Melanoma")

    publish_story(title="The garden", cancer=cancer.page, consents={Purpose.PUBLISH})

    stories = section(page_of(client, cancer), "stories")
    assert "The garden" not in stories
    assert "All stories about it" in stories
    assert "No story about this cancer yet" not in stories


def test_stories_in_the_other_language_are_told_of(client):
    cancer = make_cancer("Melanoma")

    publish_story(title="Le jardin", cancer=cancer.page, language="fr", body="Les haricots étaient sortis de terre.")

    stories = section(page_of(client, cancer), "stories")
    assert "No story about this cancer was told in English yet. There are some in French." in stories
    assert "Le jardin" not in stories


def test_a_withdrawn_story_is_gone_from_the_page_of_its_cancer(client):
    cancer = make_cancer("Melanoma")
    story = publish_story(title="The garden", cancer=cancer.page)

    story.withdraw()

    assert "The garden" not in page_of(client, cancer)


def test_a_story_leads_to_others_about_the_same_cancer(client):
    cancer, other = make_cancer("Melanoma"), make_cancer("Leukemia")
    story = publish_story(title="The garden", cancer=cancer.page)
    publish_story(title="The lake", cancer=cancer.page)
    publish_story(title="The bell", cancer=other.page)

    page = section(page_of(client, story), "others")

    assert "The lake" in page
    assert "The bell" not in page and "The garden" not in page


# Services for a cancer


def test_who_helps_by_phone_comes_first_and_who_is_closed_not_at_all(client):
    cancer = make_cancer("Melanoma")
    make_service("A house", cancers=[cancer.page], by_phone=False)
    make_service("B line", cancers=[cancer.page], by_phone=True)
    make_service("C shop", cancers=[cancer.page], status="defunct")

    services = section(page_of(client, cancer), "services")

    assert services.index("B line") < services.index("A house")
    assert "C shop" not in services


def test_who_is_closed_for_now_comes_last_and_says_so(client):
    cancer = make_cancer("Melanoma")
    make_service("A line", cancers=[cancer.page], by_phone=True, status="temporarily closed")
    make_service("B house", cancers=[cancer.page], by_phone=False)

    open_one, closed_one = section(page_of(client, cancer), "services").split("</li>")[:2]

    assert "B house" in open_one and "Closed for now." not in open_one
    assert "A line" in closed_one and "Closed for now." in closed_one


# Related pages


def test_drugs_for_the_same_cancers_are_related_those_that_share_most_first(client):
    melanoma, leukemia = make_cancer("Melanoma"), make_cancer("Leukemia")
    interferon = drug_for("Interferon", melanoma, leukemia)
    one, both, none = drug_for("Axitinib", melanoma), drug_for("Imatinib", melanoma, leukemia), drug_for("Letrozole")

    related = links_in(section(page_of(client, interferon), "related"))

    assert related == [both.get_absolute_url(), one.get_absolute_url()]
    assert none.get_absolute_url() not in related


def test_cancers_that_share_drugs_are_related(client):
    melanoma, leukemia, other = make_cancer("Melanoma"), make_cancer("Leukemia"), make_cancer("Sarcoma")
    drug_for("Interferon", melanoma, leukemia)
    drug_for("Letrozole", other)

    related = links_in(section(page_of(client, melanoma), "related"))

    assert related == [leukemia.get_absolute_url()]


def test_at_most_five_pages_are_related(client):
    cancer = make_cancer("Melanoma")
    drugs = [drug_for(f"Drug {letter}", cancer) for letter in "ABCDEFG"]

    related = links_in(section(page_of(client, drugs[0]), "related"))

    assert related == [drug.get_absolute_url() for drug in drugs[1:6]]


def test_pages_in_the_other_language_are_not_related(client):
    cancer = make_cancer("Melanoma")
    drug = drug_for("Interferon", cancer)

    drug_for("Imatinib", cancer, language="fr")

    assert 'id="related"' not in page_of(client, drug)


@pytest.mark.parametrize("make", [make_drug, make_site_page, make_cancer, make_term])
def test_a_page_that_has_nothing_in_common_with_others_has_no_empty_heading(client, make):
    version = make("Alone")

    assert 'id="related"' not in page_of(client, version)


def test_a_past_text_does_not_make_pages_related(client):
    cancer = make_cancer("Melanoma")
    interferon, imatinib = drug_for("Interferon", cancer), drug_for("Imatinib", cancer)

    draft = imatinib.open_draft(by=make_editor())
    draft.uses.all().delete()
    from_now_on = publish(draft)

    assert from_now_on.get_absolute_url() not in page_of(client, interferon)


# What nobody may see


def test_nothing_unpublished_is_named_on_the_pages_that_lead_to_everything(client):
    markers = Markers()
    plant_everywhere(markers)
    plant_stories(markers)
    hubs = [*CancerVersion.objects.filter(title__in=["Known", "Connu"]), *TermVersion.objects.filter(slug="messenger")]

    leaks = [markers.found_in(page_of(client, hub)) for hub in hubs]

    assert leaks == [set()] * 4
    assert WordUse.objects.exists()
