"""What writes cost, counted and not timed: pages of the write-ahead log and questions put to SQLite."""

import sqlite3
import uuid
from pathlib import Path

from storage import open_store
from storage.fulltext import WAITING
from storage.sqlite import SQLiteEngine
from storage.store import DocumentStore
from storage.table import EngineStorage, NewsroomDatabase
from tests.storage.values import item
from wireroom.model import Item

_FRAME = 4096 + 24  # bytes of a page in the write-ahead log


def wires(start: int) -> list[Item]:
    """Fifty items of one feed, with ids as they come: in no order."""
    return [
        item(
            number,
            id=str(uuid.uuid5(uuid.NAMESPACE_URL, str(number))),
            feed=f"feed-{start // 50 % 20}",
            body="words of a wire " * 60,
        )
        for number in range(start, start + 50)
    ]


def pages_written(store: DocumentStore, path: Path, batches: list[list[Item]]) -> float:
    """Pages that a batch writes, on average."""
    writer = store.engine.select("PRAGMA wal_checkpoint(TRUNCATE)")
    assert writer == [(0, 0, 0)]
    for batch in batches:
        with store.transaction() as tx:
            tx.put_items(batch)
    log = path.with_name(f"{path.name}-wal").stat().st_size
    return log / _FRAME / len(batches)


def test_a_batch_of_wires_writes_few_pages_however_many_there_are(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    store = open_store(path)
    many = [wires(start) for start in range(0, 2 * WAITING, 50)]
    few = pages_written(store, path, many[:20])
    for batch in many[20:-20]:
        with store.transaction() as tx:
            tx.put_items(batch)
    assert pages_written(store, path, many[-20:]) < 1.6 * few + 20
    assert few < 90
    store.close()


def test_what_a_write_changes_again_and_again_goes_into_the_log_when_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    store = open_store(path)
    log = path.with_name(f"{path.name}-wal")
    store.engine.select("PRAGMA wal_checkpoint(TRUNCATE)")
    with store.transaction() as tx:
        for start in range(0, WAITING - 100, 50):
            tx.put_items(wires(start))
        assert log.stat().st_size == 0
    assert log.stat().st_size > 600 * _FRAME
    store.close()


class ListeningEngine(SQLiteEngine):
    """An engine that remembers what it asks SQLite."""

    def __init__(self, path: Path) -> None:
        self.heard: list[str] = []
        super().__init__(path)

    def _connect(self) -> sqlite3.Connection:
        connection = super()._connect()
        connection.set_trace_callback(self.heard.append)
        return connection


def test_a_single_write_asks_no_more_than_it_must(tmp_path: Path) -> None:
    engine = ListeningEngine(tmp_path / "documents.db")
    database = NewsroomDatabase(engine, storage=EngineStorage)
    doc_id, _ = (
        database.insert({"number": number}) for number in range(2)
    )  # the table is made, and looked for
    engine.heard.clear()
    database.insert({"number": 2})
    verbs = [statement.split()[0] for statement in engine.heard]
    assert verbs == ["BEGIN", "SELECT", "INSERT", "UPDATE", "COMMIT"], "the revision is read and moved"
    engine.heard.clear()
    database.update({"number": 3}, doc_ids=[doc_id])
    verbs = [statement.split()[0] for statement in engine.heard]
    assert verbs == ["BEGIN", "SELECT", "SELECT", "UPDATE", "UPDATE", "COMMIT"]
    database.close()
