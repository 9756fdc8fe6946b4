"""What was acknowledged is on the disk: fsyncs counted, processes killed, writers of two processes counted."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage import open_store
from storage.table import Database
from tests.storage.values import act, update
from tests.support.places import ROOT

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_hundred_kills_lose_no_acknowledged_write(address: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.storage.kills", address, "200", "7"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(run.stdout)
    assert found["acknowledged"] > 200
    assert {name: found[name] for name in ("kills", "lost", "half", "unsound")} == {
        "kills": 200,
        "lost": 0,
        "half": 0,
        "unsound": 0,
    }


INCREMENT = """
import sys
from tinydb.operations import increment
from storage.table import Database
database = Database(sys.argv[1], patience=60)
for _ in range(400):
    database.update(increment("count"))
"""


def test_eight_hundred_increments_by_two_processes_are_eight_hundred(tmp_path: Path) -> None:
    path = str(tmp_path / "counter.db")
    with Database(path) as database:
        database.insert({"count": 0})
    desks = [subprocess.Popen([sys.executable, "-c", INCREMENT, path], env=ENVIRONMENT) for _ in range(2)]
    assert [desk.wait() for desk in desks] == [0, 0]
    with Database(path) as database:
        assert database.all() == [{"count": 800}]


INSERT = """
import sys
from storage.table import Database
database = Database(sys.argv[1], patience=60)
print(*[database.insert({"by": sys.argv[2]}) for _ in range(50)])
"""


def test_two_processes_never_give_out_the_same_number(tmp_path: Path) -> None:
    path = str(tmp_path / "numbers.db")
    Database(path).close()
    desks = [
        subprocess.Popen([sys.executable, "-c", INSERT, path, name], env=ENVIRONMENT, stdout=subprocess.PIPE)
        for name in "ab"
    ]
    given = [int(number) for desk in desks for number in desk.communicate()[0].split()]
    assert sorted(given) == list(range(1, 101))


WITHOUT_PAUSE = """
import sys
from storage import open_store
from tests.storage.values import act, update
store = open_store(sys.argv[1])
print("begin", flush=True)
for number in range(100_000):
    with store.transaction() as tx:
        tx.record(act("wrote", blog="blog-1"), update(number, body="x" * 20_000))
"""


def test_a_desk_gets_its_turn_while_others_write_without_a_pause(tmp_path: Path) -> None:
    path = str(tmp_path / "room.wireroom")
    store = open_store(path, patience=60)
    others = [
        subprocess.Popen(
            [sys.executable, "-c", WITHOUT_PAUSE, path], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        assert [other.stdout.readline() for other in others if other.stdout] == ["begin\n"] * 2
        between = []
        for number in range(20):
            before = store.revision()
            with store.transaction() as tx:
                tx.record(act("wrote", blog="blog-2"), update(200_000 + number, blog="blog-2"))
            between.append(store.revision() - before)
    finally:
        for other in others:
            other.kill()
            other.communicate()
    assert sorted(between)[10] < 20, "acts of the others before this desk's turn, in the middle of twenty"
    store.close()


ACTS = """
import sys, threading
from storage import open_store
from tests.storage.values import act, update
store = open_store(sys.argv[1])
def write(number):
    with store.transaction() as tx:
        tx.record(act("wrote", blog="blog-1"), update(number))
write(0)
print("begin", flush=True)
if sys.argv[2] == "alone":
    for number in range(1, 21):
        write(number)
else:
    queued = [threading.Thread(target=write, args=(number,)) for number in range(1, 21)]
    with store.transaction() as tx:
        tx.record(act("wrote", blog="blog-1"), update(99))
        for thread in queued:
            thread.start()
        while store.engine.queued < 20:
            pass
    for thread in queued:
        thread.join()
print("end", len(store.events()), flush=True)
"""


def synced(path: Path, how: str) -> tuple[int, int]:
    """How many fsyncs twenty acts take, and how many events there are afterwards."""
    if shutil.which("strace") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("strace is not installed")
    trace = path / f"{how}.trace"
    command = [
        "strace",
        "-f",
        "-e",
        "trace=fsync,fdatasync,write",
        "-o",
        str(trace),
        sys.executable,
        "-c",
        ACTS,
    ]
    run = subprocess.run(
        [*command, str(path / f"{how}.wireroom"), how],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in run.stderr and not os.environ.get("CI"):
        pytest.skip("this machine does not allow strace")
    traced = trace.read_text()
    during = traced[traced.index('write(1, "begin') : traced.index('write(1, "end')]
    return len(re.findall(r"(?:fsync|fdatasync)\(", during)), int(run.stdout.split()[-1])


def test_an_act_alone_costs_one_fsync(tmp_path: Path) -> None:
    assert synced(tmp_path, "alone") == (20, 21)


def test_acts_that_queue_in_one_process_share_an_fsync(tmp_path: Path) -> None:
    syncs, events = synced(tmp_path, "queued")
    assert events == 22
    assert 1 <= syncs <= 10


def test_a_write_that_fails_in_a_group_takes_no_other_with_it(tmp_path: Path) -> None:
    store = open_store(tmp_path / "room.wireroom")
    failed: list[int] = []

    def write(number: int) -> None:
        try:
            with store.transaction() as tx:
                tx.record(act("wrote", blog="blog-1"), update(number))
                _ = {}[number] if number % 3 == 0 else None
        except KeyError:
            failed.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(30)]
    with store.transaction():
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join()
    assert sorted(failed) == list(range(0, 30, 3))
    kept = sorted(int(update.id[-4:]) for update in store.updates("blog-1"))
    assert kept == [number for number in range(30) if number % 3]
    assert [event.sequence for event in store.events()] == list(range(1, 21))
    store.close()


def test_every_desk_sees_anothers_change_at_once(tmp_path: Path) -> None:
    one, other = (open_store(tmp_path / "room.wireroom") for _ in range(2))
    before = other.revision()
    with one.transaction() as tx:
        tx.record(act("wrote", blog="blog-1"), update(1))
        assert other.revision() == before
        assert other.updates("blog-1") == []
    assert other.revision() == before + 1
    assert other.updates("blog-1") == [update(1)]
    one.close()
    other.close()
