"""Trouble with the file: each kind is an error of its own with a next step, and nothing is written."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import open_store
from storage.aids import bring_functions
from storage.check import check
from storage.engine import TableShape
from storage.guard import file_system_of, refuse_network
from storage.holder import holder_of
from storage.migrations import Layout, Migration
from storage.reserve import SIZE
from storage.schema import SHAPES
from storage.sqlite import SQLiteEngine
from tests.storage.values import act, fill, item, update
from tests.support.disks import mounted
from wireroom.errors import (
    EXIT_STORE,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreTooNew,
)
from wireroom.filters import Everything, Words


def refused(path: Path, kind: type[StoreError]) -> StoreError:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(kind) as caught:
        open_store(path)
    assert caught.value.exit_code == EXIT_STORE
    assert caught.value.next_step
    if before is not None:
        assert path.read_bytes() == before
    return caught.value


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a store, but dear to somebody\n" * 20)
    assert "not a store" in refused(path, StoreDamaged).message


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE photos(id)")
        foreign.commit()
    refused(path, StoreDamaged)
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("PRAGMA application_id = 42")
    refused(path, StoreDamaged)
    assert [one.name for one in tmp_path.iterdir()] == ["photos.db"]


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as future:
        future.execute("PRAGMA user_version = 99")
    assert "99" in refused(path, StoreTooNew).message


def test_a_desk_that_was_open_while_another_migrated_the_store_writes_no_more(tmp_path: Path) -> None:
    store = open_store(tmp_path / "room.wireroom")
    fill(store)
    SQLiteEngine(tmp_path / "room.wireroom", layout=Layout(99, SHAPES)).close()
    with pytest.raises(StoreTooNew), store.transaction() as tx:
        tx.put_items([item(99)])
    assert "has layout 99" in store.barred()
    assert len(store.wire(Everything(), limit=50)) == 20
    store.close()


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    refused(tmp_path, StoreError)
    assert "not there" in refused(tmp_path / "no" / "folder" / "room.wireroom", StoreError).message


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of six megabytes."""
    with mounted(tmp_path / "disk", "size=6m") as disk:
        yield disk


def test_a_read_only_place_takes_no_new_store(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    refused(small_disk / "new.wireroom", StoreReadOnly)
    assert list(small_disk.iterdir()) == []


def test_a_full_disk_loses_nothing_even_when_the_desk_dies_right_after(
    small_disk: Path, tmp_path: Path
) -> None:
    path = small_disk / "room.wireroom"
    store = open_store(path)
    acknowledged = 0

    def fill_the_disk() -> None:
        nonlocal acknowledged
        for number in range(10_000):
            with store.transaction() as tx:
                tx.record(act("wrote", blog="blog-1"), update(number, body="x" * 5_000))
            acknowledged += 1

    with pytest.raises(StoreFull) as caught:
        fill_the_disk()
    assert "Free some space" in caught.value.next_step
    assert acknowledged > 20
    assert len(store.updates("blog-1")) == len(store.events()) == acknowledged  # reading goes on
    with pytest.raises(StoreFull), store.transaction() as tx:
        tx.put_items([item(1, body="x" * 400_000)])

    left_behind = tmp_path / "left-behind"  # what a kill at this moment leaves on the disk
    shutil.copytree(small_disk, left_behind)
    after_death = open_store(left_behind / "room.wireroom")
    assert len(after_death.updates("blog-1")) == len(after_death.events()) == acknowledged
    assert check(after_death.engine).sound
    after_death.close()

    subprocess.run(["mount", "-o", "remount,size=32m", str(small_disk)], check=True)
    with store.transaction() as tx:
        tx.record(act("wrote", blog="blog-1"), update(99_999))
    assert len(store.events()) == acknowledged + 1
    assert check(store.engine).sound
    store.close()


def fill_to_the_last_byte(folder: Path) -> None:
    disk = os.statvfs(folder)
    (folder / "other").write_bytes(bytes(disk.f_bavail * disk.f_frsize))
    assert os.statvfs(folder).f_bavail == 0


def test_a_store_on_a_disk_without_a_free_byte_opens_for_reading(small_disk: Path) -> None:
    path = small_disk / "room.wireroom"
    store = open_store(path)
    fill(store)
    store.close()
    fill_to_the_last_byte(small_disk)
    store = open_store(path)
    assert len(store.wire(Everything(), limit=50)) == 20
    assert check(store.engine).sound
    with pytest.raises(StoreFull), store.transaction() as tx:
        tx.put_items([item(1, body="x" * 400_000)])
    (small_disk / "other").unlink()
    with store.transaction() as tx:
        tx.put_items([item(99)])
    store.close()
    open_store(path).close()
    assert path.with_name("room.wireroom-gate").stat().st_size >= SIZE


MOUNTS = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 22 0:33 / /home rw - btrfs /dev/vdb rw
41 40 0:34 / /home/ana/wires\040and\040more rw shared:1 - nfs4 server:/export rw
42 22 0:35 / /srv rw - fuse.sshfs ana@host:/ rw
"""


def test_where_a_path_lies_is_read_from_the_kernel(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert file_system_of(Path("/home/ana/store"), mounts) == "btrfs"
    assert file_system_of(Path("/home/ana/wires and more/store"), mounts) == "nfs4"
    assert file_system_of(Path("/srv/store"), mounts) == "fuse.sshfs"
    assert file_system_of(Path("/var/store"), mounts) == "ext4"
    assert file_system_of(Path("/var/store"), tmp_path / "no such list") == ""


def test_a_network_file_system_is_refused_with_the_way_out(small_disk: Path, tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        f"22 1 254:0 / / rw - ext4 /dev/vda rw\n9 22 0:9 / {small_disk} rw - nfs4 server:/x rw\n"
    )
    with pytest.raises(StoreError, match="nfs4") as caught:
        refuse_network(small_disk / "room.wireroom", mounts)
    assert "postgresql://" in caught.value.next_step
    mounts.write_text(f"9 1 0:9 / {small_disk} rw - tmpfs tmpfs rw\n")
    refuse_network(small_disk / "room.wireroom", mounts)


HOLD = """
import sys
from storage import open_store
store = open_store(sys.argv[1])
with store.transaction() as tx:
    print("holding", flush=True)
    sys.stdin.readline()
"""


def test_a_writer_that_waited_in_vain_says_who_holds_the_store(tmp_path: Path) -> None:
    path = tmp_path / "room.wireroom"
    store = open_store(path, patience=0.2)
    fill(store)
    assert holder_of(path) is None
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        assert holder_of(path) == other.pid
        with (
            pytest.raises(StoreBusy, match=f"process {other.pid} .*-c import sys from storage") as caught,
            store.transaction(),
        ):
            pass
        assert caught.value.next_step
        assert len(store.wire(Everything(), limit=50)) == 20  # readers never wait
        other.kill()
    with store.transaction() as tx:  # a crashed desk leaves no lock behind
        tx.put_items([item(99)])
    store.close()


def test_a_thread_that_waited_in_vain_is_told(tmp_path: Path) -> None:
    store = open_store(tmp_path / "room.wireroom", patience=0.1)
    caught: list[BaseException] = []

    def other() -> None:
        try:
            with store.transaction():
                pass
        except StoreBusy as error:
            caught.append(error)

    with store.transaction():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(caught) == 1
    store.close()


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "room.wireroom")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.feeds()
    with pytest.raises(StoreError, match="closed"), store.transaction():
        pass


PEOPLE = {"people": TableShape("people", {"name": "TEXT"})}


def test_an_older_store_is_brought_forward_after_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "people.wireroom"
    old = SQLiteEngine(path, layout=Layout(1, PEOPLE))
    with old.write():
        old.put(old.shape("people"), [("1", b'{"name":"Ana"}')])
    old.close()
    step = Migration(2, lambda connection: connection.execute("CREATE INDEX by_name ON d_people(name)"))
    engine = SQLiteEngine(path, layout=Layout(2, PEOPLE, (step,)))
    assert "by_name" in {name for (name,) in engine.select("SELECT name FROM sqlite_master")}
    assert engine.rows(engine.shape("people"))[0].body == b'{"name":"Ana"}'
    engine.close()
    before = SQLiteEngine(tmp_path / "people.wireroom.before-layout-2", layout=Layout(1, PEOPLE))
    assert before.count(before.shape("people")) == 1
    before.close()
    with pytest.raises(StoreTooNew):
        SQLiteEngine(path, layout=Layout(1, PEOPLE))


def as_of_layout_2(connection: sqlite3.Connection) -> None:
    """Take a newsroom's file back to what the second layout made of it: words kept twice, an index of whole ids."""
    for table, terms in (("items", "item_terms"), ("updates", "citations")):
        copies = connection.execute(f"SELECT place, words FROM copy_{table}").fetchall()
        connection.execute(f"DROP TABLE words_{table}")
        connection.execute(f"DROP VIEW copy_{table}")
        connection.execute(f"CREATE TABLE copy_{table}(place INTEGER PRIMARY KEY, words TEXT NOT NULL)")
        connection.executemany(f"INSERT INTO copy_{table} VALUES (?, ?)", copies)
        connection.execute(
            f"CREATE VIRTUAL TABLE words_{table} USING fts5(words, content=copy_{table}, content_rowid=place)"
        )
        connection.execute(f"DROP TABLE new_ends_{table}")
        connection.execute(f"DELETE FROM ends_{table}")
        connection.execute(f"DELETE FROM {terms}")
    connection.execute("CREATE UNIQUE INDEX items_by_id ON d_items(id)")
    connection.execute("PRAGMA user_version = 2")


def as_of_layout_1(connection: sqlite3.Connection) -> None:
    """Take a newsroom's file back to what the first layout made of it."""
    as_of_layout_2(connection)
    for table in ("items", "updates"):
        kept = connection.execute(f"SELECT place, words FROM copy_{table}").fetchall()
        for name in (f"words_{table}", f"copy_{table}", f"ends_{table}"):
            connection.execute(f"DROP TABLE {name}")
        connection.execute(
            f"CREATE VIRTUAL TABLE words_{table} USING fts5(words, tokenize=\"ascii tokenchars '_'\")"
        )
        connection.executemany(f"INSERT INTO words_{table}(rowid, words) VALUES (?, ?)", kept)
        connection.execute(f"CREATE INDEX {table}_by_end ON d_{table}(substr(id, -4))")
    connection.execute("DELETE FROM wireroom WHERE name <> 'revision'")
    connection.execute("DROP INDEX updates_by_blog_review_due_id")
    connection.execute("ALTER TABLE d_updates DROP COLUMN review_due")
    connection.execute("PRAGMA user_version = 1")


@pytest.mark.parametrize("taken_back", [as_of_layout_1, as_of_layout_2])
def test_a_newsroom_of_an_older_layout_is_brought_forward_whole(
    tmp_path: Path, taken_back: Callable[[sqlite3.Connection], None]
) -> None:
    path = tmp_path / "room.wireroom"
    store = open_store(path)
    fill(store)
    before = {name: store.engine.rows(store.engine.shape(name)) for name in store.engine.table_names()}
    revision = store.revision()
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        bring_functions(connection)
        connection.execute("BEGIN")
        taken_back(connection)
        connection.execute("COMMIT")
    store = open_store(path)
    after = {name: store.engine.rows(store.engine.shape(name)) for name in store.engine.table_names()}
    assert after == before
    assert check(store.engine).damages == ()
    assert [one.id for one in store.wire(Words("bridge 7"), limit=9)] == ["item-0007"]
    assert len(store.search_updates("known")) == 4
    assert store.resolve("item", "-0007") == "item-0007"
    by_id = "SELECT name FROM sqlite_master WHERE name LIKE '%_by_end' OR name = 'items_by_id'"
    assert store.engine.select(by_id) == [("feeds_by_end",)]
    assert store.revision() == revision + 1, "so that desks which are open look what happened"
    store.close()
    assert path.with_name("room.wireroom.before-layout-3").exists()


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "people.wireroom"
    SQLiteEngine(path, layout=Layout(1, PEOPLE)).close()
    half_done = Migration(
        2,
        lambda connection: [connection.execute("CREATE TABLE extra(x)"), connection.execute("no such words")],
    )
    with pytest.raises(StoreError):
        SQLiteEngine(path, layout=Layout(2, PEOPLE, (half_done,)))
    engine = SQLiteEngine(path, layout=Layout(1, PEOPLE))
    assert "extra" not in {name for (name,) in engine.select("SELECT name FROM sqlite_master")}
    engine.close()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not list open files")
@pytest.mark.parametrize("at", [0, 100])
def test_a_store_that_does_not_open_is_let_go_of(tmp_path: Path, at: int) -> None:
    path = tmp_path / "room.wireroom"
    open_store(path).close()
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\x7f" * 2_000)
    with pytest.raises(StoreError) as caught:
        open_store(path)
    opened = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert caught.value.next_step
    assert not [name for name in opened if name.startswith(str(path))]
