"""The busy part of a pull: bodies are read while others still arrive, and batches are written as they get ready."""

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from msgspec.structs import replace

from wireroom.errors import ParseError
from wireroom.feeds.documents import FeedDocument, ParsedFeed, Parser
from wireroom.feeds.polling import Polled
from wireroom.feeds.quiet import Outcome
from wireroom.feeds.rounds import Round
from wireroom.model import FeedParts
from wireroom.ports.clock import Clock
from wireroom.ports.store import Store

if TYPE_CHECKING:
    from wireroom.feeds.scribe import Scribe

#: Polls in one transaction, documents among them, and seconds that the first document of a batch waits for others.
_BATCH_FEEDS = 500
_BATCH_DOCUMENTS = 100
_BATCH_SECONDS = 1.0
#: Bytes of bodies that wait to be read, above which no answer is taken. Of a first load they are those of two hundred feeds or so,
#: whose newest items all come before the rest of any: with an eighth of it the first headlines come half as late again.
_BODIES_WAITING = 32 * 1024 * 1024
#: Of a feed never read before, so many items come first, the rest when every feed had its turn.
_FIRST_ITEMS = 5
#: Seconds between two looks at everything while nothing happens.
_LOOK_EVERY = 0.25

#: Writes a batch of polls down and says what they came to.
Write = Callable[[list[Polled]], list[Outcome]]


class ReadingRoom:
    """Goes on with a round in which something has to be read, in one loop over all that is under way.

    Batches are written in a thread of its own while there is something else to do, and else where the loop runs: a round
    with little news has one batch and no thread.
    """

    def __init__(self, store: Store, clock: Clock, parser: Parser, write: Write) -> None:
        self._store = store
        self._clock = clock
        self._parser = parser
        self._write = write
        self._ready = _Basket()
        self._reading = 0
        self._waiting = 0
        self._scribe: Scribe | None = None

    def finish(self, round_: Round) -> None:
        """Take every answer that is left, have read what needs reading, and write everything down.

        Raises what reading and writing raise; then nobody reads any more.
        """
        for polled in round_.quiet:
            self._ready.put(polled)
        round_.quiet.clear()
        try:
            while round_.goes_on or self._reading:
                self._take(round_)
                self._hand_over(round_)
                self._turn(round_)
        except BaseException:
            self._parser.close()
            raise
        finally:
            if self._scribe is not None:
                self._scribe.end()
        if self._scribe is not None:
            self._scribe.raise_trouble()
        while batch := self._ready.take():
            round_.tally.add(self._write(batch))
            round_.tend()

    def _take(self, round_: Round) -> None:
        """Conclude the answers that have come, and have bodies read, with a bound on the bytes that wait."""
        if self._waiting >= _BODIES_WAITING:
            return
        unread: list[tuple[Polled, bytes]] = []
        for polled, body in round_.here(self._clock):
            if not polled.unread:
                self._ready.put(polled)
                continue
            unread.append((replace(polled, unread=False), body))
            self._waiting += len(body)
            if self._waiting >= _BODIES_WAITING:
                break
        known = self._store.parts_of([polled.poll.feed.id for polled, _ in unread]) if unread else {}
        for polled, body in unread:
            id_ = polled.poll.feed.id
            self._have_read(polled, body, known.get(id_) or FeedParts(feed=id_))

    def _have_read(self, polled: Polled, body: bytes, parts: FeedParts) -> None:
        """Have one body read: of a feed's first the newest items before the rest."""
        if polled.body_hash in parts.bodies and polled.body_hash != parts.returned:
            self._waiting -= len(body)
            self._ready.put(replace(polled, unchanged=True, stale=True))
            return
        document = FeedDocument(
            body=body,
            url=polled.result.url,
            headers=polled.result.headers,
            at=polled.at,
            known=frozenset(parts.fingerprints),
            newest=0 if parts.fingerprints else _FIRST_ITEMS,
            first=polled.poll.health.succeeded is None,
            head=parts.head if parts.fingerprints else None,
        )
        self._reading += 1
        self._parser.submit(document, partial(self._read, polled, document), urgent=document.newest > 0)

    def _read(self, polled: Polled, document: FeedDocument, end: ParsedFeed | ParseError) -> None:
        """A document was read, or so much of it as was asked for first."""
        if isinstance(end, ParseError):
            self._ready.put(replace(polled, trouble=end.message.rstrip(".")))
        else:
            self._ready.put(replace(polled, parsed=end))
            if end.rest:
                known = frozenset(entry.fingerprint for entry in end.entries)
                rest = replace(document, newest=0, known=known)
                self._parser.submit(rest, partial(self._read, polled, rest))
                return
        self._reading -= 1
        self._waiting -= len(document.body)

    def _hand_over(self, round_: Round) -> None:
        """Give a batch to be written, if it is time, and the one before it is."""
        if self._scribe is not None:
            self._scribe.raise_trouble()
            if self._scribe.busy:
                return
        if self._ready.due_in() > 0 or not (round_.goes_on or self._reading):
            return
        if self._scribe is None:
            from wireroom.feeds.scribe import Scribe

            self._scribe = Scribe(lambda batch: round_.tally.add(self._write(batch)))
        self._scribe.write(self._ready.take())

    def _turn(self, round_: Round) -> None:
        """Wait for whatever happens next, and let it."""
        answers = round_.answers
        if answers.left:
            self._parser.turn(min(_LOOK_EVERY, answers.due_in()), beside=answers.fileno())
            answers.turn(0.0)
        elif self._reading:
            self._parser.turn(_LOOK_EVERY)
        round_.tend()


class _Basket:
    """Polls that are ready to be written, taken out in batches: what came within a moment, or as many as are enough.

    A moment begins with a document; what brought nothing is in no hurry.
    """

    def __init__(self) -> None:
        self._polled: deque[Polled] = deque()
        self._documents = 0
        self._due = inf

    def put(self, polled: Polled) -> None:
        """Put one in."""
        self._polled.append(polled)
        if polled.parsed is not None:
            self._documents += 1
            self._due = min(self._due, time.monotonic() + _BATCH_SECONDS)

    def due_in(self) -> float:
        """Seconds until a batch is to be written; zero or less for at once."""
        enough = self._documents >= _BATCH_DOCUMENTS or len(self._polled) >= _BATCH_FEEDS
        return 0.0 if enough else self._due - time.monotonic()

    def take(self) -> list[Polled]:
        """The next batch; empty when there is nothing."""
        batch: list[Polled] = []
        documents = 0
        while self._polled and documents < _BATCH_DOCUMENTS and len(batch) < _BATCH_FEEDS:
            batch.append(self._polled.popleft())
            documents += batch[-1].parsed is not None
        self._documents -= documents
        self._due = time.monotonic() + _BATCH_SECONDS if self._documents else inf
        return batch
