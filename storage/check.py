"""Whether a store holds what was put into it: each row, the chain of the log, and log and state against each other."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from storage import codec, schema, trail
from storage.checksums import row_checksum
from storage.codec import Document
from storage.engine import Engine, RawRow, TableShape
from storage.schema import EVENTS, SEALED, TESTIMONY
from storage.shelf import readable
from wireroom.errors import StoreBusy, StoreDamaged, StoreError

#: Rows looked at in one question.
_BATCH = 1_000

#: State tables by the noun that events use for their subjects.
_TABLE_OF = {
    "feed": schema.FEEDS.name,
    "item": schema.ITEMS.name,
    "blog": schema.BLOGS.name,
    "update": schema.UPDATES.name,
    "watch": schema.WATCH.name,
    "view": schema.VIEWS.name,
    "alert": schema.ALERTS.name,
}
_NOUN_OF = {table: noun for noun, table in _TABLE_OF.items()}


class Damage(Struct, frozen=True):
    """One thing that is wrong: in which table (or "file"), which row if it is one, and what."""

    table: str
    row: str
    what: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.table, self.row) if part) + f": {self.what}"


class CheckReport(Struct, frozen=True):
    """What a check looked at, and all that is wrong."""

    rows: int
    events: int
    chains: int
    damages: tuple[Damage, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.damages


Progress = Callable[[str, int], None]


def check(engine: Engine, progress: Progress = lambda _table, _rows: None) -> CheckReport:
    """Look at everything; ``progress`` hears of each table and how many rows of it were looked at.

    Raises nothing for damage: each is named in the report, and the walk goes on with what can be read.
    """
    damages = list(_file_damages(engine))
    walk = _Walk(engine, progress)
    try:
        with engine.snapshot():
            damages += walk.whole_store()
    except StoreBusy:
        raise
    except StoreError as error:
        damages.append(Damage("file", "", error.message))
    return CheckReport(walk.rows, walk.events, len(walk.heads), tuple(damages))


def unopened(error: StoreDamaged) -> CheckReport:
    """The report on a store that is damaged too badly to be opened: nothing was looked at."""
    return CheckReport(0, 0, 0, (Damage("file", "", error.message),))


def broken_links(engine: Engine) -> list[str]:
    """Follow the chains of the log and say where a hash, a link or the words of an event do not hold."""
    walk = _Walk(engine, lambda _table, _rows: None)
    with engine.snapshot():
        return [str(damage) for damage in walk.whole_log()]


def _file_damages(engine: Engine) -> Iterator[Damage]:
    try:
        for fault in engine.faults():
            yield Damage("file", "", fault)
    except StoreBusy:
        raise
    except StoreError as error:
        yield Damage("file", "", error.message)


class _Walk:
    """One walk through a store at one moment of it."""

    def __init__(self, engine: Engine, progress: Progress) -> None:
        self._engine = engine
        self._progress = progress
        self._newest = 0
        self._stands: dict[tuple[str, str], str] = {}
        self._said: dict[tuple[str, str], str | None] = {}
        self.rows = 0
        self.events = 0
        self.heads: dict[str, str] = {}

    def whole_store(self) -> Iterator[Damage]:
        """Every damage, table by table, then of the log, then of log and state against each other."""
        names = self._engine.table_names()
        for name in names:
            yield from self._table(self._engine.shape(name))
        revision = self._engine.revision()
        if revision < self._newest:
            yield Damage("file", "", f"the revision {revision} is behind transaction {self._newest} of a row")
        if EVENTS.name in names:
            yield from self.whole_log()
            yield from self._state()

    def _batches(self, shape: TableShape) -> Iterator[list[RawRow]]:
        after = 0
        while batch := self._engine.unverified(shape, after, _BATCH):
            yield batch
            after = batch[-1].place

    def _table(self, shape: TableShape) -> Iterator[Damage]:
        looked = 0
        try:
            for batch in self._batches(shape):
                for row in batch:
                    yield from self._row(shape, row)
                looked += len(batch)
                self._progress(shape.name, looked)
        except StoreError as error:
            yield Damage(shape.name, "", f"can't be read on after {looked} rows: {error.message}")
        self.rows += looked

    def _row(self, shape: TableShape, row: RawRow) -> Iterator[Damage]:
        if not _is_whole(row):
            yield Damage(shape.name, row.id, "the text does not match its checksum")
            return
        self._newest = max(self._newest, row.rev)
        noun = _NOUN_OF.get(shape.name)
        if noun is not None:
            self._stands[noun, row.id] = _spelt(noun, codec.decode(row.body))
        if shape.append_only and row.id != str(row.place):
            yield Damage(shape.name, row.id, f"stands at place {row.place}")

    def whole_log(self) -> Iterator[Damage]:
        """No gap, each hash right and joined to the one before it, and the words under their digest."""
        expected = 1
        try:
            for batch in self._batches(EVENTS):
                entries = [codec.decode(row.body) for row in batch if _is_whole(row)]
                words = self._words_of(entries)
                for entry in entries:
                    for missing in range(expected, entry["sequence"]):
                        yield Damage(EVENTS.name, str(missing), "is missing in the log")
                    expected = entry["sequence"] + 1
                    yield from self._event(entry, words.get(entry["digest"]))
        except StoreError:  # named when the table was walked
            return

    def _event(self, entry: Document, found: tuple[Document, bool] | None) -> Iterator[Damage]:
        sequence, blog = str(entry["sequence"]), entry["blog"]
        self.events += 1
        if trail.hash_of(entry) != entry["hash"]:
            yield Damage(EVENTS.name, sequence, "does not match its hash")
        if entry["previous"] != self.heads.get(blog, ""):
            yield Damage(EVENTS.name, sequence, f"breaks the chain of {blog or 'the newsroom'}")
        self.heads[blog] = entry["hash"]
        subject = (entry["noun"], entry["subject"])
        self._said[subject] = None
        if found is None:
            yield Damage(EVENTS.name, sequence, "its words are neither kept nor sealed")
            return
        words, sealed = found
        if trail.digest_of(entry["subject"], words) != entry["digest"]:
            yield Damage(EVENTS.name, sequence, "its words do not match their digest")
        elif not sealed:
            self._said[subject] = _spelt(entry["noun"], words["after"])

    def _words_of(self, entries: list[Document]) -> dict[str, tuple[Document, bool]]:
        """The words of events by digest, and whether they are sealed; damaged ones are left out."""
        digests = [entry["digest"] for entry in entries]
        found: dict[str, tuple[Document, bool]] = {}
        for shape, sealed in ((SEALED, True), (TESTIMONY, False)):
            for row in readable(self._engine, shape, digests):
                content = codec.decode(row.body)
                found[row.id] = ({"why": content["why"], "after": content["after"]}, sealed)
        return found

    def _state(self) -> Iterator[Damage]:
        """The last words of the log on each subject are what stands in the state tables."""
        for (noun, subject), said in self._said.items():
            stands = self._stands.get((noun, subject))
            if said is None or (noun == "item" and stands is None):  # sealed, or an item that retention took
                continue
            if stands is None:
                yield Damage(_TABLE_OF[noun], subject, "is missing or damaged, the log knows it")
            elif stands != said:
                yield Damage(_TABLE_OF[noun], subject, "is not what the log says")
        for noun, subject in self._stands:
            if noun != "item" and (noun, subject) not in self._said:
                yield Damage(_TABLE_OF[noun], subject, "stands there without an event in the log")


def _is_whole(row: RawRow) -> bool:
    return row_checksum(row.id, row.rev, row.body) == row.checksum


def _spelt(noun: str, content: Document) -> str:
    """A fingerprint of what the log keeps of a subject."""
    if noun == "item":
        content = {name: content[name] for name in ("id", "stage", "tags")}
    return codec.fingerprint(codec.canonical(content))
