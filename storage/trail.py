"""The audit trail: events in a chain of hashes, their words beside it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from storage import codec
from storage.codec import Document
from storage.engine import Engine
from storage.schema import EVENTS, SEALED, TESTIMONY
from storage.shelf import readable, sound_rows
from storage.times import time_text
from wireroom.errors import StoreDamaged
from wireroom.model import (
    Act,
    Event,
    Feed,
    Item,
    LiveBlog,
    SavedView,
    SourceAlert,
    Subject,
    Update,
    WatchTerm,
)

NOUNS: dict[type, str] = {
    Feed: "feed",
    Item: "item",
    LiveBlog: "blog",
    Update: "update",
    WatchTerm: "watch",
    SavedView: "view",
    SourceAlert: "alert",
}

#: What the log keeps of an event; the words (why, after) rest beside it under the digest.
LOGGED = (
    "sequence",
    "transaction",
    "at",
    "who",
    "what",
    "noun",
    "subject",
    "blog",
    "from_status",
    "to_status",
    "undoes",
    "digest",
    "previous",
)


def logged_form(after: Subject) -> Document:
    """What the log keeps of a subject: all of it; of an item only what belongs to the editors."""
    if isinstance(after, Item):
        return {"id": after.id, "stage": after.stage.value, "tags": list(after.tags)}
    return codec.document(after)


def digest_of(subject: str, words: Document) -> str:
    """Where the words of an event are kept: their hash, salted with the subject they speak of."""
    return codec.fingerprint(subject.encode(), codec.canonical(words))


def hash_of(entry: Document) -> str:
    """The hash of an event and of the one before it in its chain."""
    return codec.fingerprint(codec.canonical({name: entry[name] for name in LOGGED}))


def write_event(engine: Engine, transaction: int, act: Act, after: Subject) -> Event:
    """Append one event to the log and its words beside it. Inside a write."""
    words = codec.plain({"why": act.why, "after": logged_form(after)})
    last, previous = _ends(engine, act.blog)
    entry: Document = {
        "sequence": last + 1,
        "transaction": transaction,
        "at": time_text(act.at),
        "who": act.who,
        "what": act.what,
        "noun": NOUNS[type(after)],
        "subject": after.id,
        "blog": act.blog,
        "from_status": act.from_status,
        "to_status": act.to_status,
        "undoes": act.undoes,
        "digest": digest_of(after.id, words),
        "previous": previous,
    }
    entry["hash"] = hash_of(entry)
    engine.put(EVENTS, [(str(last + 1), codec.encode(entry))])
    engine.put(TESTIMONY, [(entry["digest"], codec.encode(words))])
    return codec.convert_to(Event, {**entry, **words})


def position(engine: Engine, blog: str | None) -> int:
    """The sequence of the last event of a chain, or of all; 0 before the first."""
    where, parameters = ("", ()) if blog is None else ("WHERE blog = ?", (blog,))
    return int(engine.select(f"SELECT coalesce(max(place), 0) FROM d_events {where}", parameters)[0][0])


def _ends(engine: Engine, blog: str) -> tuple[int, str]:
    """The sequence of the last event of all and the hash of the last of a chain, in one question."""
    rows = engine.rows(
        EVENTS,
        "WHERE place IN ((SELECT max(place) FROM d_events), (SELECT max(place) FROM d_events WHERE blog = ?)) "
        "ORDER BY place",
        (blog,),
    )
    chain = [entry for entry in (codec.decode(row.body) for row in rows) if entry["blog"] == blog]
    return (rows[-1].place, chain[-1]["hash"] if chain else "") if rows else (0, "")


class TrailQuestions:
    """Reads the log."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def position(self, blog_id: str = "") -> int:
        """The sequence of the last event (of a blog), 0 before the first."""
        return position(self._engine, blog_id or None)

    def count_acts(self, blog_id: str, *, after: int = 0) -> dict[tuple[str, str], int]:
        """How often the log of a blog says each (noun, what) after a sequence."""
        noun, what = (self._engine.dialect.field(name) for name in ("noun", "what"))
        counted = self._engine.select(
            f"SELECT {noun}, {what}, count(*) FROM d_events WHERE blog = ? AND place > ? GROUP BY 1, 2",
            (blog_id, after),
        )
        return {(noun, what): int(number) for noun, what, number in counted}

    def events(
        self,
        *,
        blog: str | None = None,
        subject: str = "",
        who: str = "",
        since: datetime | None = None,
        after: int = 0,
        until: int | None = None,
        transaction: int | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        listing: bool = False,
    ) -> list[Event]:
        """The log, filtered; with ``listing``, what damage hit does not hide the rest."""
        asked: list[tuple[str, Any]] = [("place > ?", after)]
        asked += [("blog = ?", blog)] * (blog is not None)
        asked += [("subject = ?", subject)] * bool(subject)
        asked += [("who = ?", who)] * bool(who)
        asked += [("at >= ?", time_text(since))] if since is not None else []
        asked += [("place <= ?", until)] * (until is not None)
        asked += [('"transaction" = ?', transaction)] * (transaction is not None)
        clause = (
            f"WHERE {' AND '.join(part for part, _ in asked)} ORDER BY place {'DESC' if newest_first else ''}"
        )
        parameters = [value for _, value in asked]
        if limit is not None:
            clause, parameters = f"{clause} LIMIT ?", [*parameters, limit]
        with self._engine.snapshot():
            if listing:
                rows, _ = sound_rows(self._engine, EVENTS, clause, parameters)
            else:
                rows = self._engine.rows(EVENTS, clause, parameters)
            entries = [codec.decode(row.body) for row in rows]
            return self._with_words(entries, listing=listing)

    def logins(self, sequences: Iterable[int]) -> dict[int, str]:
        """The login that was authenticated when each event was written, by sequence, where the store knows it."""
        return self._engine.logins(EVENTS, list(sequences))

    def _with_words(self, entries: list[Document], *, listing: bool) -> list[Event]:
        digests = list({entry["digest"] for entry in entries})
        words: dict[str, Document] = {}
        try:
            kept = self._engine.rows_of(TESTIMONY, digests)
        except StoreDamaged:
            if not listing:
                raise
            kept = readable(self._engine, TESTIMONY, digests)
            sound = {row.id for row in (*kept, *readable(self._engine, SEALED, digests))}
            words = {digest: {"damaged": True} for digest in digests if digest not in sound}
        words |= {row.id: codec.decode(row.body) for row in kept}
        return [
            codec.convert_to(Event, {**entry, **words.get(entry["digest"], {"sealed": True})})
            for entry in entries
        ]
