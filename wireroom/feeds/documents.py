"""What goes to a parser and what comes back: plain values that cross the border between processes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from wireroom.errors import ParseError
from wireroom.model import Cue, DateQuality, FeedHead, Link, Media, Priority


class FeedDocument(Struct, frozen=True, kw_only=True):
    """A body as it was fetched, and what is known of it already.

    ``known`` are fingerprints of the parts of the feed that need no parsing again; ``newest`` asks for that many
    of the first new parts only. ``first`` says that the feed was never read before, ``head`` what was
    found to hold for all items. ``at`` is the time of the fetch.
    """

    body: bytes
    url: str
    headers: Mapping[str, str]
    at: datetime
    known: frozenset[str] = frozenset()
    newest: int = 0
    first: bool = False
    head: FeedHead | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """One item as a feed tells it, in plain and clean text, before it is anybody's item.

    ``guid`` and ``link`` are what the publisher wrote, ``via`` the source that the entry itself names, ``credit``
    the agency that its text credits;
    ``fingerprint`` stands for the bytes it was read from, or for what feedparser made of it where they can't be told apart.
    """

    guid: str = ""
    link: str = ""
    canonical_link: str = ""
    headline: str
    summary: str = ""
    body: str = ""
    wording: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_raw: str = ""
    published_quality: DateQuality = DateQuality.MISSING
    language: str = ""
    via: str = ""
    credit: str = ""
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    cues: tuple[Cue, ...] = ()
    priority: Priority = Priority.UPDATE
    fingerprint: str = ""


class ParsedFeed(Struct, frozen=True, kw_only=True):
    """A feed's own words about itself, and the entries that were read.

    ``parts`` are the fingerprints of everything in the document, in its order, read now or known before. ``rest`` says that new parts
    were left out. ``told`` is false where the feed's words about itself were not read. ``interval`` is how long the feed asks to be left alone, in seconds; ``skip_hours`` are hours of
    the day in UTC without news. ``cut_short`` marks a document that ends in the middle. ``head`` is what
    holds for all items, where feedparser's reading of one of them agreed.
    """

    told: bool = True
    title: str = ""
    site: str = ""
    language: str = ""
    interval: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    entries: tuple[Entry, ...] = ()
    parts: tuple[str, ...] = ()
    rest: bool = False
    cut_short: bool = False
    head: FeedHead | None = None


#: Hears what became of a document.
Done = Callable[[ParsedFeed | ParseError], None]


class Parser(Protocol):
    """Reads documents somewhere where they can do no harm. Used by one thread at a time."""

    def parse(self, document: FeedDocument, *, urgent: bool = False) -> ParsedFeed:
        """Read one document and wait for it.

        Raises ``ParseError`` if it is no feed, takes too long or too much memory.
        """
        ...

    def submit(self, document: FeedDocument, done: Done, *, urgent: bool = False) -> None:
        """Have a document read, urgent ones first; ``done`` hears in a later turn what became of it."""
        ...

    def turn(self, seconds: float, beside: int | None = None) -> None:
        """Wait for documents, or until the descriptor ``beside`` is readable, no longer than so many seconds."""
        ...

    def rest(self) -> None:
        """End processes that had nothing to do for long."""
        ...

    def close(self) -> None:
        """End all processes, whatever they read; they begin again when they are needed."""
        ...
