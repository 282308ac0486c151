"""The whole life of a story, in each language: sent, taken on, edited, agreed to, live, quoted, withdrawn, erased.

The public part and the author's own page run without JavaScript.
"""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from mail.delivery import deliver
from publishing.roles import MODERATOR, PRIVACY_OFFICER
from stories.models import Original, Story, Text
from stories.workflow import State

from ..factories import drawing, make_cancer, make_drug, make_user

PASSWORD = "a long pass phrase"
WORDS = {
    "en": {
        "title": "Beans in October",
        "name": "Wilhelmina",
        "quote": "We dug the garden as if nothing had happened.",
        "phone": "613 555 0199",
        "edited": "Beans in the autumn",
    },
    "fr": {
        "title": "Des fèves en octobre",
        "name": "Philomène",
        "quote": "Nous avons bêché le jardin comme si de rien n’était.",
        "phone": "514 555 0199",
        "edited": "Des fèves à l’automne",
    },
}


class Life:
    """One story and the people around it."""

    def __init__(self, open_page, language):
        self.open_page, self.language, self.words = open_page, language, WORDS[language]
        self.body = f"{self.words['quote']}\n\n{self.words['phone']}."
        self.visitor = open_page(java_script_enabled=False, locale=f"{language}-CA")
        self.author = open_page(java_script_enabled=False, locale=f"{language}-CA")

    def address(self, name, *args):
        with override(self.language):
            return reverse(name, args=args)

    @property
    def story(self):
        return Story.objects.get()

    def link(self):
        """The secret link, out of the last letter that arrived."""
        deliver()
        return re.search(r"https?://\S+\?link=\S+", mail.outbox[-1].body)[0].split("/", 3)[3]

    def sign_in(self, role):
        user = make_user(role, username=f"the-{role}", language=self.language)
        user.set_password(PASSWORD)
        user.save()
        page = self.open_page(viewport={"width": 1280, "height": 900}, locale=f"{self.language}-CA")
        page.goto(reverse("admin:login"))
        page.locator("#id_username").fill(user.username)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("[type=submit]").click()
        page.wait_for_url("**/admin/")
        return page

    def move(self, page, name):
        page.goto(reverse("admin:stories_story_move", args=[self.story.pk, name]))

    def send(self, cancer):
        page, words = self.author, self.words
        page.goto(self.address("stories:share"))
        page.locator("[name=teller][value=self]").check()
        page.locator("[name=age_band][value='50_69']").check()
        page.locator("[name=cancer]").select_option(str(cancer.page_id))
        page.locator("[name=title]").fill(words["title"])
        page.locator("[name=body]").fill(self.body)
        page.locator("[name=display][value=first_name]").check()
        page.locator("[name=shown_name]").fill(words["name"])
        picture = {"name": "photo.png", "mimeType": "image/png", "buffer": drawing().getvalue()}
        page.locator("[name=photo]").set_input_files(picture)
        page.locator("[name=photo_description]").fill(words["title"])
        page.locator("[name=email]").fill("author@example.org")
        for purpose in ("publish", "quote", "photo"):
            page.locator(f"[name=consents][value={purpose}]").check()
        page.locator("[name=step][value=check]").click()
        # Who writes faster than a person is asked to look once more.
        if page.locator("[name=step][value=check]").count():
            page.locator("[name=step][value=check]").click()
        expect(page.locator("body")).to_contain_text(self.body.split("\n")[0])
        page.locator("[name=step][value=send]").click()

    def edit_and_ask(self, desk):
        desk.goto(reverse("admin:stories_story_changelist"))
        desk.locator(f"#result_list a[href*='/story/{self.story.pk}/change/']").first.click()
        desk.locator("#id_title").fill(self.words["edited"])
        desk.locator("#id_body").fill(self.words["quote"])
        desk.locator("#id_quote").fill(self.words["quote"])
        desk.locator("[name=_ask]").click()
        desk.locator("form.desk-form input.default").click()

    def pages_with_traces(self):
        """Every public page and file that shows something of the story."""
        story, words = self.story, self.words
        addresses = [
            self.address("home"),
            self.address("stories:index"),
            self.address("stories:detail", story.pk),
            self.drug.get_absolute_url(),
            self.cancer.get_absolute_url(),
        ]
        marks = (words["edited"], words["quote"], words["name"], f"/pictures/stories/{story.pk}/")
        found = {address for address in addresses if any(mark in self.text(address) for mark in marks)}
        photo = self.visitor.request.get(reverse("story_photo", args=[story.pk, 320]))
        return found | ({"photo"} if photo.ok else set())

    def text(self, address):
        return self.visitor.request.get(address).text()


@pytest.mark.both_databases
@pytest.mark.parametrize("language", WORDS)
def test_a_story_lives_and_ends(open_page, transactional_db, live_server, settings, language):
    settings.SITE_ADDRESS = live_server.url
    life = Life(open_page, language)
    life.cancer = make_cancer("Mélanome" if language == "fr" else "Melanoma", language=language)
    uses = {"uses": [{"name": "x", "cancer": life.cancer.page}]}
    life.drug = make_drug("Interféron" if language == "fr" else "Interferon", language=language, rows=uses)
    words = life.words

    life.send(life.cancer)
    link = life.link()
    assert life.story.state == State.WAITING
    assert life.pages_with_traces() == set()

    desk = life.sign_in(MODERATOR)
    life.edit_and_ask(desk)
    assert life.story.state == State.ASKED
    assert life.story.original.title == words["title"]

    life.author.goto(f"/{life.link()}")
    expect(life.author.locator("#decide del").first).to_be_visible()
    life.author.locator("#decide form:has([name=seen]) button").click()
    assert life.story.state == State.WAITING

    desk.goto(reverse("admin:stories_story_change", args=[life.story.pk]) + "?open=1")
    desk.locator("a[href*='/move/approve/']").first.click()
    desk.locator("form.desk-form input.default").click()
    assert life.story.state == State.LIVE
    assert len(life.pages_with_traces()) == 6
    life.visitor.goto(life.drug.get_absolute_url())
    life.visitor.locator(f"a[href='{life.story.get_absolute_url()}']").first.click()
    expect(life.visitor.get_by_role("heading", level=1)).to_have_text(words["edited"])
    expect(life.visitor.locator("main")).not_to_contain_text(words["phone"])

    life.author.goto(f"/{life.link()}&step=withdraw")
    life.author.locator("main form button.main").click()
    assert life.story.state == State.WITHDRAWN
    assert life.pages_with_traces() == set()
    assert life.visitor.request.get(life.story.get_absolute_url()).status == 410

    officer = life.sign_in(PRIVACY_OFFICER)
    life.move(officer, "erase")
    officer.locator("form.desk-form input[type=text], form.desk-form input[type=number]").first.fill(str(life.story.pk))
    officer.locator("form.desk-form input.default").click()
    assert life.story.state == State.ERASED
    assert {Original.objects.get().title, *Text.objects.values_list("title", flat=True)} == {""}
    assert life.author.request.get(f"/{link}").status == 404
