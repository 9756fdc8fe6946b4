"""The bundled wires of the demo newsroom: what each had published at a time of the story.

The data are TOML files in ``story/wires``; times in them are hours and minutes of the story's day, in its zone.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

#: How many entries a wire shows at once; older ones drop off its end, as they do everywhere.
WINDOW = 20


class Format(StrEnum):
    """What a wire is written in."""

    RSS2 = "rss2"
    RSS092 = "rss092"
    RDF = "rdf"
    ATOM = "atom"
    JSON = "json"


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A later wording of an entry; an empty body keeps the one before."""

    at: str
    headline: str
    body: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One piece of copy, with what happens to it.

    ``copy_of`` (wire/entry) takes the body of another wire's entry as it stood when it was copied; ``drill`` marks
    what never happened; ``withdrawn`` is when it leaves its wire.
    """

    id: str
    at: str
    headline: str = ""
    body: str = ""
    author: str = ""
    copy_of: str = ""
    drill: bool = False
    edit: tuple[Edit, ...] = ()
    withdrawn: str = ""


class WireData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One wire as its file describes it."""

    title: str
    format: Format
    site: str
    origin: str
    about: str
    tags: tuple[str, ...] = ()
    entry: tuple[Entry, ...]


class Wording(Struct, frozen=True, kw_only=True):
    """What an entry said from a time on."""

    since: datetime
    headline: str
    body: str


class Copy(Struct, frozen=True, kw_only=True):
    """An entry with its times resolved: its wordings, oldest first, and when it left."""

    id: str
    link: str
    author: str
    wordings: tuple[Wording, ...]
    withdrawn: datetime | None

    def wording(self, at: datetime) -> Wording | None:
        """What it said at a time; nothing before it was published or after it left."""
        if self.withdrawn is not None and at >= self.withdrawn:
            return None
        said = [wording for wording in self.wordings if wording.since <= at]
        return said[-1] if said else None


class Shown(Struct, frozen=True, kw_only=True):
    """An entry as a reader of the wire sees it."""

    id: str
    link: str
    author: str
    headline: str
    body: str
    published: datetime
    updated: datetime


class Wire(Struct, frozen=True, kw_only=True):
    """One wire of the story, under a name that is also its path on the server."""

    name: str
    title: str
    format: Format
    site: str
    origin: str
    about: str
    tags: tuple[str, ...]
    copies: tuple[Copy, ...]

    def showing(self, at: datetime) -> list[Shown]:
        """What the wire shows at a time, newest first, at most ``WINDOW`` entries."""
        shown = []
        for copy in self.copies:
            wording = copy.wording(at)
            if wording is not None:
                shown.append(
                    Shown(
                        id=copy.id,
                        link=copy.link,
                        author=copy.author,
                        headline=wording.headline,
                        body=wording.body,
                        published=copy.wordings[0].since,
                        updated=wording.since,
                    )
                )
        shown.sort(key=lambda entry: entry.published, reverse=True)
        return shown[:WINDOW]

    def link(self, entry_id: str) -> str:
        """The address of one of its entries."""
        return f"{self.site}{entry_id}"


def read(document: dict[str, Any]) -> WireData:
    """Make a wire's data of a TOML document; raises ``msgspec.ValidationError`` naming what is wrong in it."""
    return msgspec.convert(document, WireData)
