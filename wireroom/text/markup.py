"""Feed HTML read as plain text, with the links and media it carried.

One HTML5 parse (Lexbor, the rules browsers follow), and no markup leaves here, so nothing has to be made safe that
is not there; cleaning markup for a page is the publisher's business.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from wireroom.model import Link, Media
from wireroom.text.hygiene import clean_line, clean_text
from wireroom.text.links import clean_link, is_safe_link

# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "ul",
})
_LINES = frozenset({"li", "tr", "option"})
_UNREAD = frozenset({
    "script", "style", "template", "noscript", "noframes", "iframe", "head", "title", "object", "embed", "svg", "math",
    "textarea", "select", "button", "canvas",
})
# fmt: on
_MEDIA = frozenset(("img", "video", "audio", "source"))
#: A tree parser takes quadratic time on tags nested for the purpose; no real body comes near this many.
_MOST_TAGS = 5_000
_WHITE_SPACE = re.compile(r"\s+")
_SKIPPED_FLAT = re.compile(
    r"<(script|style|template|iframe)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")


@dataclass(frozen=True, slots=True)
class PlainText:
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
    copy = _Copy(base)
    root = LexborHTMLParser(html.encode("utf-8", "ignore")).root
    if root is not None:
        _read(root, copy)
    return PlainText(clean_text("".join(copy.words)), tuple(copy.links.values()), tuple(copy.media.values()))


@dataclass(slots=True)
class _Copy:
    """What has been read so far; ``opened`` are the places where links began that have not ended yet."""

    base: str
    words: list[str] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)

    def begin(self, tag: str, node: LexborNode) -> None:
        if tag in _BLOCKS:
            self.words.append("\n\n")
        elif tag in _LINES:
            self.words.append("\n• " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self.words.append(" ")
        elif tag == "a":
            self.opened.append(len(self.words))
        elif tag in _MEDIA:
            self._add_media(node)

    def end(self, tag: str, node: LexborNode) -> None:
        if tag in _BLOCKS:
            self.words.append("\n\n")
        elif tag == "a":
            words = "".join(self.words[self.opened.pop() :])
            url = self._address(node.attributes.get("href"))
            if url:
                self.links.setdefault(url, Link(url=url, text=clean_line(words)))

    def _add_media(self, node: LexborNode) -> None:
        said = node.attributes
        url = self._address(said.get("src"))
        pixel = (said.get("width") or "") in ("0", "1", "2") or (said.get("height") or "") in ("0", "1", "2")
        if url and not pixel:
            kind = clean_line(said.get("type") or "")
            alt = clean_line(said.get("alt") or "")
            self.media.setdefault(url, Media(url=url, type=kind, description=alt))

    def _address(self, href: str | None) -> str:
        url = clean_link(href or "")
        if not url:
            return ""
        try:
            url = urljoin(self.base, url)
        except ValueError:
            return ""
        return url if is_safe_link(url) else ""


def _read(root: LexborNode, copy: _Copy) -> None:
    """Walk the tree without recursion: nesting must not end in a stack overflow."""
    node: LexborNode | None = root
    kept_lines = 0
    while node is not None:
        tag = node.tag or ""
        inside: LexborNode | None = None
        if tag == "-text":
            words = node.text_content or ""
            copy.words.append(words if kept_lines else _WHITE_SPACE.sub(" ", words))
        elif tag == "br":
            copy.words.append("\n")
        elif tag not in _UNREAD and not tag.startswith(("-", "!")):
            copy.begin(tag, node)
            inside = node.child
            kept_lines += tag == "pre" and inside is not None
            if inside is None:
                copy.end(tag, node)
        if inside is not None:
            node = inside
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is not None:
                tag = node.tag or ""
                kept_lines -= tag == "pre"
                copy.end(tag, node)
        node = node.next if node is not None else None


def _flat_text(html: str) -> str:
    """The text of a body that no person wrote: linear time, tags out, no links."""
    html = _TAG.sub(lambda found: _flat_break(found[1].lower()), _SKIPPED_FLAT.sub(" ", html))
    return clean_text(unescape(html))


def _flat_break(tag: str) -> str:
    if tag in _BLOCKS:
        return "\n\n"
    return "\n" if tag in _LINES or tag == "br" else ""
