"""The pop-up of a word, on a site with a database of its own."""

import pytest
from playwright.sync_api import expect

from publishing.languages import Language

from ..factories import make_drug, make_term

MEANING = {"en": "A protein that cells use to talk.", "fr": "Une protéine par laquelle les cellules se parlent."}


@pytest.mark.both_databases
@pytest.mark.parametrize("with_script", [True, False])
@pytest.mark.parametrize("language", Language.values)
def test_a_word_opens_a_dialog_that_is_named_and_described_and_gives_focus_back(open_page, language, with_script):
    make_term("cytokine", language=language, definition=f"<p>{MEANING[language]}</p>")
    drug = make_drug("Interferon", language=language, what_it_is="<p>It is a cytokine.</p>")
    page = open_page(java_script_enabled=with_script)
    page.goto(drug.get_absolute_url())
    word = page.get_by_role("button", name="cytokine", exact=True)

    word.focus()
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog", name="cytokine", exact=True)
    expect(dialog).to_be_focused()
    expect(dialog).to_have_accessible_description(MEANING[language])
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(word).to_be_focused()
