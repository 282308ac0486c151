"""The desk in a real browser: the whole way of a text, the editor under a strict policy, and hostile text."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from publishing.checks import kinds_of
from publishing.fields import RichTextField
from publishing.models import Version
from publishing.richtext import ALLOWED
from publishing.roles import ADMINISTRATOR, EDITOR, PUBLISHER, REVIEWER

from ..factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_picture,
    make_term,
    make_user,
    publish,
    submit,
)
from .audit import findings
from .payloads import PAYLOADS

KEPT_FINDINGS = Path(__file__).parent / "desk_findings.json"
PASSWORD = "a long pass phrase"


@pytest.fixture
def sign_in(open_page, witness, transactional_db):
    """Open a page as somebody with these roles: sign_in("editor")."""
    witness.expects_violations = True

    def as_somebody(*roles, **options):
        user = make_user(*roles, username=f"the-{'-'.join(roles)}")
        user.set_password(PASSWORD)
        user.save()
        page = open_page(**{"viewport": {"width": 1280, "height": 900}, **options})
        page.goto(reverse("admin:login"))
        page.locator("#id_username").fill(user.username)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("[type=submit]").click()
        page.wait_for_url("**/admin/")
        return page

    return as_somebody


def change_url(version, page="change", *more):
    name = f"admin:{version._meta.app_label}_{version._meta.model_name}_{page}"
    return reverse(name, args=[version.pk, *more])


def open_parts(page):
    """Unfold every part, and wait until each of its editors is there."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.wait_for_function(
        "() => Object.values(CKEDITOR.instances).length > 0"
        " && Object.values(CKEDITOR.instances).every(editor => editor.status === 'ready')"
    )


def type_into(page, field, text):
    frame = page.frame_locator(f".field-{field} iframe.cke_wysiwyg_frame")
    frame.locator("body").click()
    page.keyboard.type(text)


@pytest.mark.both_databases
def test_the_whole_way_of_a_text_from_an_editors_desk_to_a_readers_screen(sign_in, open_page):
    editor = sign_in(EDITOR)
    editor.get_by_role("link", name="Drugs", exact=True).click()
    editor.get_by_role("link", name="Start a new page").click()
    # The form takes the focus to its first field when its scripts have run: whoever types before that types into two.
    expect(editor.locator("#id_language")).to_be_focused()
    editor.get_by_label("Title").press_sequentially("Interferon")
    expect(editor.get_by_label("Address")).to_have_value("interferon")
    editor.get_by_role("button", name="Start this page").click()
    editor.wait_for_url("**/change/")
    open_parts(editor)
    type_into(editor, "what_it_is", "A protein that cells use to talk.")
    editor.get_by_role("button", name="Save and submit for review").click()
    editor.get_by_role("button", name="Submit for review").click()
    expect(editor.get_by_text("A reviewer who did not write it can now approve it.")).to_be_visible()
    draft = DrugVersion.objects.get()
    reader = open_page()
    assert reader.goto("/en/drugs/interferon/").status == 404

    reviewer = sign_in(REVIEWER)
    reviewer.get_by_role("link", name="Interferon (English, 1)").click()
    expect(reviewer.get_by_text("A protein that cells use to talk.")).to_be_visible()
    reviewer.get_by_role("link", name="Approve").click()
    reviewer.get_by_role("button", name="Approve").click()
    expect(reviewer.get_by_text("Approved. A publisher can now publish it.")).to_be_visible()
    assert reader.goto("/en/drugs/interferon/").status == 404

    publisher = sign_in(PUBLISHER)
    publisher.goto(change_url(draft))
    publisher.get_by_role("link", name="Publish").click()
    publisher.get_by_role("button", name="Publish").click()
    expect(publisher.get_by_text("Published. Readers see it now.")).to_be_visible()

    assert reader.goto("/en/drugs/interferon/").status == 200
    expect(reader.get_by_text("A protein that cells use to talk.")).to_be_visible()


def test_the_way_of_a_text_needs_no_script_but_for_the_editor(sign_in):
    draft = submit(make_draft(DrugVersion, "Interferon"))
    page = sign_in(REVIEWER, PUBLISHER, java_script_enabled=False)

    page.goto(change_url(draft))
    page.get_by_role("link", name="Approve").click()
    page.get_by_label("Also publish it now").check()
    page.get_by_role("button", name="Approve").click()

    assert DrugVersion.objects.live().get() == draft


EVERY_TAG = (
    "<p>10<sup>9</sup>/L, H<sub>2</sub>O, <strong>bold</strong>, <em>slanted</em><br>next line, "
    '<a href="https://example.org/?a=1&amp;b=2">link</a>, <span lang="la">in situ</span>, «&nbsp;œ&nbsp;» &lt; 5</p>'
    "<h3>Heading</h3><h4>Smaller</h4><ul><li>one<ul><li>nested</li></ul></li></ul><ol><li>first</li></ol>"
    "<blockquote><p>Quote</p></blockquote>"
    '<table><caption>Doses</caption><thead><tr><th scope="col">Day</th><th scope="col">Dose</th></tr></thead>'
    '<tbody><tr><th scope="row">1</th><td>5</td></tr><tr><td colspan="2">rest</td></tr></tbody></table>'
    '<img data-picture="{picture}">'
)


def test_every_allowed_tag_survives_open_and_save_and_an_untouched_save_changes_nothing(sign_in):
    assert all(f"<{tag}" in EVERY_TAG for tag in ALLOWED)
    text = EVERY_TAG.format(picture=make_picture().pk)
    draft = make_draft(DrugVersion, "Interferon", what_it_is=text, how_it_works="<p>Plain.</p>")
    stored = DrugVersion.objects.get(pk=draft.pk).what_it_is
    page = sign_in(EDITOR)

    page.goto(change_url(draft))
    open_parts(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/drugversion/")

    after = DrugVersion.objects.get(pk=draft.pk)
    assert after.what_it_is == stored
    assert (after.edit_counter, after.history.filter(move="edit").count()) == (0, 0)

    page.goto(change_url(draft))
    open_parts(page)
    page.get_by_label("Summary").fill("A new summary.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/drugversion/")

    after = DrugVersion.objects.get(pk=draft.pk)
    assert (after.summary, after.what_it_is, after.edit_counter) == ("A new summary.", stored, 1)


# Of these a form would say that a table needs a caption, or that a reference leads nowhere.
REFUSED = re.compile(r"<t|<caption|data-picture|page:", re.IGNORECASE)
RICH_FIELDS = [
    (model, field.name)
    for model in kinds_of(Version)
    for field in model._meta.concrete_fields
    if isinstance(field, RichTextField)
]


@pytest.mark.parametrize(("model", "field"), RICH_FIELDS, ids=lambda value: getattr(value, "__name__", value))
def test_no_payload_runs_from_any_rich_field_however_it_came_in(sign_in, model, field):
    """Written by the models, by update() and by the form; read in the editor, in the preview and on the page."""
    page = sign_in(EDITOR)
    page.add_init_script("window.hits = []; window.alert = window.hit = (...args) => window.hits.push(args)")
    text = "".join(f"<p>{payload}</p>" for payload in PAYLOADS)
    extra = {"definition": "<p>x</p>"} if model is TermVersion else {}
    by_model = make_draft(model, "By model", **(extra | {field: text}))
    by_update = make_draft(model, "By update", **extra)
    model.objects.filter(pk=by_update.pk).update(**{field: text})
    by_form = make_draft(model, "By form", **extra)
    page.goto(change_url(by_form))
    open_parts(page)
    page.evaluate(
        "([name, text]) => document.getElementById(`id_${name}`).form.reset() || "
        "CKEDITOR.instances[`id_${name}`].setData(text)",
        [field, "".join(f"<p>{payload}</p>" for payload in PAYLOADS if not REFUSED.search(payload))],
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/{model._meta.model_name}/")

    for version in (by_model, by_update, by_form):
        page.goto(change_url(version))
        open_parts(page)
        page.mouse.move(400, 400)
        page.goto(change_url(version, "preview"))
        assert page.evaluate("window.hits") == []
        stored = getattr(model.objects.get(pk=version.pk), field)
        assert only_allowed_tags(page, stored) == []
    publish(by_update)
    page.goto(by_update.get_absolute_url())
    page.mouse.move(400, 400)
    assert page.evaluate("window.hits") == []


def only_allowed_tags(page, stored):
    """The tags and attributes that a browser finds in a stored text and that the table does not allow."""
    found = page.evaluate(
        """text => [...new DOMParser().parseFromString(text, "text/html").body.querySelectorAll("*")]
            .map(node => [node.localName, [...node.attributes].map(attribute => attribute.name)])""",
        stored,
    )
    return [
        (tag, names) for tag, names in found if tag not in ALLOWED or not set(names) <= set(ALLOWED[tag].attributes)
    ]


def desk_addresses():
    live = make_drug("Interferon", what_it_is="<p>A protein.</p>", rows={"types": [{"name": "alfa"}]})
    make_cancer()
    make_term()
    in_review = submit(make_draft(CancerVersion, "In review"))
    draft = live.open_draft(by=make_editor())
    return {
        "start": reverse("admin:index"),
        "list": reverse("admin:drugs_drugversion_changelist"),
        "add": reverse("admin:drugs_drugversion_add"),
        "live": change_url(live),
        "draft": change_url(draft),
        "word": change_url(make_draft(TermVersion, "word", definition="<p>x</p>")),
        "history": change_url(live, "history"),
        "submit": change_url(draft, "move", "submit"),
        "withdraw": change_url(live, "move", "withdraw"),
        "approve": change_url(in_review, "move", "approve"),
        "accounts": reverse("admin:accounts_user_changelist"),
        "account": reverse("admin:accounts_user_change", args=[User.objects.first().pk]),
        "password": reverse("admin:password_change"),
    }


def test_axe_finds_no_more_at_the_desk_than_the_kept_list(sign_in):
    kept = {page: {tuple(pair) for pair in pairs} for page, pairs in json.loads(KEPT_FINDINGS.read_text()).items()}
    page = sign_in(EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR)
    grown = {}

    for name, address in desk_addresses().items():
        page.goto(address)
        if page.locator(".django-ckeditor-widget").count():
            open_parts(page)
        new = set(findings(page)) - kept.get(name, set())
        if new:
            grown[name] = sorted(new)

    assert grown == {}
