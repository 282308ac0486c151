"""The canonical form of rich text, the field that keeps it, and the form field that asks for it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import nh3
import pytest
from django import forms
from django.contrib.admin.utils import display_for_field
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Left, Lower
from django.test.utils import isolate_apps
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.cleaning import clean, is_blank, plain_text
from publishing.fields import LONGEST, RichTextField, RichTextFormField
from publishing.richtext import ALLOWED, BUTTON_GROUPS, PAGE_SCHEME, SCHEMES, toolbar
from publishing.widgets import RichTextWidget
from tests.browser.payloads import PAYLOADS

DOCUMENT = Path(__file__).parent.parent / "docs" / "rich-text.md"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("10<sup>9</sup>/L", "<p>10<sup>9</sup>/L</p>"),
        ("<p>a\r\n  b\t c</p>\r\n\r\n<p> d </p>", "<p>a b c</p><p>d</p>"),
        ("<p>«\u00a0mot\u00a0» 5\u202f%</p>", "<p>«&nbsp;mot&nbsp;» 5\u202f%</p>"),
        ("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<p>a<strong> b </strong>c</p>", "<p>a <strong>b</strong> c</p>"),
        ("<p><strong>a</strong><strong>b</strong></p>", "<p><strong>ab</strong></p>"),
        ("<p><strong><strong>a</strong></strong></p>", "<p><strong>a</strong></p>"),
        ("<p>a<BR/>b<br /><br></p>", "<p>a<br>b</p>"),
        ("<p>a <br> b</p>", "<p>a<br>b</p>"),
        ("<p>a</p><p>&nbsp;</p><p><br></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<h1>a</h1><h2>b</h2><h6>c</h6>", "<h3>a</h3><h3>b</h3><h4>c</h4>"),
        ("<div>10</div><div>mg</div>", "<p>10</p><p>mg</p>"),
        ("10<hr>mg", "<p>10</p><p>mg</p>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li><p>a</p></li><li> </li></ul>", "<ul><li>a</li></ul>"),
        ("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<td>a</td>", "<p>a</p>"),
        ("<table><tr><td><p>a</p><td>&nbsp;</table>", "<table><tbody><tr><td>a</td><td></td></tr></tbody></table>"),
        (
            "<table><tfoot><tr><td colspan=02 rowspan=1>a</table>",
            '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        ),
        ("<table><caption><p>a</p><p>b</p></table>", "<p>a</p><p>b</p>"),
        ("<th scope=everything>a</th>", "<p>a</p>"),
        (
            "<strong><h3>a</h3><ul><li>b</ul></strong>",
            "<h3><strong>a</strong></h3><ul><li><strong>b</strong></li></ul>",
        ),
        ("<h3>a<p>b</p>c</h3>", "<h3>a</h3><p>b</p><h3>c</h3>"),
        ('<a href=" https://x.example/?a=1&b=2 ">x</a>', '<p><a href="https://x.example/?a=1&amp;b=2">x</a></p>'),
        ("<a>x</a> <a href=''>y</a> <a href=x:y>z</a>", "<p>x y z</p>"),
        ("<a href=/x><a href=/y>z</a></a>", '<p><a href="/y">z</a></p>'),
        ("<a href=' page:drugs.drug:12\n'>x</a>", '<p><a href="page:drugs.drug:12">x</a></p>'),
        (
            "<p>a <img data-picture='12' src=x alt=y width=3 onerror=z> b</p>",
            '<p>a</p><img data-picture="12"><p>b</p>',
        ),
        (
            "<h3>a<strong>b<img data-picture=12>c</strong></h3>",
            '<h3>a<strong>b</strong></h3><img data-picture="12"><h3><strong>c</strong></h3>',
        ),
        ("<p><a href=/x><img data-picture=12></a></p>", '<img data-picture="12">'),
        ("<ul><li>a<img data-picture=12></ul>", '<ul><li>a<img data-picture="12"></li></ul>'),
        ("a<img src=x>b<img data-picture=012>c<img data-picture=0><img data-picture=1234567890>", "<p>abc</p>"),
        (
            "<table><caption>c<img data-picture=12>d</caption><tr><th>a</table>",
            '<table><caption>c d</caption><tbody><tr><th>a</th></tr></tbody></table><img data-picture="12">',
        ),
        (
            "<table><thead><tr><th>a<td>b<th scope=colgroup>c</thead>"
            "<tr><th>d<td>e<th>f<tr><td>g<th>h<tr><th>i<th>j</table>",
            '<table><thead><tr><th scope="col">a</th><td>b</td><th scope="colgroup">c</th></tr></thead>'
            '<tbody><tr><th scope="row">d</th><td>e</td><th>f</th></tr><tr><td>g</td><th>h</th></tr>'
            "<tr><th>i</th><th>j</th></tr></tbody></table>",
        ),
        ("<span>a</span> <span lang=fr dir=ltr>b</span>", '<p>a <span lang="fr">b</span></p>'),
        ("<span lang=FR-ca class=x>a</span><span lang='x y'>b</span>", '<p><span lang="fr-CA">a</span>b</p>'),
        (
            "<span lang=fr>a <em>b <span lang=la>c</span></em></span>",
            '<p><span lang="fr">a <em>b</em></span> <em><span lang="la">c</span></em></p>',
        ),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("a\x00\x07b\u200bc\ufeff\ud800", "<p>abc</p>"),
        ("a\x0bb\u2028c", "<p>a b c</p>"),
        ("<!-- x -->", ""),
        ("<p>&nbsp;</p><br> \n", ""),
        ("<table><tr><td></td></tr></table>", ""),
        ("", ""),
    ],
)
def test_there_is_one_way_to_write_a_text(written, canonical):
    assert clean(written) == canonical
    assert clean(canonical) == canonical


FRAGMENTS = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in (*ALLOWED, "b", "div", "span", "tfoot", "svg", "style", "form", "select")]),
    st.sampled_from([f"</{tag}>" for tag in (*ALLOWED, "b", "div", "svg", "style", "form", "select")]),
    st.sampled_from(["<img data-picture=12>", "<img data-picture=x>", "<img src=x>", "<a href=page:drugs.drug:12>"]),
    st.sampled_from(['<a href="x">', "<a href='mailto:a@b'>", "<th scope=col>", "<td colspan=3>", "<td colspan=1>"]),
    st.sampled_from(["<span lang=fr>", "<span lang=la dir=ltr>", "<span lang=?>", "</span>"]),
    st.sampled_from([" ", "\n", "&nbsp;", "\u202f", "&lt;", "&amp;", "&#0;", "<", ">", "&", '"', "<!--", "-->", "]]>"]),
    st.sampled_from(["a", "b c", "é", "œ", "\ud800", "\x00", "\u200b", "🩺"]),
    st.sampled_from(PAYLOADS),
    st.text(st.characters(exclude_categories=()), max_size=4),
)


@settings(max_examples=400, deadline=None, database=None)
@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_whatever_comes_in_the_canonical_form_is_stable_and_holds_only_the_table(written):
    canonical = clean(written)

    assert clean(canonical) == canonical
    assert remains(canonical) <= permitted()
    schemes = {*SCHEMES, PAGE_SCHEME}
    assert (
        nh3.clean(canonical, tags=set(ALLOWED), attributes=attributes(), url_schemes=schemes, link_rel=None)
        == canonical
    )
    assert not set(re.findall(r"<img ([^>]*)>", canonical)) - {'data-picture="12"'}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_but_the_table_remains_of_a_hostile_text(payload):
    assert remains(clean(payload)) <= permitted()


def attributes():
    return {tag: set(about.attributes) for tag, about in ALLOWED.items() if about.attributes}


def permitted():
    return set(ALLOWED) | {f"{tag}[{name}]" for tag, names in attributes().items() for name in names}


class Inventory(HTMLParser):
    """The tags, attributes and anything stranger in a text, as the standard library's parser sees them."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attrs):
        self.found |= {tag} | {f"{tag}[{name}]" for name, _value in attrs}

    def handle_comment(self, data):
        self.found.add(f"something else: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def remains(text):
    inventory = Inventory()
    inventory.feed(text)
    inventory.close()
    return inventory.found


@pytest.mark.parametrize(
    "piece",
    ["<b>", "<div>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<b><p></b>", "<ul><li></x>", "<x>", "</p>"],
)
def test_hostile_depth_loses_no_word(piece):
    canonical = clean(piece * 10_000 + "word" + piece * 30_000)

    assert plain_text(canonical) == "word"


def test_nesting_is_kept_as_far_as_people_use_it():
    lists = "<ul><li>a" * 8 + "</li></ul>" * 8

    assert clean(lists) == lists
    assert clean("<ul><li>a" * 40).count("<ul>") == 10


@pytest.mark.parametrize(
    "address",
    [
        *("page:", "page:12", "page:drugs.drug", "page:drugs.drug:", "page:drugs.drug:0", "page:drugs.drug:012"),
        *(
            "page:drugs.drug:-1",
            "page:drugs.drug:1x",
            "page:drugs.drug:1 ",
            "page:drugs.drug:1/",
            "page:drugs.drug:1#a",
        ),
        *("page:drugs.drug:1?a", "page:drugs.drug:1:2", "page:drugs:1", "page:drugs.drug.x:1", "page:../drug:1"),
        *(
            "PAGE:drugs.drug:1",
            "page:Drugs.drug:1",
            "page://drugs.drug:1",
            "page:drugs.drug:١",
            "page:drugs.drug:" + "9" * 19,
        ),
        *("page:javascript:alert(1)", "page:javascript.alert:alert(1)", "javascript:page:drugs.drug:1"),
    ],
)
def test_a_reference_to_a_page_has_exactly_one_form(address):
    # A space at the end belongs to no address, here as anywhere.
    kept = '<p><a href="page:drugs.drug:1">x</a></p>' if address == "page:drugs.drug:1 " else "<p>x</p>"

    assert clean(f'<a href="{address}">x</a>') == kept


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<h3>Dose</h3><p>10<sup>9</sup>/L of H<sub>2</sub>O</p>", "Dose 10⁹/L of H₂O"),
        ("<p>10<sup>-3</sup>, 1<sup>er</sup>, CO<sub>2</sub></p>", "10⁻³, 1er, CO₂"),
        ("<ul><li>a</li><li>b<br>c</li></ul>", "a b c"),
        ("<p>in<strong>side</strong> &lt;b&gt; &amp;amp; «&nbsp;x&nbsp;»</p>", "inside <b> &amp; «\u00a0x\u00a0»"),
        ('<p>a</p><img data-picture="12"><p>b</p>', "a b"),
        ("", ""),
    ],
)
def test_plain_text_says_the_same(html, words):
    assert plain_text(html) == words


def test_a_text_without_anything_to_read_is_blank():
    assert is_blank("<p>&nbsp;<br></p> ")
    assert not is_blank("<p>0</p>")
    assert not is_blank('<img data-picture="12">')
    assert is_blank(clean("<img src=x>"))


def test_every_allowed_tag_has_its_button_in_the_toolbar():
    buttons = {button for group in toolbar() for button in group}

    assert {tag.button for tag in ALLOWED.values()} - {""} <= buttons
    assert [list(group) for group in BUTTON_GROUPS] == toolbar()


def test_the_document_shows_the_table():
    shown = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]

    assert shown == [
        f"| `{name}` | {', '.join(f'`{each}`' for each in tag.attributes)} | {tag.button} | {tag.meaning} |"
        for name, tag in ALLOWED.items()
    ]


# The field. Its model lives only here, in a table made for each test.


@pytest.fixture
def note_model(db):
    with isolate_apps("publishing"):

        class Note(models.Model):
            number = models.IntegerField(primary_key=True)
            title = models.TextField(default="")
            body = RichTextField(null=True)
            other = RichTextField()

            class Meta:
                app_label = "publishing"
                db_table = "a_note_of_the_tests"

            def __str__(self):
                return self.title

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE a_note_of_the_tests (number integer PRIMARY KEY, title text, body text, other text)"
        )
    return Note


DIRTY = "<script>x</script><P onclick=x>10<sup>9</sup></P>"
CLEAN = "<p>10<sup>9</sup></p>"


def stored(number=1):
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM a_note_of_the_tests WHERE number = %s", [number])
        return cursor.fetchone()[0]


def test_saving_cleans_and_the_instance_shows_it(note_model):
    note = note_model(number=1, body=DIRTY)

    note.save()

    assert stored() == note.body == CLEAN
    assert isinstance(note.body, SafeString)


@pytest.mark.parametrize(
    "write",
    [
        lambda notes: notes.create(number=1, body=DIRTY),
        lambda notes: notes.bulk_create([notes.model(number=1, body=DIRTY)]),
        lambda notes: notes.model(number=1, body=DIRTY).save_base(raw=True),
        lambda notes: notes.update_or_create(number=1, defaults={"body": DIRTY}),
        lambda notes: [notes.create(number=1), notes.update(body=DIRTY)],
        lambda notes: notes.bulk_update([rewritten(notes.create(number=1), body=DIRTY)], ["body"]),
        lambda notes: [notes.create(number=1), notes.update(body=Value(DIRTY, output_field=RichTextField()))],
        lambda notes: notes.create(number=1, body=Value(DIRTY, output_field=RichTextField())),
        lambda notes: [notes.create(number=1, other=DIRTY), notes.update(body=F("other"))],
        lambda notes: [
            notes.create(number=1, other=DIRTY),
            notes.update(body=Case(When(number=1, then=F("other")), default=None, output_field=RichTextField())),
        ],
    ],
)
def test_every_way_of_writing_cleans(note_model, write):
    write(note_model.objects)

    assert stored() == CLEAN


def rewritten(note, **values):
    for name, value in values.items():
        setattr(note, name, value)
    return note


@pytest.mark.parametrize(
    "expression",
    [
        Value(DIRTY),
        Value(DIRTY, output_field=models.TextField()),
        F("title"),
        Lower("other"),
        Concat("other", Value("<script>"), output_field=RichTextField()),
        Coalesce(F("other"), Value(DIRTY), output_field=RichTextField()),
        Cast("title", RichTextField()),
        Case(When(number=1, then=Value(DIRTY)), default=F("other"), output_field=RichTextField()),
    ],
    ids=lambda expression: type(expression).__name__,
)
def test_an_expression_that_could_bring_uncleaned_text_is_refused(note_model, expression):
    note_model.objects.create(number=1, body="a", title=DIRTY)

    with pytest.raises(TypeError, match="would not be cleaned"), transaction.atomic():
        note_model.objects.update(body=expression)

    assert stored() == "<p>a</p>"


def test_a_subquery_is_refused(note_model):
    other = note_model.objects.filter(number=OuterRef("number")).values("title")

    with pytest.raises(TypeError, match="would not be cleaned"), transaction.atomic():
        note_model.objects.update(body=Subquery(other))


def test_a_new_row_cannot_bring_uncleaned_text_in_an_expression(note_model):
    with pytest.raises(TypeError, match="would not be cleaned"), transaction.atomic():
        note_model.objects.create(number=1, body=Value(DIRTY))


def test_nothing_may_be_stored_as_nothing(note_model):
    note_model.objects.create(number=1, body=None)
    note_model.objects.update(body=Value(None))

    assert note_model.objects.get().body is None


def test_what_is_read_needs_no_escaping_but_half_of_it_does(note_model):
    note_model.objects.create(number=1, body=DIRTY)

    assert isinstance(note_model.objects.get().body, SafeString)
    assert isinstance(note_model.objects.values_list("body", flat=True)[0], SafeString)
    assert not isinstance(note_model.objects.annotate(half=Left("body", 5)).get().half, SafeString)


def test_a_text_is_found_by_what_it_holds(note_model):
    note_model.objects.create(number=1, body=DIRTY)

    assert note_model.objects.filter(body=CLEAN, body__contains="<sup>").count() == 1


def test_the_admin_shows_a_read_only_text_as_a_reader_sees_it(note_model):
    note_model.objects.create(number=1, body=DIRTY)

    shown = display_for_field(note_model.objects.get().body, note_model._meta.get_field("body"), "-")

    assert isinstance(shown, SafeString)


def test_migrations_see_a_plain_text_field():
    ours = RichTextField("about", help_text="x").deconstruct()
    plain = models.TextField("about", help_text="x", blank=True, default="").deconstruct()

    assert ours[1:] == plain[1:]


def test_a_model_refuses_texts_that_are_blank_or_too_long():
    field = RichTextField(blank=False)

    with pytest.raises(ValidationError):
        field.clean("<p>&nbsp;</p>", None)
    with pytest.raises(ValidationError):
        field.clean("<p>" + "a" * LONGEST + "</p>", None)


# The form field.


class TextForm(forms.Form):
    body = RichTextFormField(label="How it works")


def test_a_form_answers_the_canonical_text():
    form = TextForm({"body": "<p>a</p>\r\n\r\n<p>b<br />\r\nc</p>\r\n"})

    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>a</p><p>b<br>c</p>"


def test_a_form_sees_a_change_only_where_a_reader_would():
    field = RichTextFormField()

    assert not field.has_changed("<p>a<br>b</p>", "<p>a<br />\r\nb</p>\r\n")
    assert not field.has_changed(None, "<p>&nbsp;</p>")
    assert field.has_changed("<p>10<sup>9</sup></p>", "<p>109</p>")


def test_a_form_asks_again_when_nothing_can_be_read():
    assert TextForm({"body": "<p>&nbsp;</p>"}).errors["body"] == ["This field is required."]


def test_a_form_says_how_long_a_text_may_be():
    form = TextForm({"body": "a" * (LONGEST + 1)})

    assert form.errors["body"] == [
        "This text is too long: 100001 characters. The longest is 100000. Divide it in parts."
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_editor_is_named_and_speaks_the_language_of_the_person(language):
    with translation.override(language):
        html = str(TextForm()["body"])

    assert f"&quot;language&quot;: &quot;{language}&quot;" in html
    assert "&quot;title&quot;: &quot;How it works&quot;" in html


def test_two_languages_at_once_do_not_mix():
    first, second = TextForm(), TextForm()
    with translation.override("fr"):
        str(first["body"])
    with translation.override("en"):
        str(second["body"])

    assert first.fields["body"].widget.config["language"] == "fr"


def test_the_editor_works_without_an_active_language():
    with translation.override(None):
        assert "&quot;language&quot;: &quot;en&quot;" in str(TextForm()["body"])


def test_an_empty_editor_does_not_stop_the_browser_from_sending():
    assert "required" not in str(TextForm()["body"])


def test_the_admin_gets_the_editor_in_place_of_its_text_area():
    asked = RichTextField().formfield(widget=AdminTextareaWidget)
    ours = RichTextField().formfield(widget=RichTextWidget(contents_language="fr"))

    assert isinstance(asked.widget, RichTextWidget)
    assert ours.widget.contents_language == "fr"
