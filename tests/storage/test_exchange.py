"""Export to plain TinyDB JSON and import back, on both engines; backup of a file while desks write."""

import json
import threading
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from storage import open_store
from storage.check import check
from storage.exchange import export_store, import_store
from storage.store import DocumentStore
from tests.storage.values import act, fill, item, update
from wireroom.errors import StoreDamaged, StoreError, StoreTooNew
from wireroom.filters import Everything, Words


def everything(store: DocumentStore) -> dict[str, object]:
    """All that can be asked of a store, apart from secrets."""
    engine = store.engine
    tables = {name: engine.rows(engine.shape(name)) for name in engine.table_names() if name != "access"}
    found = [one.id for one in store.wire(Words("bridge 1"), limit=99)]
    return {"tables": tables, "events": store.events(), "revision": store.revision(), "found": found}


def test_an_export_opens_in_stock_tinydb(store: DocumentStore, tmp_path: Path) -> None:
    fill(store)
    report = export_store(store.engine, tmp_path / "out.json")
    with TinyDB(tmp_path / "out.json") as database:
        items = database.table("items")
        assert len(items) == 20
        assert items.get(where("stage") == "kept")["_id"] == "item-0002"
        assert len(database.table("events")) == 9
        assert database.table("_wireroom").all()[0]["revision"] == report.revision
    assert "hush" not in (tmp_path / "out.json").read_text()


def test_what_was_exported_comes_back_the_same(store: DocumentStore, tmp_path: Path) -> None:
    fill(store)
    export_store(store.engine, tmp_path / "out.json")
    back = open_store(tmp_path / "back.wireroom")
    import_store(back.engine, tmp_path / "out.json")
    assert everything(back) == everything(store)
    assert check(back.engine).sound
    with back.transaction() as tx:
        assert tx.record(act("wrote", blog="blog-1"), update(9)).sequence == 10
    assert check(back.engine).sound
    back.close()


def test_a_file_that_tinydb_wrote_again_comes_back_too(store: DocumentStore, tmp_path: Path) -> None:
    fill(store)
    export_store(store.engine, tmp_path / "out.json")
    spaced = json.loads((tmp_path / "out.json").read_text())
    (tmp_path / "spaced.json").write_text(json.dumps(spaced, indent=2))
    back = open_store(tmp_path / "back.wireroom")
    import_store(back.engine, tmp_path / "spaced.json")
    assert back.events() == store.events()
    assert check(back.engine).sound
    back.close()


def test_only_an_empty_store_takes_an_import_and_a_refused_one_leaves_nothing(tmp_path: Path) -> None:
    source, target = open_store(tmp_path / "a.wireroom"), open_store(tmp_path / "b.wireroom")
    fill(source)
    export_store(source.engine, tmp_path / "out.json")
    with pytest.raises(StoreError, match="already has"):
        import_store(source.engine, tmp_path / "out.json")
    cut = (tmp_path / "out.json").read_text().replace('"_rev":1', '"_rev":"x"')
    (tmp_path / "cut.json").write_text(cut)
    with pytest.raises(StoreDamaged):
        import_store(target.engine, tmp_path / "cut.json")
    assert target.wire(Everything(), limit=1) == []
    newer = (tmp_path / "out.json").read_text().replace('"layout":1', '"layout":999')
    (tmp_path / "newer.json").write_text(newer)
    with pytest.raises(StoreTooNew):
        import_store(target.engine, tmp_path / "newer.json")
    for wrong in ("[]", "{}", "not json", '{"_wireroom":{}}'):
        (tmp_path / "wrong.json").write_text(wrong)
        with pytest.raises(StoreDamaged):
            import_store(target.engine, tmp_path / "wrong.json")
    with pytest.raises(StoreError, match="already there"):
        export_store(source.engine, tmp_path / "out.json")
    source.close()
    target.close()


def test_a_backup_taken_while_desks_write_is_a_whole_store(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    store = open_store(path)
    fill(store, items=500)
    stop = threading.Event()

    def desk(first: int) -> None:
        number = first
        while not stop.is_set():
            with store.transaction() as tx:
                tx.record(act("wrote", blog="blog-1"), update(number))
            number += 1

    desks = [threading.Thread(target=desk, args=(start,)) for start in (1_000, 5_000)]
    for thread in desks:
        thread.start()
    for number in range(3):
        store.engine.backup(tmp_path / f"copy-{number}.wireroom")
    stop.set()
    for thread in desks:
        thread.join()
    for number in range(3):
        copy = open_store(tmp_path / f"copy-{number}.wireroom")
        assert check(copy.engine).sound
        assert len(copy.events()) == copy.position() >= 9
        copy.close()
    with pytest.raises(StoreError, match="already there"):
        store.engine.backup(tmp_path / "copy-0.wireroom")
    store.close()


def test_items_keep_the_place_they_had(store: DocumentStore, tmp_path: Path) -> None:
    with store.transaction() as tx:
        tx.put_items([item(3), item(1), item(2)])
    with store.transaction() as tx:
        tx.drop_items(["item-0001"])
    export_store(store.engine, tmp_path / "out.json")
    back = open_store(tmp_path / "back.wireroom")
    import_store(back.engine, tmp_path / "out.json")
    shape = store.engine.shape("items")
    assert back.engine.rows(shape) == store.engine.rows(shape)
    back.close()
