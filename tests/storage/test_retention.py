"""Old items leave in small batches, never one that an update cites, and their space comes back."""

from datetime import timedelta
from pathlib import Path

from storage import open_store
from storage.check import check
from storage.store import DocumentStore
from tests.storage.values import NOON, act, item, update
from wireroom.filters import Everything, Words
from wireroom.model import Evidence, EvidenceKind, ItemVersion, Stage


def test_unused_items_leave_oldest_first(store: DocumentStore) -> None:
    cited = update(1, evidence=(Evidence(kind=EvidenceKind.AGENCY, who="Agency", item="item-0002"),))
    earlier = ItemVersion(item="item-0000", version=0, headline="Old", summary="", body="", seen=NOON)
    with store.transaction() as tx:
        stages = {3: Stage.KEPT, 4: Stage.USED, 5: Stage.SPIKED}
        tx.put_items([item(number, stage=stages.get(number, Stage.NEW)) for number in range(10)], [earlier])
        tx.record(act("wrote", blog="blog-1"), cited)
    before = NOON + timedelta(seconds=8)
    assert store.retire(before, limit=2) == 2
    assert [one.id[-1] for one in store.wire(Everything(), limit=99)] == list("98765432")
    assert store.retire(before) == 3
    revision = store.revision()
    assert store.retire(before) == 0
    assert store.revision() == revision  # else pullers read all feeds again
    assert [one.id[-1] for one in store.wire(Everything(), limit=99)] == list("98432")
    assert [one.id for one in store.wire(Words("bridge 1"), limit=9)] == []
    assert store.engine.count(store.engine.shape("versions")) == 0
    assert check(store.engine).sound


def test_the_space_of_retired_items_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    store = open_store(path)
    for start in range(0, 2_000, 100):
        with store.transaction() as tx:
            tx.put_items([item(start + number, body=f"words {start} " * 200) for number in range(100)])
    store.close()
    full = path.stat().st_size
    store = open_store(path)
    while store.retire(NOON + timedelta(days=1)):
        pass
    store.close()
    assert path.stat().st_size < full / 5
