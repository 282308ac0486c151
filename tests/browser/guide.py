"""docs/editing.md as a program reads it: its numbered steps, people who follow them, and the pictures of their screens.

A step is only taken when it is the next one in the document, and what is pressed and written comes from its “quotes”.
"""

import io
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import Locator, Page, expect

GUIDE = settings.BASE_DIR / "docs/editing.md"
# The folder into which the pictures of the guide are taken anew; empty when they stay as they are.
PICTURES = os.environ.get("GUIDE_PICTURES", "")
WIDTH = 1280

SELECT = """(text, words) => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  while (!walker.nextNode().data.includes(words));
  const start = walker.currentNode.data.indexOf(words)
  const range = document.createRange()
  range.setStart(walker.currentNode, start)
  range.setEnd(walker.currentNode, start + words.length)
  getSelection().removeAllRanges()
  getSelection().addRange(range)
}"""


def written_steps():
    return re.findall(r"^\d+\. (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)


@dataclass
class Guide:
    """The steps that nobody has followed yet."""

    left: list[str] = field(default_factory=written_steps)

    def follow(self, sentence):
        """Take the next step, which must be this sentence. Return the words that it quotes."""
        written = self.left.pop(0) if self.left else "nothing"
        assert sentence == written, f"The guide goes on with: {written}\nThe test goes on with: {sentence}"
        return re.findall(r"“([^”]+)”", sentence)


@dataclass
class Follower:
    """Somebody at the desk with the guide in hand. The methods that take a sentence follow a step of the guide."""

    page: Page
    guide: Guide
    # The part that was opened last: what is written goes there.
    part: Locator | None = None

    def press(self, sentence):
        """Press what is quoted, one after another; each leads to another page."""
        for name in self.guide.follow(sentence):
            self.go(name)

    def press_here(self, sentence):
        """Press what is quoted and stay on the page."""
        for name in self.guide.follow(sentence):
            self.named(name).click()

    def open(self, sentence):
        """Open the part that is quoted first, and press the buttons that are quoted after it."""
        part, *names = self.guide.follow(sentence)
        self.unfold(part)
        for name in names:
            self.named(name).click()

    def write(self, sentence):
        label, text = self.guide.follow(sentence)
        self.field(label).fill(text)

    def choose(self, sentence):
        option, label = self.guide.follow(sentence)
        self.field(label).select_option(label=option)

    def tick(self, sentence):
        [label] = self.guide.follow(sentence)
        self.field(label).check()

    def type(self, sentence):
        """Write the quoted lines at the end of the text, with Enter between them."""
        self.text.click()
        self.page.keyboard.press("Control+End")
        self.type_lines(self.guide.follow(sentence))

    def type_lines(self, lines, *, key="Enter"):
        for line in lines[:-1]:
            self.page.keyboard.type(line)
            self.page.keyboard.press(key)
        self.page.keyboard.type(lines[-1])

    def open_dialog(self, sentence):
        [name] = self.guide.follow(sentence)
        self.use_tool(name)
        expect(self.dialog).to_be_visible()

    def find(self, sentence):
        """Search in a dialog for what is quoted, and choose what is found. Return the button that is quoted last."""
        label, words, found, button = self.guide.follow(sentence)
        self.field(label).fill(words)
        choices = self.dialog.get_by_role("listbox").get_by_role("option")
        expect(choices).to_have_count(1)
        choices.filter(has_text=found).click()
        return button

    def open_waiting(self, sentence):
        """Go to the first page of the desk and open the text that waits there."""
        self.page.goto("/admin/")
        name, heading = self.guide.follow(sentence)
        waiting = self.page.locator("h3", has_text=heading).locator("+ ul")
        waiting.get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_url("**/change/")
        self.part = None

    def go(self, name):
        with self.page.expect_event("load"):
            self.named(name).click()
        self.part = None

    def named(self, name):
        button, link = (self.page.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        return button.or_(link).locator("visible=true").first

    def unfold(self, name):
        self.turn_to(name)
        self.part.locator("summary").click()

    def turn_to(self, name):
        """Go on in a part that is open already."""
        self.part = self.page.locator("details").filter(has=self.page.get_by_role("heading", name=name, exact=True))

    def field(self, label):
        """The field of this name; where there are several, that of the row that was added last."""
        return self.fields(label).last

    def fields(self, label):
        place = self.dialog if self.dialog.is_visible() else self.part or self.page
        return place.get_by_label(re.compile(rf"^{re.escape(label)}\W*$")).locator("visible=true")

    def replace(self, old, new):
        """Draw the mouse over words in the text and write others."""
        expect(self.text).to_contain_text(old)
        self.text.click()
        self.text.evaluate(SELECT, old)
        self.page.keyboard.type(new)

    def use_tool(self, name):
        self.part.locator(".cke_toolbox").get_by_role("button", name=name, exact=True).click()

    def close_dialog(self, button):
        self.dialog.get_by_role("button", name=button, exact=True).click()
        expect(self.dialog).to_be_hidden()

    @property
    def dialog(self):
        return self.page.get_by_role("dialog")

    @property
    def text(self):
        return self.part.frame_locator("iframe.cke_wysiwyg_frame").locator("body")


def take_picture(page, name, first, last, *, around=16):
    """Keep what the screen shows from one place to another, as wide as the window, when pictures are asked for."""
    if not PICTURES:
        return
    page.mouse.move(0, 0)
    edges = [page.locator(place).locator("visible=true") for place in (first, last)]
    top, bottom = edges[0].first.bounding_box(), edges[1].last.bounding_box()
    scrolled = page.evaluate("scrollY")
    start = max(0, top["y"] + scrolled - around)
    height = bottom["y"] + bottom["height"] + scrolled + around - start
    clip = {"x": 0, "y": start, "width": WIDTH, "height": height}
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))
    shot.convert("RGB").save(Path(PICTURES) / f"{name}.webp", quality=80, method=6)
