"""Copy as published HTML: Markdown of editors and anything a wire may have smuggled into it, made harmless.

Three walls: control and bidi characters leave first, Markdown is read with raw HTML switched off, and nh3 lets
through only a short list of elements. A remote picture is a tracking pixel: its description stays, as a link.
"""

import re
from functools import cache, lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from wireroom.text.hygiene import clean_line, clean_text
from wireroom.text.links import clean_link, is_safe_link

_TAGS = {"p", "br", "em", "strong", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "h3", "h4"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}

#: Without one of these, and without a list or a line set apart, Markdown is paragraphs and needs no parser.
_MARKS = re.compile(r"[*_`#>\[\]!<&\\|~=+\t]")
_BLOCK = re.compile(r"\s*(?:-|\d+[.)])| {4}")
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BETWEEN = re.compile(r"\n{2,}")

_IN_SCRIPT = tuple(
    (mark.encode(), f"\\u{ord(mark):04x}".encode()) for mark in ("<", ">", "&", "\u2028", "\u2029")
)


@lru_cache(maxsize=4096)
def line(text: str) -> str:
    """One clean line: a headline, a name."""
    return fit_for_xml(clean_line(text))


@lru_cache(maxsize=512)
def copy(text: str) -> str:
    """Clean text with its paragraphs."""
    return fit_for_xml(clean_text(text))


@lru_cache(maxsize=4096)
def link(url: str) -> str:
    """An address that may be followed, or nothing."""
    url = clean_link(url)
    return url if url and is_safe_link(url) else ""


@lru_cache(maxsize=512)
def html(markdown: str) -> Markup:
    """Markdown as safe HTML; headings begin at the third level, links open without a referrer."""
    text = copy(markdown)
    if not _marked_up(text):
        inner = _BETWEEN.sub("</p><p>", escape(text)).replace("\n", "<br>")
        return trusted(f"<p>{inner}</p>" if text else "")
    clean = nh3.clean(
        _reader().render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return trusted(clean.strip().replace('="./', "=&quot;./"))


@lru_cache(maxsize=512)
def plain(markdown: str) -> str:
    """Markdown as plain text, paragraphs apart by an empty line."""
    text = copy(markdown)
    if not _marked_up(text):
        return text
    return clean_text(nh3.clean(_paragraphs(_reader().render(text)), tags=set()).strip())


def trusted(markup: str) -> Markup:
    """HTML that this package made and a template must not escape again."""
    return Markup(markup)  # noqa: S704 - the one place where markup is declared safe


def script(json: bytes) -> bytes:
    """JSON that can stand inside a script element."""
    for mark, written in _IN_SCRIPT:
        json = json.replace(mark, written)
    return json


@lru_cache(maxsize=512)
def _marked_up(text: str) -> bool:
    if _MARKS.search(text) or "---" in text or "  \n" in text:
        return True
    return any(map(_BLOCK.match, text.split("\n")))


def fit_for_xml(text: str) -> str:
    """Text without the characters that XML 1.0 has no way to hold."""
    return text if text.replace("\n", "").isprintable() else _NOT_XML.sub("", text)


def _paragraphs(rendered: str) -> str:
    return re.sub(r"</(?:p|h\d|blockquote|pre)>|<hr ?/?>", "\n\n", re.sub(r"<br ?/?>|</li>", "\n", rendered))


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
    reader.validateLink = lambda url: bool(link(url))  # type: ignore[method-assign]
    reader.add_render_rule("image", _picture_as_link)
    reader.add_render_rule("heading_open", _lower_heading)
    reader.add_render_rule("heading_close", _lower_heading)
    return reader


def _picture_as_link(_: RendererHTML, tokens: list[Token], index: int, *__: OptionsDict | EnvType) -> str:
    token = tokens[index]
    words = escape(token.content or "picture")
    address = link(str(token.attrs.get("src", "")))
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _lower_heading(_: RendererHTML, tokens: list[Token], index: int, *__: OptionsDict | EnvType) -> str:
    token = tokens[index]
    level = min(int(token.tag[1:]) + 2, 4)
    return f"</h{level}>" if token.nesting < 0 else f"<h{level}>"
