"""The headings of a text that stands alone on its page: raised by one level, numbered, and listed."""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from publishing.cleaning import plain_text

_HEADING = re.compile(r"<(/?)h([34])>")
_SECTION = re.compile(r"<h2>(.*?)</h2>")


@dataclass(frozen=True)
class Outline:
    """A text with an anchor at each of its sections, and [(anchor, heading)]."""

    html: SafeString
    headings: list


def outline(html):
    """Raise the headings of a clean rich text by one level (h3 to h2) and give each h2 an anchor.

    In a page with a structure of its own, rich text starts at h3. Here the text is the structure.
    """
    headings = []

    def with_anchor(found):
        anchor = f"section-{len(headings) + 1}"
        headings.append((anchor, plain_text(found[1])))
        return f'<h2 id="{anchor}">{found[1]}</h2>'

    raised = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) - 1}>", str(html))
    # Safe because the text was cleaned when it was saved, and the anchors are made here.
    return Outline(mark_safe(_SECTION.sub(with_anchor, raised)), headings)  # noqa: S308
