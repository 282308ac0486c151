"""The style sheets as they are published say what was written."""

import pytest
from django.conf import settings

from publishing.static_files import made_small

SHEETS = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))
AS_UNDERSTOOD = """text => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    // What holds variables is kept as it is written: there, the space after a comma and at a bracket means nothing.
    return Array.from(sheet.cssRules, rule => rule.cssText.replace(/(?<=[,(])\\s+|\\s+(?=[,)])/g, ""))
}"""


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_sheet_without_spaces_and_comments_means_the_same(page, path):
    written = path.read_text(encoding="utf-8")

    small = made_small(written)

    assert len(small) < len(written)
    assert page.evaluate(AS_UNDERSTOOD, small) == page.evaluate(AS_UNDERSTOOD, written) != []
