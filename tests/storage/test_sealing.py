"""What a kill leaves of the words: they stand under the seal, and in no byte of the store's files beside."""

import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from storage import open_store
from storage.check import check
from storage.codec import encode_value
from storage.engine import Row
from storage.schema import UPDATES
from storage.store import DocumentStore
from tests.storage.test_durability import ENVIRONMENT
from tests.storage.values import NOON, act, update
from wireroom.model import Draft, Status

WORDS = "Zanzibar quixotically vexed "


def fill_with(store: DocumentStore, chance: random.Random) -> None:
    """Updates and drafts written again and again at all sizes, the seventh of them with the words."""
    revisions: dict[int, int] = {}
    for step in range(120):
        number = 7 if step % 9 == 0 else chance.randrange(20)
        text = "fine words " * chance.choice([5, 30, 150, 600]) + WORDS * (number == 7)
        revisions[number] = revisions.get(number, 0) + 1
        written = update(number, body=text, revision=revisions[number])
        with store.transaction() as tx:
            tx.record(act("wrote", blog="blog-1"), written)
            fields = {"body": text * chance.choice([1, 2])}
            at = NOON + timedelta(seconds=step)
            tx.put_draft(
                Draft(
                    id=f"draft-{number}",
                    editor="ana",
                    blog="blog-1",
                    saved=at,
                    update=written.id,
                    fields=fields,
                )
            )


def index_at_once(store: DocumentStore) -> None:
    """Let everything that waits be indexed: a row far behind is one too many."""
    far = update(9_000)
    with store.engine.write() as number:
        store.engine.restore(UPDATES, [Row(9_000, far.id, number, encode_value(far))])


def kill(store: DocumentStore) -> None:
    said = store.update("update-0007")
    stub = replace(said, headline="", body="", status=Status.KILLED, revision=said.revision + 1)
    with store.transaction() as tx:
        tx.seal(said.id, {"body": ""})
        tx.record(act("killed", blog="blog-1", to_status="killed"), stub)


def found(folder: Path) -> dict[str, int]:
    """How often the rarest of the words stands in each file, whatever its case."""
    return {
        file.name: file.read_bytes().lower().count(b"quixotically")
        for file in folder.iterdir()
        if file.is_file()
    }


def under_seal(store: DocumentStore) -> int:
    rows = store.engine.select("SELECT CAST(body AS BLOB) FROM d_sealed")
    return sum(body.count(b"quixotically") for (body,) in rows)


@pytest.mark.parametrize("seed", range(4))
def test_killed_words_stand_under_the_seal_and_nowhere_else(tmp_path: Path, seed: int) -> None:
    store = open_store(tmp_path / "room.wireroom")
    fill_with(store, random.Random(seed))
    index_at_once(store)
    assert found(tmp_path)["room.wireroom-wal"]
    kill(store)
    assert under_seal(store) > 0
    left = {"room.wireroom": under_seal(store)}
    assert {name: count for name, count in found(tmp_path).items() if count} == left, "while the desk goes on"
    assert store.search_updates("quixotically") == []
    store.close()
    assert found(tmp_path)["room.wireroom"] == left["room.wireroom"]


def test_words_in_the_log_leave_when_a_reader_that_needs_them_is_done(tmp_path: Path) -> None:
    store, reader = (open_store(tmp_path / "room.wireroom") for _ in range(2))
    fill_with(store, random.Random(1))
    with reader.engine.snapshot():
        assert WORDS in reader.update("update-0007").body
        kill(store)
        assert WORDS in reader.update("update-0007").body
    assert found(tmp_path)["room.wireroom-wal"]
    with store.transaction() as tx:
        tx.record(act("wrote", blog="blog-1"), update(30))
    assert found(tmp_path)["room.wireroom-wal"] == 0
    assert found(tmp_path)["room.wireroom"] == under_seal(store)
    store.close()
    reader.close()


DIES = """
import os, random, signal, sys
from pathlib import Path
from storage import open_store
from tests.storage.test_sealing import fill_with, index_at_once, kill
store = open_store(Path(sys.argv[1]))
fill_with(store, random.Random(2))
index_at_once(store)
kill(store)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_desk_that_dies_right_after_a_kill_leaves_no_words(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    subprocess.run([sys.executable, "-c", DIES, str(path)], env=ENVIRONMENT, check=False)
    left = found(tmp_path)
    store = open_store(path)
    assert left["room.wireroom"] == under_seal(store) > 0
    assert left["room.wireroom-wal"] == 0
    assert [str(one) for one in check(store.engine).damages if "update-9000" not in str(one)] == []
    store.close()
