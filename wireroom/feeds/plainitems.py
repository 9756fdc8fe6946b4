"""Items of a well-formed document so plain that there is one way to read them.

Most items of most feeds are a handful of known elements with nothing but text in them. Such an item is read here by
expat, at a tenth of what feedparser takes, into what feedparser would have made of it. Which base address and
language it stands under, and whether this reading is right at all for a document, is asked of feedparser itself, with
one of the items (:mod:`wireroom.feeds.parse`). Whatever is not plain (elements inside elements, one twice, attributes
with a meaning, relative links, odd dates) is no item of this module and goes to feedparser.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

from msgspec import Struct, field

from wireroom.feeds.judge import looks_like_html, windows_characters
from wireroom.patterns import Pattern

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"

#: Elements of text and what they are called here; an item that holds two of one name is not plain.
_RSS_TEXTS = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "description": "summary",
    "pubDate": "published",
    "author": "author",
    f"{_DC} creator": "author",
    f"{_DC} date": "updated",
    f"{_CONTENT} encoded": "content",
}
_ATOM_TEXTS = {
    f"{_ATOM} title": "title",
    f"{_ATOM} id": "id",
    f"{_ATOM} summary": "summary",
    f"{_ATOM} content": "content",
    f"{_ATOM} published": "published",
    f"{_ATOM} updated": "updated",
}
#: Elements of which nothing is kept.
_PASSED = frozenset(
    {
        "category",
        "comments",
        f"{_ATOM} category",
        f"{_DC} subject",
        "http://wellformedweb.org/CommentAPI/ commentRss",
        "http://purl.org/rss/1.0/modules/slash/ comments",
        "com-wordpress:feed-additions:1 post-id",
    }
)
#: Elements that tell by their attributes, and the attributes that they may have.
_ENCLOSURE = frozenset({"url", "type", "length"})
_ATOM_LINK = frozenset({"href", "rel", "type", "title", "length"})
_MEDIA_SAID = frozenset({"url", "type", "medium", "width", "height", "fileSize", "duration", "expression"})
_WINDOWS = Pattern("[\x80-\x9f]")
_SLASHES = Pattern("^([A-Za-z][A-Za-z0-9+-.]*://)/*")
_TYPES = {"text": "text/plain", "html": "text/html"}
_ALTERNATES = frozenset({"text/html", "application/xhtml+xml"})

_WEB = Pattern(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[1-9]\d*)?/[!-\"$-:<->@-~]*(?:\?[!-\"$-:<-~]+)?")
_DATE = Pattern(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d (?:GMT|UTC|UT|Z|EST|EDT|CST|CDT|MST|MDT|PST|PDT|[+-]\d{4})"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-]\d\d:\d\d)"
)


class PlainItem(Struct):
    """An item as it was read; ``plain`` is false as soon as something in it is not."""

    rss: bool
    plain: bool = True
    permalink: bool = True
    texts: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    links: list[dict[str, str]] = field(default_factory=list)
    enclosures: list[dict[str, str]] = field(default_factory=list)
    media_content: list[dict[str, str]] = field(default_factory=list)
    media_thumbnail: list[dict[str, str]] = field(default_factory=list)

    def parsed(self, base: str, language: str | None) -> dict[str, Any]:
        """As feedparser would give it, under a base address and a language."""
        texts = self.texts
        made: dict[str, Any] = {name: texts[name] for name in ("published", "updated") if name in texts}
        if "id" in texts:
            made["id"] = _joined(base, texts["id"]) if self.permalink else texts["id"]
        link = self._link() or (made.get("id", "") if self.permalink else "")
        if link:
            made["link"] = link
        about = {"base": base, "language": language}
        for name, key in (("title", "title_detail"), ("summary", "summary_detail")):
            if name in texts:
                made[key] = {**about, "value": texts[name], "type": self._type(name)}
        if "content" in texts:
            made["content"] = [{**about, "value": texts["content"], "type": self._type("content")}]
        if "author" in texts:
            made["author"] = texts["author"]
            made["authors"] = [{"name": texts["author"]}]
        made["links"] = self.links
        made["enclosures"] = self.enclosures
        made["media_content"] = self.media_content
        made["media_thumbnail"] = self.media_thumbnail
        return made

    def _link(self) -> str:
        if self.rss:
            return self.texts.get("link", "")
        pages = [link["href"] for link in self.links if link["rel"] == "alternate"]
        return pages[-1] if pages else ""

    def _type(self, name: str) -> str:
        if self.rss and name == "title":
            value = self.texts[name]
            marked = ("<" in value or "&" in value) and looks_like_html(value)
            return "text/html" if marked else "text/plain"
        return "text/html" if self.rss else self.types.get(name, "text/plain")

    def close(self) -> None:
        """The item ends: what is told by several of its texts."""
        texts = self.texts
        dates = [texts[name] for name in ("published", "updated") if name in texts]
        links = [link["href"] for link in self.links] + [texts[name] for name in ("link",) if name in texts]
        if self.rss and self.permalink and "id" in texts:
            links.append(texts["id"])
        author, title = texts.get("author", "x"), texts.get("title", "")
        self.plain = (
            self.plain
            and all(map(_DATE.fullmatch, dates))
            and all(map(_WEB.fullmatch, links))
            and "@" not in author
            and bool(author)
            and bool(title)
            and (title.isascii() or ("<" not in title and "&" not in title))
        )


def plain_items(document: bytes) -> list[PlainItem | None]:
    """The items of a well-formed document in UTF-8 without a doctype, in their order; those that are not plain are missing."""
    reading = _Reading()
    reading.parser.Parse(document, True)
    del reading.parser  # each holds the other
    return [item if item.plain else None for item in reading.items]


class _Reading:
    """Follows a document element by element."""

    def __init__(self) -> None:
        self.items: list[PlainItem] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.buffer_size = 65536
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self._item: PlainItem | None = None
        self._inside = 0
        self._pieces: list[str] = []
        self._name = ""

    def _begin(self, name: str, said: dict[str, str]) -> None:
        item = self._item
        if item is None:
            if name in ("item", f"{_ATOM} entry"):
                self._item = PlainItem(rss=name == "item", plain=not said)
                self.items.append(self._item)
                self._inside = 0
            elif name.rpartition(" ")[2].lower() in ("item", "entry"):
                self._item = PlainItem(rss=False, plain=False)
                self.items.append(self._item)
                self._inside = 0
            return
        self._inside += 1
        if not item.plain:
            return
        if self._inside == 1:
            self._begin_child(item, name, said)
        elif self._inside != 2 or self._name != "person" or said or name not in _PERSON:
            item.plain = False
        else:
            self._collect()

    def _begin_child(self, item: PlainItem, name: str, said: dict[str, str]) -> None:
        text = (_RSS_TEXTS if item.rss else _ATOM_TEXTS).get(name)
        self._name = text or ""
        if text is not None:
            if text in item.texts or (said and not _understood(item, name, text, said)):
                item.plain = False
                return
            self._collect()
        elif name == "enclosure" and item.rss and said.keys() <= _ENCLOSURE:
            item.enclosures.append(_typed({"href" if key == "url" else key: said[key] for key in said}))
        elif name == f"{_ATOM} link" and not item.rss and said.keys() <= _ATOM_LINK and "href" in said:
            _take_link(item, said)
        elif name == f"{_MEDIA} content" and said.keys() <= _MEDIA_SAID:
            item.media_content.append(_typed(said))
        elif name == f"{_MEDIA} thumbnail" and said.keys() <= _MEDIA_SAID and "url" in said:
            item.media_thumbnail.append(_typed(said))
        elif name == f"{_ATOM} author" and not item.rss and not said and "author" not in item.texts:
            self._name = "person"
            item.texts["author"] = ""
        elif name not in _PASSED or not said.keys() <= {"domain", "term", "label", "scheme"}:
            item.plain = False

    def _collect(self) -> None:
        self._pieces.clear()
        self.parser.CharacterDataHandler = self._pieces.append

    def _end(self, name: str) -> None:
        item = self._item
        if item is None:
            return
        if not self._inside:
            item.close()
            self._item = None
            return
        self._inside -= 1
        if self.parser.CharacterDataHandler is not None:
            self.parser.CharacterDataHandler = None
            if item.plain:
                words = _mended("".join(self._pieces).strip())
                if self._name != "person":
                    item.texts[self._name] = words
                elif name == f"{_ATOM} name":
                    item.texts["author"] = words


_PERSON = frozenset({f"{_ATOM} name", f"{_ATOM} uri"})


def _understood(item: PlainItem, name: str, text: str, said: Mapping[str, str]) -> bool:
    """Whether the attributes of an element of text are understood; takes down what they say."""
    if name == "guid" and said.keys() == {"isPermaLink"} and said["isPermaLink"] in ("true", "false"):
        item.permalink = said["isPermaLink"] == "true"
        return True
    if not item.rss and text in ("title", "summary", "content") and said.keys() == {"type"}:
        stated = _TYPES.get(said["type"])
        if stated is not None:
            item.types[text] = stated
            return True
    return False


def _take_link(item: PlainItem, said: Mapping[str, str]) -> None:
    link = _typed({"rel": "alternate", **said})
    link["rel"] = link["rel"].lower()
    stated = link.get("type", "text/html")
    if link["rel"] == "alternate" and stated not in _ALTERNATES:
        item.plain = False
    item.links.append(link)
    if link["rel"] == "enclosure":
        item.enclosures.append({key: value for key, value in link.items() if key != "rel"})


def _typed(said: Mapping[str, str]) -> dict[str, str]:
    return {**said, "type": said["type"].lower()} if "type" in said else dict(said)


def _mended(text: str) -> str:
    """As feedparser mends text: UTF-8 that was taken for Latin-1 and coded again, and Windows' own characters."""
    if text.isascii():
        return text
    with suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(windows_characters()) if _WINDOWS.search(text) else text


def _joined(base: str, address: str) -> str:
    """An address from where it stands, as feedparser joins them."""
    try:
        return urljoin(base, _SLASHES.sub(r"\1", address))
    except ValueError:
        return ""
