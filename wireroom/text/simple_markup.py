"""Markup so simple that no tree is needed to read it, as most of what feeds carry is.

Simple is what every reader of HTML reads alike: known elements in small letters that end where they should, blocks
in blocks and never in a paragraph, quoted attributes, no comment, no character written as an odd number. It is read
in one pass, at a fifth of the cost of a tree; the result is that of the tree, or there is none.
"""

from collections.abc import Mapping

from wireroom.patterns import Pattern
from wireroom.text.hygiene import is_plain
from wireroom.text.taking import TELLING, Taking

_TAG = Pattern(r"(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9_-]*\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*)\s*(/?)")
_SAID = Pattern(r"\s([a-z][a-z0-9_-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
#: What is not a reference to a visible character of one to four digits.
_ODD_REFERENCE = Pattern(r"&#(?!(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|1[6-9]\d|[2-9]\d\d|[1-9]\d{3});)")
_REFERENCE = Pattern("&[A-Za-z#]")
_OTHER_THAN_AND = Pattern(r"&(?!amp;)")
_WHITE_SPACE = Pattern(r"\s+")
#: The markup of most copy.
_PARAGRAPHS = Pattern(r"(?:[^<]+|<p>(?:[^<]+|<a href=\"[^\"<>]*\">[^<]*</a>)*+</p>)*+")
_LINK = Pattern(r"<a href=\"([^\"]*)\">([^<]*)")
_LINK_TAG = Pattern(r"</?a[^>]*>")

_IN_LINE = frozenset({"a", "b", "cite", "em", "i", "q", "small", "span", "strong", "sub", "sup", "u"})
_HOLDERS = frozenset({"article", "aside", "blockquote", "div", "figcaption", "figure", "footer", "header", "li", "section"})  # fmt: skip
_LISTS = frozenset({"ol", "ul"})
_CLOSED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p"})
_BLOCKS = _HOLDERS | _LISTS | _CLOSED
_EMPTY = frozenset({"br", "img"})
_NOTHING: Mapping[str, str] = {}

#: Slash, name, attributes and closing slash of a tag.
_Tag = tuple[str, str, str, str]
_PLAIN_TAGS: Mapping[str, _Tag] = {
    written: (slash, tag, "", closed)
    for tag in _IN_LINE | _BLOCKS | _EMPTY
    for written, slash, closed in (
        (tag, "", ""),
        (f"/{tag}", "/", ""),
        (f"{tag}/", "", "/"),
        (f"{tag} /", "", "/"),
    )
}


def read_simply(html: str, taking: Taking) -> bool:
    """Take down simple markup; ``False``, and an unusable taking, where it is not simple."""
    if "\0" in html or ("&#" in html and _ODD_REFERENCE.search(html)):
        return False
    # of white space, only the plain blank is printable
    even = "  " not in html and "\n" not in html and (is_plain(html) or html.isprintable())
    if "&" not in html and _PARAGRAPHS.fullmatch(html):
        _take_paragraphs(html, taking, even=even)
        return True
    open_: list[tuple[str, Mapping[str, str]]] = []
    text, *pieces = html.split("<")
    if text:
        taking.words.append(_words(text, even=even))
    for piece in pieces:
        written, end, text = piece.partition(">")
        tag = _PLAIN_TAGS.get(written) or _tag(written)
        if not end or tag is None or not _take_tag(taking, open_, *tag):
            return False
        if text:
            taking.words.append(_words(text, even=even))
    return not open_


def _take_paragraphs(html: str, taking: Taking, *, even: bool) -> None:
    """Take down paragraphs of text with nothing but links in them, all at once."""
    if not even:
        html = _WHITE_SPACE.sub(" ", html)
    for href, words in _LINK.findall(html):
        taking.link(href, words)
    taking.words.append(_LINK_TAG.sub("", html.replace("<p>", "\n\n").replace("</p>", "\n\n")))


def _words(text: str, *, even: bool) -> str:
    if "&" in text and _REFERENCE.search(text):
        from html import unescape  # its tables of names take longer to load than most copy to read

        text, even = unescape(text), False
    return text if even else _WHITE_SPACE.sub(" ", text)


def _tag(written: str) -> _Tag | None:
    """What stands between the brackets of a tag, if it is written as simple markup writes it."""
    found = _TAG.fullmatch(written)
    return None if found is None else (found[1], found[2], found[3], found[4])


def _take_tag(
    taking: Taking, open_: list[tuple[str, Mapping[str, str]]], slash: str, tag: str, said: str, closed: str
) -> bool:
    """Take down one tag; whether it is where simple markup has it."""
    if slash:
        if not open_ or open_[-1][0] != tag or said or closed:
            return False
        _, attributes = open_.pop()
        taking.end(tag, attributes)
        return True
    attributes = _NOTHING
    if said and tag in TELLING:
        if "&" in said and _OTHER_THAN_AND.search(said):
            return False
        attributes = {}
        for name, double, single in _SAID.findall(said):
            attributes.setdefault(name, (double or single).replace("&amp;", "&"))
    if tag in _EMPTY:
        if tag == "br":
            taking.words.append("\n")
        else:
            taking.begin(tag, attributes)
        return True
    if closed or not _may_stand(tag, open_):
        return False
    open_.append((tag, attributes))
    taking.begin(tag, attributes)
    return True


def _may_stand(tag: str, open_: list[tuple[str, Mapping[str, str]]]) -> bool:
    """Whether an element may begin here without ending another one."""
    if tag in _IN_LINE:
        return tag != "a" or all(other != "a" for other, _ in open_)
    if tag not in _BLOCKS:
        return False
    around = open_[-1][0] if open_ else ""
    if tag == "li":
        return around in _LISTS
    return not around or around in _HOLDERS or around in _LISTS
