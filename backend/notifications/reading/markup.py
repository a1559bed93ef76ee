"""Turns the HTML of a mail into text, without what mail programs mark as quoted or as a signature."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

LARGEST = 300_000
"""Characters that are looked at; nobody types more, and a hostile mail costs no more than this."""
_NOT_TEXT = "script, style, head, title, template, noscript, object"
_QUOTED = (
    ".gmail_quote, .gmail_signature, .yahoo_quoted, .protonmail_quote, .moz-cite-prefix, "
    "blockquote[type=cite]"
)
_FROM_HERE_ON = (
    "#appendonsend, #divRplyFwdMsg, #mail-editor-reference-message-container, .OutlookMessageHeader"
)
_LINE_END = "\x1e"
"""Where a block begins or ends; several in a row are one end of a line. No text has it, for it is white."""
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"])
_LINES = frozenset(
    [
        *("address", "article", "aside", "dd", "div", "dl", "dt", "figure", "footer", "form"),
        *("header", "hr", "li", "main", "nav", "section", "tr"),
    ]
)


def to_text(html: str) -> str:
    """Return what a reader would see; never raises for HTML, however broken."""
    # The parser ends at a NUL, and a reader sees none.
    tree = LexborHTMLParser(html[:LARGEST].replace("\0", ""))
    if tree.body is None:
        return ""
    _leave_out(tree.body, _NOT_TEXT)
    _leave_out(tree.body, _QUOTED)
    first = tree.body.css_first(_FROM_HERE_ON)
    if first is not None:
        _cut_at(first)
    return _tidy("".join(_pieces(tree.body)))


def _leave_out(body: LexborNode, what: str) -> None:
    """Take out what a selector finds, the innermost first: what is in something taken out is gone too."""
    for node in reversed(body.css(what)):
        node.decompose()


def _cut_at(node: LexborNode) -> None:
    """Take out a node and all that comes after it."""
    place: LexborNode | None = node
    while place is not None and place.tag != "body":
        while place.next is not None:
            place.next.decompose()
        place = place.parent
    node.decompose()


def _pieces(body: LexborNode) -> Iterator[str]:
    """Walk without recursion, for the tree may be deep, and note where lines and paragraphs begin and end."""
    node = body.child
    while node is not None:
        if node.is_text_node:
            yield _spaced(node.text_content or "")
        else:
            yield _break(node.tag or "") + ("- " if node.tag == "li" else "")
        if node.child is not None:
            node = node.child
            continue
        while node is not None and node.next is None:
            node = _left(node, body)
            if node is not None:
                yield _break(node.tag or "")
        node = node.next if node is not None else None


def _left(node: LexborNode, body: LexborNode) -> LexborNode | None:
    """Return the parent whose last child this was; None at the top."""
    parent = node.parent
    return None if parent is None or parent.mem_id == body.mem_id else parent


def _spaced(text: str) -> str:
    """Let every run of white space be one space, as a browser shows it."""
    return " ".join(f".{text}.".split())[1:-1]


def _break(tag: str | None) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    if tag == "br":
        return "\n"
    return _LINE_END if tag in _LINES else " " if tag == "td" else ""


def _tidy(text: str) -> str:
    """Leave no spaces around lines and no more than one empty line between them."""
    text = re.sub(rf" *(?:{_LINE_END} *)+", "\n", text.replace("\xa0", " "))
    lines: list[str] = []
    for line in (each.strip() for each in text.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()
