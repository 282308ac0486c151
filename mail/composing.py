"""What a letter is made of: a subject on one line, text, and the same text in blocks for its HTML part."""

import re
from dataclasses import dataclass
from itertools import groupby

# What ends a line or a header somewhere, and what no reader sees; a tab and a line end are dealt with apart.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
BARE_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Block:
    """A paragraph, a list or links of a letter, with its lines."""

    kind: str
    lines: tuple[str, ...]


def subject_and_text(written):
    """Take apart what a template made: its first lines, up to an empty one, are the subject, the rest is the text.

    The subject comes back on one line, whatever somebody typed into what it names.
    """
    lines = written.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    plain = "\n".join(CONTROL_CHARACTERS.sub(" ", line).rstrip() for line in lines)
    subject, _, text = plain.partition("\n\n")
    return re.sub(r"[ \t\n]+", " ", subject).strip(), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def blocks_of(text):
    """Return the Blocks of a text.

    Empty lines part them, "- " begins an item of a list, and an address on a line of its own is a link.
    """
    parts = re.split(r"\n{2,}", text.strip())
    return [Block(kind, tuple(lines)) for part in parts for kind, lines in _runs(part.split("\n"))]


def _runs(lines):
    for kind, run in groupby(lines, key=_kind):
        yield kind, [line.removeprefix("- ").strip() if kind == "list" else line.strip() for line in run]


def _kind(line):
    if line.startswith("- "):
        return "list"
    return "link" if BARE_ADDRESS.fullmatch(line.strip()) else "paragraph"
