"""Feed HTML read as plain text, with the links and media it carried.

One HTML5 parse (Lexbor, the rules browsers follow), and no markup leaves here, so nothing has to be made safe that
is not there; cleaning markup for a page is the publisher's business.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from wireroom.model import Link, Media
from wireroom.patterns import Pattern
from wireroom.text.hygiene import clean_text
from wireroom.text.simple_markup import read_simply
from wireroom.text.taking import BLOCKS, LINES, TELLING, Taking

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# fmt: off
_UNREAD = frozenset({
    "script", "style", "template", "noscript", "noframes", "iframe", "head", "title", "object", "embed", "svg", "math",
    "textarea", "select", "button", "canvas",
})
# fmt: on
#: A tree parser takes quadratic time on tags nested for the purpose; no real body comes near this many.
_MOST_TAGS = 5_000
_WHITE_SPACE = Pattern(r"\s+")
_SKIPPED_FLAT = Pattern(
    r"<(script|style|template|iframe)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = Pattern(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")


class PlainText(Struct, frozen=True):
    """What a body says, and what it points to; links and media have safe, absolute addresses."""

    text: str
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()


def plain_text(html: str, base: str = "") -> PlainText:
    """The text of a piece of feed HTML; ``base`` is the address that its relative links start from."""
    if "<" not in html:
        return PlainText(clean_text(html))
    if html.count("<") > _MOST_TAGS:
        return PlainText(_flat_text(html))
    taking = Taking(base)
    return _taken(taking) if read_simply(html, taking) else tree_text(html, base)


def tree_text(html: str, base: str = "") -> PlainText:
    """As :func:`plain_text`, always by the tree that a browser would make of it."""
    from selectolax.lexbor import LexborHTMLParser

    taking = Taking(base)
    root = LexborHTMLParser(html.encode("utf-8", "ignore")).root
    if root is not None:
        _read(root, taking)
    return _taken(taking)


def _taken(taking: Taking) -> PlainText:
    return PlainText(
        clean_text("".join(taking.words)), tuple(taking.links.values()), tuple(taking.media.values())
    )


def _said(tag: str, node: "LexborNode") -> Mapping[str, str | None]:
    return node.attributes if tag in TELLING else {}


def _read(root: "LexborNode", taking: Taking) -> None:
    """Walk the tree without recursion: nesting must not end in a stack overflow."""
    node: LexborNode | None = root
    kept_lines = 0
    while node is not None:
        tag = node.tag or ""
        inside: LexborNode | None = None
        if tag == "-text":
            words = node.text_content or ""
            taking.words.append(words if kept_lines else _WHITE_SPACE.sub(" ", words))
        elif tag == "br":
            taking.words.append("\n")
        elif tag not in _UNREAD and not tag.startswith(("-", "!")):
            taking.begin(tag, _said(tag, node))
            inside = node.child
            kept_lines += tag == "pre" and inside is not None
            if inside is None:
                taking.end(tag, _said(tag, node))
        if inside is not None:
            node = inside
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is not None:
                tag = node.tag or ""
                kept_lines -= tag == "pre"
                taking.end(tag, _said(tag, node))
        node = node.next if node is not None else None


def _flat_text(html: str) -> str:
    """The text of a body that no person wrote: linear time, tags out, no links."""
    from html import unescape

    html = _TAG.sub(lambda found: _flat_break(found[1].lower()), _SKIPPED_FLAT.sub(" ", html))
    return clean_text(unescape(html))


def _flat_break(tag: str) -> str:
    if tag in BLOCKS:
        return "\n\n"
    return "\n" if tag in LINES or tag == "br" else ""
