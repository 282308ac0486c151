"""References in rich text: links by name that outlive addresses, pictures by number, and who may look for them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cancers.models import CancerVersion
from drugs.models import DrugVersion
from publishing.fields import RichTextFormField
from publishing.roles import MODERATOR

from .factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_many,
    make_picture,
    make_publisher,
    make_term,
    make_user,
)
from .factories import publish as publish_draft

pytestmark = pytest.mark.django_db


def link_to(version, words="the page"):
    return f'<a href="page:{version.kind}:{version.page_id}">{words}</a>'


def readdressed(version, slug):
    """The next version of a page, live at another address."""
    draft = version.open_draft(by=make_editor())
    draft.slug = slug
    draft.save()
    return publish_draft(draft)


# What readers get.


def test_a_link_leads_to_the_pages_address_of_today(client):
    cancer = make_cancer("Kidney cancer")
    drug = make_drug(what_it_is=f"<p>For {link_to(cancer, 'kidney <em>cancer</em>')}.</p>")
    readdressed(cancer, "cancer-of-the-kidney")

    page = client.get(drug.get_absolute_url()).content.decode()

    assert '<a href="/en/cancers/cancer-of-the-kidney/">kidney <em>cancer</em></a>' in page
    assert "page:" not in page


@pytest.mark.parametrize("fate", ["draft", "withdrawn", "other language", "no page", "no kind"])
def test_a_link_that_leads_nowhere_leaves_its_words(client, fate):
    target = make_draft(CancerVersion, "Kidney cancer", language="fr" if fate == "other language" else "en")
    words = link_to(target)
    if fate in ("withdrawn", "other language"):
        publish_draft(target)
    if fate == "withdrawn":
        target.withdraw(by=make_publisher(), why="Outdated.")
    if fate in ("no page", "no kind"):
        words = f'<a href="page:{"drugs.drug" if fate == "no page" else "auth.user"}:987">the page</a>'
    drug = make_drug(what_it_is=f"<p>See {words}.</p>")

    page = client.get(drug.get_absolute_url()).content.decode()

    assert "<p>See the page.</p>" in page


def test_a_preview_resolves_links_the_same_way(client):
    cancer = make_cancer("Kidney cancer")
    draft = make_draft(DrugVersion, "Interferon", what_it_is=f"<p>{link_to(cancer)}</p>")
    client.force_login(make_editor())

    page = client.get(reverse("admin:drugs_drugversion_preview", args=[draft.pk])).content.decode()

    assert '<a href="/en/cancers/kidney-cancer/">the page</a>' in page


def test_a_link_in_a_words_definition_works_in_its_pop_up(client):
    cancer = make_cancer("Kidney cancer")
    make_term("cytokine", definition=f"<p>A protein. {link_to(cancer)}</p>")
    drug = make_drug(what_it_is="<p>A cytokine.</p>")

    page = client.get(drug.get_absolute_url()).content.decode()

    assert page.count('<a href="/en/cancers/kidney-cancer/">the page</a>') == 2
    assert "page:" not in page


def test_words_are_explained_around_links_and_never_in_them(client):
    make_term("cytokine")
    cancer = make_cancer("Kidney cancer")
    drug = make_drug(what_it_is=f"<p>{link_to(cancer, 'a cytokine')} is a cytokine</p>")

    page = client.get(drug.get_absolute_url()).content.decode()

    assert '">a cytokine</a> is a <button' in page


def cost_of(client, version):
    client.get(version.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(version.get_absolute_url())
    return len(queries)


def test_links_cost_a_query_for_each_kind_of_page_however_many_there_are(client):
    links = [link_to(version) for kind in (CancerVersion, DrugVersion) for version in make_many(kind, 30)]
    none = make_drug("None", what_it_is="<p>Nothing.</p>")
    few = make_drug("Few", what_it_is=f"<p>{links[0]}</p>", how_it_works=f"<p>{links[-1]}</p>")
    many = make_drug("Many", what_it_is=f"<p>{' '.join(links[:31])}</p>", how_it_works=f"<p>{' '.join(links[29:])}</p>")

    costs = [cost_of(client, version) for version in (none, few, many)]

    assert [cost - costs[0] for cost in costs] == [0, 2, 2]


def test_a_picture_is_shown_where_the_text_refers_to_it(client):
    picture = make_picture(alt_en="A pump on a belt", caption_en="A cytokine pump", caption_fr="Une pompe")
    make_term("cytokine")
    drug = make_drug(what_it_is=f'<p>Before.</p><img data-picture="{picture.pk}"><p>A cytokine.</p>')

    page = client.get(drug.get_absolute_url()).content.decode()

    assert '<p>Before.</p><figure class="picture">' in page
    assert 'alt="A pump on a belt"' in page
    assert "<figcaption>A cytokine pump</figcaption>" in page
    assert "data-picture" not in page


def test_a_picture_that_does_not_exist_leaves_no_trace(client):
    drug = make_drug(what_it_is='<p>Before.</p><img data-picture="987"><p>After.</p>')

    page = client.get(drug.get_absolute_url()).content.decode()

    assert "<p>Before.</p><p>After.</p>" in page


def test_a_text_of_pictures_alone_is_shown(client):
    picture = make_picture(alt_en="A pump on a belt")
    drug = make_drug(what_it_is=f'<img data-picture="{picture.pk}">')

    page = client.get(drug.get_absolute_url()).content.decode()

    assert 'alt="A pump on a belt"' in page


def test_pictures_cost_one_query_however_many_there_are(client):
    shown = [f'<img data-picture="{make_picture().pk}">' for _ in range(4)]
    none = make_drug("None", what_it_is="<p>Nothing.</p>")
    one = make_drug("One", what_it_is=shown[0])
    many = make_drug("Many", what_it_is="".join(shown[:2]), how_it_works="".join(shown[1:]))

    costs = [cost_of(client, version) for version in (none, one, many)]

    assert [cost - costs[0] for cost in costs] == [0, 1, 1]


TABLE = "<table><caption>Doses of <em>A &amp; B</em></caption><thead><tr><th>Week</th></tr></thead></table>"


def test_a_wide_table_scrolls_by_itself_and_is_named_by_its_caption(client):
    drug = make_drug(what_it_is=TABLE)

    page = client.get(drug.get_absolute_url()).content.decode()

    region = '<div class="table-scroll" role="region" tabindex="0" aria-label="Doses of A &amp; B"><table><caption>'
    assert region in page
    assert page.count("</table></div>") == page.count("table-scroll") == 1


def test_a_table_inside_another_scrolls_with_it_and_one_without_a_caption_has_a_name(client):
    inner = "<table><tbody><tr><td>inner</td></tr></tbody></table>"
    drug = make_drug(what_it_is=f"<table><tbody><tr><td>outer{inner}</td></tr></tbody></table><p>then</p>{inner}")

    page = client.get(drug.get_absolute_url()).content.decode()

    assert page.count('aria-label="Table"') == page.count("table-scroll") == page.count("</table></div>") == 2


# What a form refuses.


def problems(html):
    try:
        RichTextFormField().clean(html)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    ("html", "sentences"),
    [
        ('<p><a href="/x">Dosage</a></p>', []),
        (
            '<p><a href="/x">Click <em>here</em>!</a></p>',
            ["The link “Click here!” does not say where it leads. Name what readers will find there."],
        ),
        (
            '<p><a href="/x">ici</a></p>',
            ["The link “ici” does not say where it leads. Name what readers will find there."],
        ),
        ('<p>a<a href="/x">&nbsp;</a>b</p>', ["The link to /x has no words. Say where it leads, or remove it."]),
        (TABLE, []),
        (
            "<table><tbody><tr><td>one two</td><td>three four five</td></tr></tbody></table>",
            [
                "The table “one two three four…” needs a caption that says what it shows.",
                "The table “one two three four…” needs header cells that name its columns or rows.",
            ],
        ),
        (
            "<table><caption>c</caption><tbody><tr><td><table><caption>d</caption><tbody><tr><th>x</th></tr></tbody>"
            "</table></td></tr></tbody></table>",
            ["The table “c d x” needs header cells that name its columns or rows."],
        ),
        (
            '<p><a href="page:drugs.drug:987">A <em>drug</em></a> <a href="page:auth.user:1">B</a></p>',
            [
                "The link “A drug” leads to a page that does not exist. Choose the page again.",
                "The link “B” leads to a page that does not exist. Choose the page again.",
            ],
        ),
        (
            '<img data-picture="987">',
            ["The picture with the number 987 does not exist. Choose the picture again."],
        ),
    ],
)
def test_a_form_says_what_is_wrong_with_a_text(html, sentences):
    assert problems(html) == sentences


def test_a_form_takes_references_to_what_exists():
    draft = make_draft(DrugVersion, "Interferon")

    assert problems(f'<p>{link_to(draft)}</p><img data-picture="{make_picture().pk}">') == []


def test_the_desk_shows_the_sentence_beside_the_field_and_keeps_the_text(client):
    draft = make_draft(CancerVersion, "Kidney cancer", body="<p>before</p>")
    client.force_login(make_editor())
    address = reverse("admin:cancers_cancerversion_change", args=[draft.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    for part in ("names", "sources"):
        data |= {f"{part}-TOTAL_FORMS": 0, f"{part}-INITIAL_FORMS": 0}

    page = client.post(address, data | {"body": '<p><a href="/x">here</a></p>'}).content.decode()

    draft.refresh_from_db()
    assert "The link “here” does not say where it leads." in page
    assert draft.body == "<p>before</p>"


# What the link dialog finds.


def targets(client, **question):
    answer = client.get(reverse("admin:link_targets"), {"language": "en"} | question)
    return [(page["name"], page["kind"], page["note"]) for page in answer.json()["pages"]]


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


def test_pages_of_every_kind_and_stage_are_found_by_name(desk):
    make_drug("Interferon alfa")
    make_draft(CancerVersion, "Interferon cancer")
    make_term("interferon")
    publish_draft(make_draft(DrugVersion, "Interféron bêta", language="fr"))
    make_drug("Something else")

    assert targets(desk, q="INTERFÉ") == [
        ("interferon", "Word", ""),
        ("Interferon alfa", "Drug", ""),
        ("Interféron bêta", "Drug", "not on the site in this language yet"),
        ("Interferon cancer", "Cancer", "not on the site yet"),
    ]


def test_a_page_is_found_once_by_any_of_its_names_under_the_one_that_readers_know(desk):
    live = make_drug("Interferon alfa", rows={"names": [{"name": "Roferon"}, {"name": "Roferon-A"}]})
    draft = live.open_draft(by=make_editor())
    draft.title = "Interferon alpha"
    draft.save()

    assert targets(desk, q="roferon") == targets(desk, q="alpha") == [("Interferon alfa", "Drug", "")]


def test_names_that_begin_as_typed_come_first(desk):
    make_drug("Peginterferon")
    make_drug("Zinterferon")
    make_drug("Interferon")

    assert [name for name, _kind, _note in targets(desk, q="interf")] == ["Interferon", "Peginterferon", "Zinterferon"]


def test_abandoned_texts_and_withdrawn_pages_are_not_offered(desk):
    make_draft(DrugVersion, "Interferon").abandon(by=make_editor())
    make_drug("Interferon").withdraw(by=make_publisher(), why="Outdated.")

    assert targets(desk, q="interferon") == []


def test_a_stored_link_shows_what_its_page_is_called_now(desk):
    drug = make_drug("Interferon alfa")
    withdrawn = make_drug("Old drug")
    withdrawn.withdraw(by=make_publisher(), why="Outdated.")

    assert targets(desk, reference=f"page:drugs.drug:{drug.page_id}") == [("Interferon alfa", "Drug", "")]
    assert targets(desk, reference=f"page:drugs.drug:{withdrawn.page_id}") == [
        ("Old drug", "Drug", "not on the site yet")
    ]
    assert targets(desk, reference="page:drugs.drug:987") == targets(desk, reference="page:auth.user:1") == []


def test_the_dialog_speaks_the_language_of_the_person(desk):
    make_drug("Interferon")

    answer = desk.get(reverse("admin:link_targets"), {"q": ""}, headers={"accept-language": "fr-CA"})

    assert [page["kind"] for page in answer.json()["pages"]] == ["Médicament"]


def test_only_so_many_are_shown_and_their_number_costs_nothing(desk):
    make_many(DrugVersion, 3)
    few = queries_for(desk, "title")
    make_many(CancerVersion, 40)

    answer = desk.get(reverse("admin:link_targets"), {"q": "title"}).json()

    assert len(answer["pages"]) == 30
    assert answer["more"]
    assert queries_for(desk, "title") == few


def queries_for(client, words):
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("admin:link_targets"), {"q": words})
    return len(queries)


def test_nobody_but_the_people_who_work_on_pages_may_look(client):
    make_draft(DrugVersion, "Secret drug")
    address = reverse("admin:link_targets")

    assert client.get(address, {"q": "secret"}).status_code == 302
    client.force_login(make_user(MODERATOR))
    assert client.get(address, {"q": "secret"}).status_code == 403
    client.force_login(make_editor())
    assert client.post(address, {"q": "secret"}).status_code == 405
