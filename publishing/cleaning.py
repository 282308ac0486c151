"""Rich text in, rich text out: only what the table in richtext.py allows, always written in the same way.

nh3 takes away what is not allowed; then the text is written anew from its tree, in the form in which the editor would
give it back, so that two texts say the same exactly when they are equal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

import nh3

from .richtext import ALLOWED, PAGE_SCHEME, SCHEMES

# Tags that mean the same as an allowed one, as Word and other sites write them.
SYNONYMS = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "tfoot": "tbody"}
# Tags that are not kept, but whose text must not run into its neighbour's: "10</div><div>mg" is not "10mg".
_SEPARATE = {"div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "figure", "figcaption"}
_SEPARATE |= {"dl", "dt", "dd", "pre", "hr", "center", "form", "fieldset", "details", "summary", "option"}
# Tags whose content is not text for readers.
_DROPPED_WITH_CONTENT = {"script", "style", "template", "title", "svg", "math", "object", "iframe"}
_DROPPED_WITH_CONTENT |= {"noembed", "noframes"}

_INLINE = {"strong", "em", "sub", "sup", "span", "a"}
_LINES = {"p", "h3", "h4"}
_GROUPS = {"blockquote", "ul", "ol", "table"}
_VOID = {"br", "hr", "img"}

# Nobody writes text this deep. The limits keep hostile text from costing more than its length.
_DEEPEST_TAG = 100
_DEEPEST_GROUP = 10
_MOST_MARKS = 6


def clean(html: str) -> str:
    """The canonical form of `html`: allowed tags alone, always spelt in the same way, "" when nothing can be read.

    Any text may come in. What comes out is safe to show as it is, has valid nesting, and cleans to itself, so that
    two texts say the same to a reader exactly when they are equal.
    """
    safe = nh3.clean(
        _without_depth(_without_control_characters(html)),
        tags={*ALLOWED, *SYNONYMS, *_SEPARATE},
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes={name: set(tag.attributes) for name, tag in ALLOWED.items() if tag.attributes},
        url_schemes={*SCHEMES, PAGE_SCHEME},
        strip_comments=True,
        # Without None, nh3 adds rel="noopener noreferrer" and every text seems to have been edited.
        link_rel=None,
    )
    flow = _Flow()
    _walk(parse(safe).children, (), flow, 0)
    canonical = flow.html()
    return "" if is_blank(canonical) else canonical


def is_blank(html: str) -> bool:
    """Whether a reader would see nothing at all in a clean text. A picture is something to see."""
    return not plain_text(html).strip() and "<img " not in html


_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def plain_text(html: str) -> str:
    """The words of a clean text in one line, for places without markup (descriptions, labels, search).

    Pictures have no words here. Raised and lowered figures become the Unicode characters for them: 10⁹/L, never 109/L.
    """
    html = re.sub(r"<sup>([0-9+\-−=()n]+)</sup>", lambda found: found[1].translate(_SUPERSCRIPTS), html)
    html = re.sub(r"<sub>([0-9+\-−=()]+)</sub>", lambda found: found[1].translate(_SUBSCRIPTS), html)
    html = re.sub(r"</?(?:strong|em|sub|sup|span|a)\b[^>]*>", "", html)
    words = unescape(re.sub(r"<[^>]*>", " ", html))
    return _SPACES.sub(" ", words).strip(" ")


# Never U+00A0 or U+202F: in French they belong to the text.
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINE_ENDS = re.compile("[\x0b\x85\u2028\u2029]")
# Control characters, lone surrogates, noncharacters, and the invisible fillers that editors leave behind.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def _without_control_characters(text: str) -> str:
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


_TAG_START = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# The parser closes these by itself when the next one comes.
_CLOSED_BY_THE_NEXT = {"p", "li", "tr", "td", "th", "thead", "tbody", "tfoot", "dt", "dd", "option", "br", "hr", "img"}


def _without_depth(html: str) -> str:
    """Take away the tags that open too deep: the parser's time grows with the square of the depth."""
    still_open: dict[str, int] = {}
    depth = 0

    def shallow(found):
        nonlocal depth
        closes, name = found[1], found[2].lower()
        if name in _CLOSED_BY_THE_NEXT:
            return found[0]
        if closes:
            if still_open.get(name):
                still_open[name] -= 1
                depth -= 1
            return found[0]
        if depth >= _DEEPEST_TAG:
            # A void tag that is not allowed stands in, so that the rest of the tag stays a tag.
            return "<wbr"
        still_open[name] = still_open.get(name, 0) + 1
        depth += 1
        return found[0]

    return _TAG_START.sub(shallow, html)


@dataclass
class Node:
    """A tag with its attributes as they are written in it; its children are nodes and texts."""

    tag: str
    attributes: str = ""
    children: list = field(default_factory=list)


_TOKEN = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>|([^<]+)")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def parse(safe: str) -> Node:
    """The tree of a clean text, or of what nh3 wrote: well-formed, with every < and > of the text escaped."""
    open_nodes = [Node("")]
    for closes, name, attributes, text in _TOKEN.findall(safe):
        if text:
            open_nodes[-1].children.append(_without_control_characters(unescape(text)))
        elif closes:
            open_nodes.pop()
        elif name in _VOID:
            open_nodes[-1].children.append(Node(name, _attributes(name, attributes)))
        elif len(open_nodes) > _DEEPEST_TAG:
            open_nodes.append(open_nodes[-1])
        else:
            tag = SYNONYMS.get(name, name)
            node = Node(tag, _attributes(tag, attributes))
            open_nodes[-1].children.append(node)
            open_nodes.append(node)
    return open_nodes[0]


def _attributes(tag: str, written: str) -> str:
    """The attributes with allowed values, in the order of the alphabet, as they are written in a start tag."""
    rules = ALLOWED[tag].attributes if tag in ALLOWED else {}
    values = {name: rules[name](unescape(value)) for name, value in _ATTRIBUTE.findall(written) if name in rules}
    return "".join(f' {name}="{_escaped(value)}"' for name, value in sorted(values.items()) if value)


def _escaped(text: str, *, quote: bool = True) -> str:
    return escape(text, quote=False).replace('"', "&quot;" if quote else '"').replace("\xa0", "&nbsp;")


# Marks: the inline tags around a piece of text, outermost first, each as (tag, attributes).
def _with_mark(marks: tuple, node: Node) -> tuple:
    is_raised_or_lowered = node.tag in ("sub", "sup")
    is_pointless = node.tag in ("a", "span") and not node.attributes
    if node.tag == "span" and not is_pointless:
        # Words are in the language of the innermost span.
        marks = tuple(mark for mark in marks if mark[0] != "span")
    is_repeated = not is_raised_or_lowered and any(tag == node.tag for tag, _ in marks)
    if is_pointless or is_repeated or len(marks) >= _MOST_MARKS:
        return marks
    return (*marks, (node.tag, node.attributes))


def _shared(first: tuple, second: tuple) -> tuple:
    count = 0
    while count < min(len(first), len(second)) and first[count] == second[count]:
        count += 1
    return first[:count]


def _line_html(runs: list) -> str:
    """One line of text: (text, marks) runs and (None, marks) line ends, or "" when nothing can be read in it."""
    out, marks = [], ()
    for text, wanted in _spaced(runs):
        kept = len(_shared(marks, wanted))
        out += [f"</{tag}>" for tag, _ in reversed(marks[kept:])]
        out += [f"<{tag}{attributes}>" for tag, attributes in wanted[kept:]]
        out.append("<br>" if text is None else _escaped(text, quote=False))
        marks = wanted
    out += [f"</{tag}>" for tag, _ in reversed(marks)]
    return "".join(out) if any(text and text.strip() for text, _ in runs) else ""


def _spaced(runs: list) -> Iterator[tuple]:
    """The runs with one space where there were several, and none at the line's ends or beside a line end.

    A space moves out of the tags that begin or end beside it: "<em>a </em>b" is written "<em>a</em> b".
    """
    waiting, space, before = 0, None, None
    for piece, marks in _pieces(runs):
        if piece is None:
            waiting, space = waiting + 1, None
        elif piece == " ":
            space = marks if space is None else _shared(space, marks)
        else:
            # Line ends and spaces wait for the text after them, and are lost when none comes.
            if before is not None:
                between = _shared(before, marks)
                yield from [(None, between)] * waiting
                if space is not None and not waiting:
                    yield " ", _shared(between, space)
            yield piece, marks
            waiting, space, before = 0, None, marks


def _pieces(runs: list) -> Iterator[tuple]:
    for text, marks in runs:
        if text is None:
            yield None, marks
            continue
        collapsed = _SPACES.sub(" ", text)
        words = collapsed.strip(" ")
        if collapsed.startswith(" "):
            yield " ", marks
        if words:
            yield words, marks
            if collapsed.endswith(" "):
                yield " ", marks


class _Flow:
    """Lines and blocks in reading order, as they stand in the page, an item, a cell or a quotation."""

    def __init__(self):
        self.parts: list[tuple] = []  # (what, html): "p" and None are paragraphs, "block" is finished
        self.line: list[tuple] = []
        self.tag = None

    def add(self, text, marks):
        self.line.append((text, marks))

    def start(self, tag):
        """End the line, begin one of another kind; answer what it was before."""
        html = _line_html(self.line)
        if html:
            self.parts.append((self.tag, html))
        self.line, before, self.tag = [], self.tag, tag
        return before

    def block(self, html):
        self.start(self.tag)
        if html:
            self.parts.append(("block", html))

    def lines(self) -> list[str]:
        self.start(None)
        return [html for what, html in self.parts if what != "block"]

    def blocks(self) -> list[str]:
        return [html for what, html in self.parts if what == "block"]

    def html(self, *, lone_paragraph_is_bare=False) -> str:
        """The parts as HTML. The only paragraph of an item or a cell stands without <p>."""
        self.start(None)
        paragraphs = sum(tag in (None, "p") for tag, _ in self.parts)
        bare = lone_paragraph_is_bare and paragraphs == 1
        return "".join(_part_html(tag, html, bare=bare) for tag, html in self.parts)


def _part_html(tag, html: str, *, bare: bool) -> str:
    if tag == "block" or (bare and tag in (None, "p")):
        return html
    return f"<{tag or 'p'}>{html}</{tag or 'p'}>"


def _walk(nodes: list, marks: tuple, flow: _Flow, depth: int) -> None:
    for node in nodes:
        if isinstance(node, str):
            flow.add(node, marks)
        elif node.tag == "br":
            flow.add(None, marks)
        elif node.tag == "img":
            _add_picture(node, flow)
        elif node.tag in _INLINE:
            _walk(node.children, _with_mark(marks, node), flow, depth)
        elif node.tag in _GROUPS and depth < _DEEPEST_GROUP and (node.tag != "table" or _has_cells(node)):
            flow.block(_group_html(node, marks, depth + 1))
        else:
            before = flow.start(node.tag if node.tag in _LINES else None)
            _walk(node.children, marks, flow, depth)
            flow.start(before)


def _add_picture(node: Node, flow: _Flow) -> None:
    # An image that is none of this site's pictures leaves no trace: the line goes on.
    if node.attributes:
        flow.block(f"<img{node.attributes}>")


def _group_html(node: Node, marks: tuple, depth: int) -> str:
    if node.tag == "table":
        return _table_html(node, marks, depth)
    if node.tag == "blockquote":
        content = _content_html(node, marks, depth, lone_paragraph_is_bare=False)
    else:
        items = [_content_html(item, marks, depth) for item in _items(node)]
        content = "".join(f"<li>{item}</li>" for item in items if item)
    return content and f"<{node.tag}>{content}</{node.tag}>"


def _content_html(node: Node, marks: tuple, depth: int, *, lone_paragraph_is_bare=True) -> str:
    flow = _Flow()
    _walk(node.children, marks, flow, depth)
    return flow.html(lone_paragraph_is_bare=lone_paragraph_is_bare)


def _items(node: Node) -> list[Node]:
    """A list's items. A list that stands between two items belongs to the one before it."""
    items: list[Node] = []
    for child in _adopted(node, {"li", "ul", "ol"}, wrapper="li"):
        if child.tag == "li":
            items.append(Node("li", children=list(child.children)))
        elif items:
            items[-1].children.append(child)
        else:
            items.append(Node("li", children=[child]))
    return items


def _adopted(node: Node, expected: set, *, wrapper: str) -> Iterator[Node]:
    """The children of a list, table or row, with what does not belong there put into a `wrapper`."""
    strays = []
    for child in [*node.children, None]:
        belongs = child is None or (isinstance(child, Node) and child.tag in expected)
        if not belongs:
            strays.append(child)
            continue
        if any(not isinstance(stray, str) or stray.strip() for stray in strays):
            yield Node(wrapper, children=strays)
        strays = []
        if child is not None:
            yield child


def _has_cells(node: Node) -> bool:
    parts = [child for child in node.children if isinstance(child, Node) and child.tag != "caption"]
    return any(part.tag in ("td", "th") or _has_cells(part) for part in parts)


def _table_html(node: Node, marks: tuple, depth: int) -> str:
    captions, head, bodies = [], [], []
    for section in _adopted(node, {"caption", "thead", "tbody"}, wrapper="tbody"):
        if section.tag == "caption":
            captions.append(_caption(section, marks))
            continue
        is_head = section.tag == "thead"
        rows = [_row_html(row, marks, depth, is_head=is_head) for row in _adopted(section, {"tr"}, wrapper="tr")]
        if is_head:
            head += rows
        else:
            bodies.append(rows)
    return "<table>{}{}{}</table>{}".format(
        _wrapped("caption", " ".join(line for caption in captions for line in caption.lines())),
        _wrapped("thead", "".join(head)),
        "".join(_wrapped("tbody", "".join(rows)) for rows in bodies),
        # A caption is one line; a picture in it is kept behind the table.
        "".join(picture for caption in captions for picture in caption.blocks()),
    )


def _wrapped(tag: str, content: str) -> str:
    return content and f"<{tag}>{content}</{tag}>"


def _caption(caption: Node, marks: tuple) -> _Flow:
    flow = _Flow()
    # As if already at the deepest level: a list or a table inside a caption leaves only its words.
    _walk(caption.children, marks, flow, _DEEPEST_GROUP)
    return flow


def _row_html(row: Node, marks: tuple, depth: int, *, is_head: bool) -> str:
    cells = list(_adopted(row, {"td", "th"}, wrapper="td"))
    # In a row of headers alone, browsers find out by themselves that these speak for columns.
    first = "row" if any(cell.tag == "td" for cell in cells) else ""
    scopes = ["col" if is_head else "" if at else first for at in range(len(cells))]
    written = (_cell_html(cell, marks, depth, scope=scope) for cell, scope in zip(cells, scopes, strict=True))
    return _wrapped("tr", "".join(written))


def _cell_html(cell: Node, marks: tuple, depth: int, *, scope: str) -> str:
    """A cell. A header that does not say which cells it speaks for says `scope`."""
    is_silent = cell.tag == "th" and scope and "scope=" not in cell.attributes
    attributes = f'{cell.attributes} scope="{scope}"' if is_silent else cell.attributes
    return f"<{cell.tag}{attributes}>{_content_html(cell, marks, depth)}</{cell.tag}>"
