"""What a kill leaves of the words in the file itself."""

from pathlib import Path

from msgspec.structs import replace

from storage import open_store
from tests.storage.values import act, update
from wireroom.model import Status


def test_sealed_words_stand_in_the_file_once(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    store = open_store(path)
    said = replace(update(1), body="Zanzibar quixotically vexed")
    with store.transaction() as tx:
        tx.record(act("wrote", blog="blog-1"), said)
    store.close()
    assert path.read_bytes().count(b"Zanzibar quixotically") == 2, "in the state and in the log"
    store = open_store(path)
    with store.transaction() as tx:
        tx.record(
            act("killed", blog="blog-1", to_status="killed"),
            replace(said, headline="", body="", status=Status.KILLED, revision=2),
        )
        assert tx.seal(said.id, {"body": ""}) == 1
    assert store.engine.select("PRAGMA secure_delete") == [(1,)]
    store.close()
    assert path.read_bytes().count(b"Zanzibar quixotically") == 1, "under the seal, and nowhere else"
