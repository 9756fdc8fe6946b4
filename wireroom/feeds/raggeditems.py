"""Items of an ill-formed document so plain that they are read as if they stood in a well-formed one.

Most of what makes a document ill-formed is an ampersand that nobody escaped, or a name that HTML has for a character and XML has
not. An item of known elements with text in them is well-formed once these are written as feedparser's parser for such documents
takes them, and then it is read as other plain items are (:mod:`wireroom.feeds.plainitems`). Whether this reading is right for a
document is asked of feedparser with items of it; whatever differs between its two parsers in kind (references in
attributes and addresses, references without an end) is no item of this module.
"""

import re
from xml.parsers import expat

from wireroom.feeds.plainitems import PlainItem, plain_items
from wireroom.patterns import Pattern

_CDATA = Pattern(r"(<!\[CDATA\[(?>.*?\]\]>))", re.DOTALL)
#: In a tag, what the two parsers read differently.
_ODD_TAG = Pattern(r"<[^<>&\n\t]*[&\n\t]")
_AMPERSAND = Pattern(r"&(?:([A-Za-z][A-Za-z0-9]*);|(#[0-9]+;|#x[0-9a-f]+;)|([A-Za-z#])?)")
_XML = frozenset({"lt", "gt", "amp", "quot", "apos"})
#: Texts in which references are resolved, and what of them is resolved once more.
_MARKUP = frozenset({"title", "summary", "content"})
_TWICE = (("&quot;", '"'), ("&apos;", "'"), ("&#x2f;", "/"), ("&#x2F;", "/"))
#: Not resolved in any other text.
_REFERRED = frozenset("&<>\"'")
_DECLARED = Pattern(r"\s(xmlns(?::[\w.-]+)?)\s*=\s*(\"[^\"<>&]*\"|'[^'<>&]*')")


class _Odd(Exception):  # noqa: N818 - does not leave this module
    pass


def scope_of(head: str) -> str:
    """A tag for what stands around a document's items: it declares the namespaces that their head does."""
    declared: dict[str, str] = {}
    for name, uri in _DECLARED.findall(head):
        if declared.setdefault(name, uri)[1:-1] != uri[1:-1]:
            return ""  # no item is plain that could be in either
    return f"<around{''.join(f' {name}={uri}' for name, uri in declared.items())}>"


def plain_ragged_item(text: str, scope: str) -> PlainItem | None:
    """The item that is written so, as its document's parser is given it; nothing where it is not plain."""
    if "\r" in text or not scope:
        return None
    try:
        items = plain_items(f"{scope}{_well_formed(text)}</around>".encode())
    except (_Odd, expat.ExpatError):
        return None
    item = items[0] if len(items) == 1 else None
    return _as_resolved(item) if item is not None else None


def _well_formed(text: str) -> str:
    pieces = _CDATA.split(text)
    pieces[::2] = [_escaped(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _escaped(text: str) -> str:
    """Text outside CDATA with each ampersand as the parser takes it."""
    if _ODD_TAG.search(text):
        raise _Odd
    return _AMPERSAND.sub(_reference, text) if "&" in text else text


def _reference(found: re.Match[str]) -> str:
    name, number, begun = found.groups()
    if begun:
        raise _Odd
    if number or name in _XML:
        return found[0]
    if name:
        from html.entities import name2codepoint  # XML's own are met far more often

        if name in name2codepoint:
            return f"&#{name2codepoint[name]};"
    return f"&amp;{found[0][1:]}"


def _as_resolved(item: PlainItem) -> PlainItem | None:
    """The item with the references in its texts resolved as the parser does it; nothing where it would not."""
    for name, text in item.texts.items():
        if name not in _MARKUP and not _REFERRED.isdisjoint(text):
            return None
        for written, meant in _TWICE if name in _MARKUP and "&" in text else ():
            item.texts[name] = item.texts[name].replace(written, meant)
    return item
