"""Writes a demo wire in the format it is sent in: RSS 2.0 and 0.92, RSS 1.0 (RDF), Atom or JSON Feed 1.1."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from tui.demo.wires import Format, Shown, Wire

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RSS1 = "http://purl.org/rss/1.0/"

for _prefix, _namespace in {"content": _CONTENT, "dc": _DC, "rdf": _RDF}.items():
    ElementTree.register_namespace(_prefix, _namespace)

_MEDIA_TYPES = {
    Format.RSS2: "application/rss+xml; charset=utf-8",
    Format.RSS092: "text/xml; charset=utf-8",
    Format.RDF: "application/rdf+xml; charset=utf-8",
    Format.ATOM: "application/atom+xml; charset=utf-8",
    Format.JSON: "application/feed+json; charset=utf-8",
}


def media_type(wire: Wire) -> str:
    """The Content-Type that a wire is sent with."""
    return _MEDIA_TYPES[wire.format]


def render(wire: Wire, at: datetime) -> bytes:
    """The document of a wire as it stood at a time of the story; the same entries give the same bytes."""
    return _WRITERS[wire.format](wire, wire.showing(at))


def _rss(version: str) -> Callable[[Wire, Sequence[Shown]], bytes]:
    def write(wire: Wire, entries: Sequence[Shown]) -> bytes:
        root = ElementTree.Element("rss", version=version)
        channel = ElementTree.SubElement(root, "channel")
        _texts(channel, {"title": wire.title, "link": wire.site, "description": wire.about, "ttl": "1"})
        for entry in entries:
            item = ElementTree.SubElement(channel, "item")
            _texts(item, {"title": entry.headline, "link": entry.link, "description": entry.body})
            if version == "2.0":
                ElementTree.SubElement(item, "guid", isPermaLink="true").text = entry.link
                _texts(item, {"pubDate": format_datetime(entry.published, usegmt=True)})
        return _document(root)

    return write


def _rdf(wire: Wire, entries: Sequence[Shown]) -> bytes:
    root = ElementTree.Element(f"{{{_RDF}}}RDF")
    channel = ElementTree.SubElement(root, f"{{{_RSS1}}}channel", {f"{{{_RDF}}}about": wire.site})
    _texts(channel, {"title": wire.title, "link": wire.site, "description": wire.about}, namespace=_RSS1)
    listed = ElementTree.SubElement(ElementTree.SubElement(channel, f"{{{_RSS1}}}items"), f"{{{_RDF}}}Seq")
    for entry in entries:
        ElementTree.SubElement(listed, f"{{{_RDF}}}li", {f"{{{_RDF}}}resource": entry.link})
        item = ElementTree.SubElement(root, f"{{{_RSS1}}}item", {f"{{{_RDF}}}about": entry.link})
        _texts(
            item,
            {"title": entry.headline, "link": entry.link, "description": entry.body},
            namespace=_RSS1,
        )
        _texts(item, {"date": entry.published.isoformat(), "publisher": wire.origin}, namespace=_DC)
    return _document(root)


def _atom(wire: Wire, entries: Sequence[Shown]) -> bytes:
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    _texts(root, {"id": wire.site, "title": wire.title, "subtitle": wire.about}, namespace=_ATOM)
    if entries:
        _texts(root, {"updated": max(entry.updated for entry in entries).isoformat()}, namespace=_ATOM)
    ElementTree.SubElement(root, f"{{{_ATOM}}}link", href=wire.site)
    author = ElementTree.SubElement(root, f"{{{_ATOM}}}author")
    _texts(author, {"name": wire.origin}, namespace=_ATOM)
    for entry in entries:
        element = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
        _texts(
            element,
            {
                "id": entry.link,
                "title": entry.headline,
                "published": entry.published.isoformat(),
                "updated": entry.updated.isoformat(),
                "summary": entry.body,
            },
            namespace=_ATOM,
        )
        ElementTree.SubElement(element, f"{{{_ATOM}}}link", href=entry.link)
    return _document(root)


def _json_feed(wire: Wire, entries: Sequence[Shown]) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": wire.title,
        "home_page_url": wire.site,
        "description": wire.about,
        "items": [_json_item(entry) for entry in entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _json_item(entry: Shown) -> dict[str, object]:
    """One item; a post has no title of its own, so none is given."""
    item: dict[str, object] = {
        "id": entry.link,
        "url": entry.link,
        "content_text": entry.body,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
    }
    if entry.headline:
        item["title"] = entry.headline
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    return item


def _texts(parent: ElementTree.Element, texts: dict[str, str], *, namespace: str = "") -> None:
    """Add one child element for each name, holding its text."""
    for name, text in texts.items():
        ElementTree.SubElement(parent, f"{{{namespace}}}{name}" if namespace else name).text = text


def _document(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


_WRITERS: dict[Format, Callable[[Wire, Sequence[Shown]], bytes]] = {
    Format.RSS2: _rss("2.0"),
    Format.RSS092: _rss("0.92"),
    Format.RDF: _rdf,
    Format.ATOM: _atom,
    Format.JSON: _json_feed,
}
