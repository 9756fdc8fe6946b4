"""Lists of feeds as OPML 1 and 2 (opml.org), folders as tags.

A folder is named by its way from the top: ``World/Asia`` is a folder inside a folder, and a stroke that belongs to
a name has a backslash before it.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from xml.parsers import expat

from msgspec import Struct, field

from wireroom.errors import UsageError
from wireroom.model import Feed
from wireroom.text.hygiene import clean_line
from wireroom.text.links import clean_link
from wireroom.text.tags import folder_tag

#: Attributes of Wireroom's own in exported lists.
_NAMESPACE = "urn:wireroom:opml"
_TREE_DEPTH = 100
#: Where expat stands when what closes is not what was opened last.
_CLOSING = re.compile(rb"(?:</)?([A-Za-z][\w:.-]*)\s*>")
#: Between a folder and the one inside it.
_STEP = re.compile(r"(?<!\\)/")
_STARTER = Path(__file__).with_name("starter.opml")


class ListedFeed(Struct, frozen=True, kw_only=True):
    """A feed as a list names it: its folders and then its categories as written, and the ``line`` where it stands."""

    url: str
    title: str = ""
    site: str = ""
    origin: str = ""
    folders: tuple[str, ...] = ()
    line: int = 0


class FeedList(Struct, frozen=True, kw_only=True):
    """The feeds of an OPML document, each address once; ``remarks`` name lines that gave none."""

    title: str = ""
    feeds: tuple[ListedFeed, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    def __iter__(self) -> Iterator[ListedFeed]:
        return iter(self.feeds)

    def __len__(self) -> int:
        return len(self.feeds)


def read(document: bytes, *, name: str = "the list") -> FeedList:
    """Read a list. Raises ``UsageError`` naming the line of ``name`` that is not OPML."""
    reader = _Reader()
    try:
        reader.parser.Parse(document, True)
    except expat.ExpatError as trouble:
        line, words = _broken(document, reader, trouble)
        raise UsageError(
            f"{name}, line {line}: {words}.",
            next_step="Mend that line, or export the list again where it came from.",
        ) from trouble
    except _NotOpml as trouble:
        raise UsageError(
            f"{name}, line {trouble.line}: {trouble.words}.", next_step="Name an OPML file."
        ) from None
    return reader.result()


def write(feeds: Iterable[Feed], *, title: str = "Wireroom feeds") -> bytes:
    """Write a list that :func:`read` reads back whole; access and private marks stay at home."""
    root = _Folder()
    for feed in feeds:
        folder = root
        for step in _STEP.split(_folders(feed)[0]) if feed.tags else ():
            folder = folder.folders.setdefault(step.replace("\\/", "/"), _Folder())
        folder.feeds.append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:wireroom="{_NAMESPACE}">',
        f"  <head><title>{escape(title, quote=False)}</title></head>",
        "  <body>",
        *root.lines("    "),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


def starter() -> FeedList:
    """The list that comes with Wireroom: public news wires by kind of publisher."""
    return read(_STARTER.read_bytes(), name=_STARTER.name)


class _NotOpml(Exception):  # noqa: N818 - does not leave this module
    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line
        self.words = words


class _Folder(Struct):
    folders: dict[str, "_Folder"] = field(default_factory=dict)
    feeds: list[Feed] = field(default_factory=list)

    def lines(self, indent: str) -> list[str]:
        written = [f"{indent}{_outline(feed)}" for feed in self.feeds]
        for name, folder in self.folders.items():
            written.append(f"{indent}<outline text={_quoted(name)} title={_quoted(name)}>")
            written.extend(folder.lines(indent + "  "))
            written.append(f"{indent}</outline>")
        return written


class _Reader:
    """Collects outlines from expat's events; ``open`` are the elements not closed yet and the lines they begin on."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.open: list[tuple[str, int]] = []
        self._folders: list[str] = []
        self._title: list[str] = []
        self._feeds: dict[str, ListedFeed] = {}
        self._remarks: list[str] = []

    def result(self) -> FeedList:
        """The list that was read."""
        return FeedList(
            title=clean_line("".join(self._title)),
            feeds=tuple(self._feeds.values()),
            remarks=tuple(self._remarks),
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.lower()
        line = self.parser.CurrentLineNumber
        if not self.open and tag != "opml":
            raise _NotOpml(line, f"an OPML document begins with <opml>, this one with <{tag[:40]}>")
        if len(self.open) >= _TREE_DEPTH:
            raise _NotOpml(line, f"folders are nested more than {_TREE_DEPTH} deep")
        self.open.append((tag, line))
        if tag == "outline":
            said = {name.lower(): value for name, value in attributes.items()}
            self._folders.append(self._outline(said, line))

    def _end(self, tag: str) -> None:
        self.open.pop()
        if tag.lower() == "outline":
            self._folders.pop()

    def _text(self, words: str) -> None:
        if [tag for tag, _ in self.open] == ["opml", "head", "title"]:
            self._title.append(words)

    def _outline(self, said: dict[str, str], line: int) -> str:
        """Take a feed, or answer with the name of a folder."""
        name = clean_line(said.get("title") or said.get("text", ""))
        url = _address(said.get("xmlurl") or "")
        if not url and said.get("type", "").lower() in ("rss", "atom", "feed"):
            self._remarks.append(f"line {line}: {name or 'an outline'} has no xmlUrl")
        if not url:
            return name
        if not url.lower().startswith(("http://", "https://")):
            self._remarks.append(f"line {line}: {url[:100]} is not an http or https address")
            return ""
        folder = "/".join(step.replace("/", "\\/") for step in self._folders if step)
        folders = (*((folder,) if folder else ()), *_categories(said.get("category", "")))
        before = self._feeds.get(url)
        self._feeds[url] = ListedFeed(
            url=url,
            title=name if name != url else "",
            site=clean_link(said.get("htmlurl", "")),
            origin=clean_line(said.get("wireroom:origin", "")),
            folders=tuple(dict.fromkeys((*(before.folders if before else ()), *folders))),
            line=before.line if before else line,
        )
        return ""


def _broken(document: bytes, reader: _Reader, trouble: expat.ExpatError) -> tuple[int, str]:
    """The line to be mended, and what is wrong there; of what was left open, the line on which it begins."""
    at, line, words = reader.parser.ErrorByteIndex, trouble.lineno, expat.ErrorString(trouble.code)
    if not reader.open:
        empty = words == expat.errors.XML_ERROR_NO_ELEMENTS
        return line, "the file is empty" if empty else f"no OPML begins here ({words})"
    closing = _CLOSING.match(document, at)
    unclosed = closing and closing[1].decode().lower() in (tag for tag, _ in reader.open)
    if unclosed or words == expat.errors.XML_ERROR_NO_ELEMENTS:
        tag, opened = reader.open[-1]
        return opened, f"the <{tag}> that begins here is not closed"
    if words == expat.errors.XML_ERROR_UNCLOSED_TOKEN:
        return line, "the file ends within the tag that begins here"
    if words == expat.errors.XML_ERROR_TAG_MISMATCH:
        return line, "this closes what is not open"
    begun = max(document.rfind(b"<", 0, at), 0)
    if document[at : at + 1] == b"<" and b">" not in document[begun:at]:
        return document.count(
            b"\n", 0, begun
        ) + 1, "the tag that begins here does not end before the next one"
    ampersand = document.rfind(b"&", begun, at)
    if ampersand >= 0 and b";" not in document[ampersand:at]:
        return line, f"an & must be written &amp; (column {trouble.offset + 1})"
    return line, f"{words.partition(' (')[0]} (column {trouble.offset + 1})"


def _outline(feed: Feed) -> str:
    """One feed as OPML 2.0 says it; as categories the folders that it does not stand in."""
    said = {
        "type": "rss",
        "text": feed.title or feed.url,
        "title": feed.title or feed.url,
        "xmlUrl": feed.url,
    }
    if feed.site:
        said["htmlUrl"] = feed.site
    if elsewhere := _folders(feed)[1:]:
        said["category"] = ",".join("/" + folder.replace(",", " ") for folder in elsewhere)
    if feed.origin:
        said["wireroom:origin"] = feed.origin
    return "<outline " + " ".join(f"{name}={_quoted(value)}" for name, value in said.items()) + "/>"


def _folders(feed: Feed) -> list[str]:
    """The feed's tags, spelled and ordered as the lists did that it came from; then those it was given here."""
    here, spelled = dict.fromkeys(feed.tags), []
    for folder in feed.folders:
        if folder_tag(folder) in here:
            del here[folder_tag(folder)]
            spelled.append(folder)
    return [*spelled, *here]


def _quoted(value: str) -> str:
    return f'"{escape(clean_line(value))}"'


def _categories(said: str) -> list[str]:
    return [clean_line(one).strip("/") for one in said.split(",") if one.strip(" /")]


def _address(url: str) -> str:
    """An address without the schemes that once meant "open in a reader"."""
    url = clean_link(url)
    for scheme in ("feed:", "pcast:"):
        if url.lower().startswith(scheme):
            rest = url[len(scheme) :]
            return rest if "://" in rest else "http:" + rest if rest.startswith("//") else rest
    return url
