"""The guide for editors, followed to the letter: from the first login to a live page in both languages.

With GUIDE_PICTURES=docs/editing in the environment, the same test takes the pictures of the guide anew.
"""

import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from cancers.models import CancerVersion
from publishing.roles import EDITOR, PUBLISHER, REVIEWER

from ..factories import make_cancer, make_draft, make_drug, make_user, publish
from .guide import GUIDE, WIDTH, Follower, Guide, take_picture

PASSWORD = "a long pass phrase"
HEAVIEST_PICTURE = 60_000

FRENCH_TEXTS = {
    "What it is": {
        "Goserelin is a hormone therapy.": "La goséréline est une hormonothérapie.",
        "It comes as a small implant.": "Elle se présente comme un petit implant.",
    },
    "How it works": {
        "Some cancers need hormones to grow.": "Certains cancers ont besoin d’hormones pour croître.",
        "What to expect": "À quoi s’attendre",
        "Hormones rise for a few days.": "Les hormones montent pendant quelques jours.",
        "Then they fall.": "Puis elles baissent.",
    },
    "Use in cancer treatment": {
        "Your team may combine it with other treatments. Read about": "D’autres traitements peuvent s’ajouter. Voir :",
    },
    "How it is given": {
        "How long one implant works": "Durée d’action d’un implant",
        "Time": "Durée",
        "Usual": "Courant",
        "4 weeks": "4 semaines",
        "Long-acting": "À longue action",
        "13 weeks": "13 semaines",
    },
}
FRENCH_ROWS = {
    "Types": [("Name", "goséréline à longue action")],
    "Cancers it is used for": [("Name in the list", "cancer du sein")],
    "Ways of giving": [
        ("How", "un implant sous la peau du ventre"),
        ("How often", "toutes les 4 semaines ou toutes les 13 semaines"),
    ],
    "Side effects": [
        ("Effect", "Bouffées de chaleur", "Difficulté à respirer ou visage enflé (réaction allergique)"),
        ("How often", "très fréquentes", "rare"),
        (
            "What to do",
            "Portez des vêtements légers et gardez votre chambre fraîche.",
            "Appelez tout de suite votre équipe. Si cela s’aggrave, composez le 911.",
        ),
    ],
}


@pytest.fixture
def guide():
    return Guide()


@pytest.fixture
def colleague(open_page, guide, witness, transactional_db):
    """Somebody with these roles, a password and the guide: colleague("editor")."""
    witness.expects_violations = True

    def with_roles(*roles):
        user = make_user(*roles, username=" and ".join(roles))
        user.set_password(PASSWORD)
        user.save()
        page = open_page(viewport={"width": WIDTH, "height": 900}, timezone_id="America/Toronto")
        return Follower(page, guide)

    return with_roles


@pytest.fixture
def drawing(tmp_path):
    """A picture on somebody's computer: skin, the fat under it, muscle, and an implant."""
    picture = Image.new("RGB", (800, 320), "#e7f0ee")
    pen = ImageDraw.Draw(picture)
    for top, colour in [(60, "#e0a988"), (110, "#f6d98a"), (260, "#b5544d")]:
        pen.rectangle((0, top, 800, 320), fill=colour)
    pen.rounded_rectangle((310, 160, 490, 200), 20, fill="white", outline="#17252c", width=4)
    path = tmp_path / "implant.png"
    picture.save(path)
    return path


@pytest.fixture
def breast_cancer(transactional_db):
    """{language: live version} of the page that the link leads to, on a site with two drugs."""
    make_drug("Interferon")
    make_drug("Tamoxifen")
    english = make_cancer("Breast cancer", slug="cancer-of-the-breast")
    return {"en": english, "fr": publish(make_draft(CancerVersion, "Cancer du sein", page=english.page, language="fr"))}


def test_the_guide_leads_from_the_first_login_to_a_live_page_in_both_languages(
    colleague, guide, drawing, breast_cancer, open_page
):
    editor, reviewer, publisher = colleague(EDITOR), colleague(REVIEWER), colleague(PUBLISHER)
    sign_in_as_the_guide_says(editor)
    add_a_picture(editor, drawing)
    start_a_page(editor)
    write_texts(editor)
    write_a_link_and_a_table(editor)
    fill_in_rows(editor)
    submit(editor)
    send_back(reviewer)
    mend(editor)
    approve(reviewer)
    publish_now(publisher)
    translate(editor)
    approve_and_publish(colleague(REVIEWER, PUBLISHER))

    reader = open_page(viewport={"width": WIDTH, "height": 900})
    [address] = guide.follow("Open “/en/drugs/goserelin/” and read it to the end.")
    reader.goto(address)
    expect_english(reader, breast_cancer["en"])
    take_picture(reader, "12-live", "#what-it-is", ".table-scroll")
    [language] = guide.follow("Press “Français” at the top: the French page opens.")
    reader.get_by_role("link", name=language, exact=True).click()
    reader.wait_for_url("**/fr/medicaments/gosereline/")
    expect_french(reader, breast_cancer["fr"])
    assert guide.left == []


def sign_in_as_the_guide_says(editor):
    [address] = editor.guide.follow("Open the address of the site with “/admin/” at its end.")
    editor.page.goto(address)
    editor.guide.follow("Write your “Username” and your “Password”.")
    write_login(editor, "editor")
    editor.press("Press “Log in”.")
    editor.press("Choose the language of the desk at the top: press “Français”.")
    expect(editor.page.get_by_text("Bureau CancerInfo")).to_be_visible()
    editor.press("Press “English” to come back to English.")
    expect(editor.page.get_by_text("CancerInfo desk")).to_be_visible()


def sign_in(person, username):
    person.page.goto("/admin/")
    write_login(person, username)
    person.go("Log in")


def write_login(person, username):
    person.field("Username").fill(username)
    person.field("Password").fill(PASSWORD)


def add_a_picture(editor, drawing):
    editor.press("Press “Pictures”, then “Add picture”.")
    editor.write("In “Name”, write “Implant under the skin”.")
    [label] = editor.guide.follow("Beside “Picture file”, choose a picture on your computer.")
    editor.page.get_by_label(label).set_input_files(drawing)
    editor.write("In “Alternative text in English”, write “Drawing: a small rod lies in the fat under the skin.”")
    editor.write("In “Alternative text in French”, write “Dessin : un bâtonnet repose dans la graisse sous la peau.”")
    take_picture(editor.page, "01-add-picture", "#content h1", ".field-alt_fr")
    editor.press("Press “Save”.")


def start_a_page(editor):
    editor.press("Press “Drugs”, then “Start a new page”.")
    # The form takes the focus to its first field when its scripts have run: whoever types before that types into two.
    expect(editor.page.locator("#id_language")).to_be_focused()
    editor.choose("Choose “English” as “Language”.")
    label, title = editor.guide.follow("In “Title”, write “Goserelin”.")
    editor.field(label).press_sequentially(title)
    editor.press("Press “Start this page”.")


def write_texts(editor):
    editor.write("In “Pronunciation”, write “GOH-seh-reh-lin”.")
    editor.write("In “Summary”, write “Goserelin lowers hormones that help some cancers grow.”")

    editor.open("Press “What it is” to open this part.")
    editor.type("Write “Goserelin is a hormone therapy.”, press Enter, and write “It comes as a small implant.”")
    editor.open_dialog("Press the button “Picture” above the text.")
    button = editor.find(
        "In “Name of the picture”, write “implant”, press “Implant under the skin” in the list, and press “OK”."
    )
    take_picture(editor.page, "02-insert-picture", ".cke_dialog_title", ".cke_dialog_footer", around=60)
    editor.close_dialog(button)

    editor.open("Press “How it works” to open this part.")
    editor.type("Write “Some cancers need hormones to grow.”, press Enter, and write “What to expect”.")
    heading, _ = editor.guide.follow("Choose “Heading 3” in the list “Format”, and press Enter at the end of the line.")
    editor.part.locator(".cke_combo__format .cke_combo_button").click()
    editor.page.frame_locator("iframe.cke_panel_frame").get_by_role("option", name=heading).click()
    editor.page.keyboard.press("Control+End")
    editor.page.keyboard.press("Enter")
    button, *lines = editor.guide.follow(
        "Press the button “Insert/Remove Bulleted List”, write “Hormones rise for a few days.”, press Enter, and write "
        "“Then they fall.”"
    )
    editor.use_tool(button)
    editor.type_lines(lines)
    take_picture(editor.page, "03-text", "summary:has-text('How it works')", ".field-how_it_works")


def write_a_link_and_a_table(editor):
    editor.open("Press “Use in cancer treatment” to open this part.")
    editor.type("Write “Your team may combine it with other treatments. Read about ”.")
    editor.open_dialog("Press the button “Link” above the text.")
    editor.choose("Choose “A page of this site” as “Link Type”.")
    button = editor.find("In “Name of the page”, write “breast”, press “Breast cancer” in the list, and press “OK”.")
    take_picture(editor.page, "04-link", ".cke_dialog_title", ".cke_dialog_footer", around=60)
    editor.close_dialog(button)

    editor.open("Press “How it is given” to open this part.")
    editor.text.click()
    editor.open_dialog("Press the button “Table” above the text.")
    label, caption, first_row, headers, button = editor.guide.follow(
        "In “Caption”, write “How long one implant works”, leave “First Row” under “Headers”, and press “OK”."
    )
    editor.field(label).fill(caption)
    expect(editor.field(headers).locator("option:checked")).to_have_text(first_row)
    take_picture(editor.page, "05-table", ".cke_dialog_title", ".cke_dialog_footer", around=60)
    editor.close_dialog(button)
    cells = editor.guide.follow(
        "Write in the cells, with Tab between them: “Implant”, “Time”, “Usual”, “4 weeks”, “Long-acting”, “13 weeks”."
    )
    editor.type_lines(cells, key="Tab")
    editor.press("Press “Save and continue editing”.")


def fill_in_rows(editor):
    editor.open("Press “Types” to open this part, then “Add another Type”.")
    editor.write("In “Name”, write “long-acting goserelin”.")
    editor.press("Press “Save and continue editing”.")
    editor.open("Press “Names” to open this part, then “Add another Name”.")
    editor.write("In “Name”, write “Zoladex LA”.")
    editor.choose("Choose “Brand name” as “Kind”.")
    editor.choose("Choose “long-acting goserelin” as “Of the type”.")
    editor.open("Press “Cancers it is used for” to open this part, then “Add another Cancer it is used for”.")
    editor.choose("Choose “Breast cancer / Cancer du sein” as “Cancer”.")
    editor.write("In “Name in the list”, write “breast cancer”.")
    editor.open("Press “Ways of giving” to open this part, then “Add another Way of giving”.")
    editor.write("In “How”, write “an implant under the skin of the belly”.")
    editor.write("In “How often”, write “every 4 weeks, or every 13 weeks”.")
    editor.open("Press “Side effects” to open this part, then “Add another Side effect”.")
    editor.write("In “Effect”, write “Hot flashes”.")
    editor.write("In “How often”, write “very common”.")
    editor.press_here("Press “Add another Side effect” once more.")
    editor.write("In “Effect”, write “Trouble breathing or a swollen face (allergic reaction)”.")
    editor.write("In “What to do”, write “Call your team at once. If it gets worse, call 911.”")
    editor.tick("Tick “Call now”.")
    take_picture(editor.page, "06-side-effects", "#side_effects-group", "#side_effects-group .add-row")
    editor.open("Press “Sources” to open this part, then “Add another Source”.")
    editor.write("In “Title”, write “Drug Product Database: Zoladex LA”.")
    editor.write("In “Publisher”, write “Health Canada”.")
    editor.write("In “Web address”, write “https://health-products.canada.ca/dpd-bdpp/”.")
    editor.press_here("Press “Today” for the day on which you read it.")
    editor.open("Press “About this version” to open this part.")
    editor.tick("Tick “Demonstration content”, because this page is for practice.")
    editor.press("Press “Save and continue editing”.")


def submit(editor):
    editor.press("Press “See it as readers would”.")
    expect(editor.page.get_by_text("Preview: readers do not see this text.")).to_be_visible()
    take_picture(editor.page, "07-preview", "body", "#what-it-is")
    editor.guide.follow("Press the Back button of your browser.")
    editor.page.go_back()
    editor.press("Press “Save and submit for review”.")
    editor.write("In “A word for your colleagues”, write “All sources read today.”")
    editor.press("Press “Submit for review”.")
    expect(editor.page.get_by_text("Submitted. A reviewer who did not write it can now approve it.")).to_be_visible()


def send_back(reviewer):
    sign_in(reviewer, "reviewer")
    take_picture(reviewer.page, "08-waiting", "#header", ".desk-queue")
    reviewer.open_waiting("The reviewer signs in, and presses “Goserelin (English, 1)” under “Texts to review”.")
    reviewer.press("Press “Send back”.")
    reviewer.write("In “Reason”, write “Say what to do about hot flashes.”")
    reviewer.press("Press “Send back” under the reason.")


def mend(editor):
    editor.open_waiting("The editor presses “Goserelin (English, 1)” under “Drafts to finish and submit”.")
    [reason] = editor.guide.follow("Read the reason: “Say what to do about hot flashes.”")
    expect(editor.page.get_by_text(reason)).to_be_visible()
    take_picture(editor.page, "09-sent-back", "#content h1", ".field-slug")
    editor.open("Press “Side effects” to open this part.")
    label, text = editor.guide.follow(
        "In the first “What to do”, write “Wear light layers, and keep your bedroom cool.”"
    )
    editor.fields(label).first.fill(text)
    editor.press("Press “Save and submit for review”.")
    editor.press("Press “Submit for review”.")


def approve(reviewer):
    reviewer.open_waiting("The reviewer presses “Goserelin (English, 1)” under “Texts to review”.")
    reviewer.press("Press “See it as readers would”.")
    expect(reviewer.page.get_by_text("Goserelin is a hormone therapy.")).to_be_visible()
    reviewer.guide.follow("Read to the end, and press the Back button of your browser.")
    reviewer.page.go_back()
    reviewer.press("Press “Approve”.")
    reviewer.press("Press “Approve” on the next page.")
    expect(reviewer.page.get_by_text("Approved. A publisher can now publish it.")).to_be_visible()


def publish_now(publisher):
    sign_in(publisher, "publisher")
    publisher.open_waiting(
        "The publisher signs in, and presses “Goserelin (English, 1)” under “Approved texts to publish”."
    )
    publisher.press("Press “Publish”.")
    take_picture(publisher.page, "10-publish", "#content h1", ".submit-row")
    label, button = publisher.guide.follow("Leave “Publish at” empty, and press “Publish”.")
    expect(publisher.page.get_by_text(label)).to_be_visible()
    publisher.go(button)
    expect(publisher.page.get_by_text("Published. Readers see it now.")).to_be_visible()


def translate(editor):
    editor.page.goto("/admin/")
    drugs, button, title = editor.guide.follow(
        "The editor presses “Drugs”, then “Write it in Français” beside “Goserelin”."
    )
    editor.go(drugs)
    take_picture(editor.page, "11-translate", "#content h1", "#result_list")
    with editor.page.expect_event("load"):
        editor.page.get_by_role("row", name=title).get_by_role("button", name=button).click()
    editor.write("In “Title”, write “Goséréline”.")
    editor.write("In “Address”, write “gosereline”.")
    editor.guide.follow("Translate the pronunciation and the summary.")
    editor.field("Pronunciation").fill("go-sé-ré-line")
    editor.field("Summary").fill("La goséréline fait baisser des hormones qui aident certains cancers à croître.")
    editor.guide.follow("Open each part, and put French words in the place of the English ones.")
    for part, words in FRENCH_TEXTS.items():
        editor.unfold(part)
        for english, french in words.items():
            editor.replace(english, french)
    editor.turn_to("Use in cancer treatment")
    [words] = editor.guide.follow("Double-click the link “Breast cancer”.")
    editor.text.get_by_text(words).dblclick()
    expect(editor.dialog).to_be_visible()
    label, french, button = editor.guide.follow("In “Display Text”, write “cancer du sein”, and press “OK”.")
    editor.field(label).fill(french)
    editor.close_dialog(button)
    translate_rows(editor)
    editor.press("Press “Save and submit for review”, then “Submit for review”.")


def translate_rows(editor):
    editor.guide.follow("Translate the rows in the same way.")
    for part, rows in FRENCH_ROWS.items():
        editor.unfold(part)
        for label, *texts in rows:
            for number, text in enumerate(texts):
                editor.fields(label).nth(number).fill(text)


def approve_and_publish(colleague):
    sign_in(colleague, "reviewer and publisher")
    colleague.open_waiting("A reviewer who is also publisher presses “Goséréline (French, 1)” under “Texts to review”.")
    colleague.press("Press “Approve”.")
    label, button = colleague.guide.follow("Tick “Also publish it now”, and press “Approve”.")
    colleague.field(label).check()
    colleague.go(button)
    expect(colleague.page.get_by_text("Published. Readers see it now.")).to_be_visible()


def expect_english(reader, breast_cancer):
    expect(reader.get_by_role("heading", level=1)).to_have_text("Goserelin")
    expect(reader.get_by_role("img", name="Drawing: a small rod lies in the fat under the skin.")).to_be_visible()
    expect(reader.get_by_role("heading", name="What to expect", level=3)).to_be_visible()
    expect(reader.get_by_role("listitem").filter(has_text="Then they fall.")).to_be_visible()
    link = reader.get_by_role("link", name="Breast cancer", exact=True)
    expect(link.first).to_have_attribute("href", breast_cancer.get_absolute_url())
    expect_table(reader, "How long one implant works", ["Implant", "Time"], ["Long-acting", "13 weeks"])
    expect(reader.locator(".call-now")).to_contain_text("Trouble breathing or a swollen face")
    expect(reader.get_by_text("Wear light layers, and keep your bedroom cool.")).to_be_visible()
    expect(reader.get_by_text("Zoladex LA").first).to_be_visible()


def expect_french(reader, breast_cancer):
    expect(reader.get_by_role("heading", level=1)).to_have_text("Goséréline")
    drawing = reader.get_by_role("img", name="Dessin : un bâtonnet repose dans la graisse sous la peau.")
    expect(drawing).to_be_visible()
    assert drawing.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    link = reader.locator("p").get_by_role("link", name="cancer du sein", exact=True)
    expect(link).to_have_attribute("href", breast_cancer.get_absolute_url())
    expect_table(reader, "Durée d’action d’un implant", ["Implant", "Durée"], ["À longue action", "13 semaines"])
    expect(reader.locator(".call-now")).to_contain_text("Difficulté à respirer")


def expect_table(reader, caption, headers, last_row):
    table = reader.get_by_role("table", name=caption)
    expect(table.get_by_role("columnheader")).to_have_text(headers)
    expect(table.get_by_role("row").last.get_by_role("cell")).to_have_text(last_row)


def test_the_pictures_of_the_guide_are_there_and_are_small():
    text = GUIDE.read_text(encoding="utf-8")
    folder = GUIDE.parent / "editing"

    shown = re.findall(r"!\[.+\]\(editing/(.+)\)", text)

    assert sorted(shown) == sorted(path.name for path in folder.iterdir())
    for name in shown:
        assert (folder / name).stat().st_size < HEAVIEST_PICTURE
        with Image.open(folder / name) as picture:
            assert (picture.format, picture.width) == ("WEBP", WIDTH)


def test_the_guide_is_short_and_its_steps_are_numbered_in_order():
    text = GUIDE.read_text(encoding="utf-8")

    for chapter in re.split(r"^##? ", text, flags=re.MULTILINE):
        title, *lines = chapter.splitlines() or [""]
        numbers = [int(found[1]) for line in lines if (found := re.match(r"(\d+)\. ", line))]
        assert numbers == list(range(1, len(numbers) + 1)), title
    assert len(text.splitlines()) < 250
