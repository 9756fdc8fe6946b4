"""Run as a program: kills two writers and a reader of one store at random points, many times over.

Arguments: the store (a file or an address), how many kills, a seed. Prints one JSON object: kills, acknowledged writes, how many of them
were lost, transactions of which only a part is there, and reopenings at which something was not sound. It forks
from a process with one thread and no open store, so that a round costs milliseconds and not interpreters.
"""

import json
import os
import random
import select
import signal
import sys
import time

from storage import open_store
from storage.check import check
from storage.store import DocumentStore
from tests.storage.values import act, item, update
from wireroom.errors import StoreBusy

_BATCH = 20  # items that come in one transaction


def write_until_killed(place: str, name: str, acknowledge: int) -> None:
    store = open_store(place, patience=30)
    number = 0
    while True:
        unit = f"{name}-{number}"
        with store.transaction() as tx:
            tx.record(act("wrote", blog="blog-1"), update(0, id=unit, body=f"words of {unit} " * 20))
            if number % 5 == 0:
                tx.put_items([item(n, id=f"{unit}:{n}", feed=unit) for n in range(_BATCH)])
        os.write(acknowledge, f"{unit}\n".encode())
        number += 1


def read_until_killed(place: str, complain: int) -> None:
    store = open_store(place, patience=30)
    while True:
        if not whole(store):
            os.write(complain, b"half\n")


def whole(store: DocumentStore) -> bool:
    """Whether each update has its event, and each batch of items is there in full."""
    with store.engine.snapshot():
        updates, events = (store.engine.count(store.engine.shape(name)) for name in ("updates", "events"))
        parts = store.engine.select(
            "SELECT count(*) FROM d_items GROUP BY feed HAVING count(*) <> ?", (_BATCH,)
        )
    return updates == events and not parts


def forked(work: object, *arguments: object) -> tuple[int, int]:
    """A child that works until it is killed, and the end of the pipe on which it acknowledges."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(*arguments, writing)  # type: ignore[operator]
        except StoreBusy as error:
            os.write(2, f"{error}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    return child, reading


def listen(pipes: list[int], lines: int) -> list[bytearray]:
    """What children said by the time they have said so many lines together, or a second is over."""
    said = [bytearray() for _ in pipes]
    ending = time.monotonic() + 1
    while sum(heard.count(b"\n") for heard in said) < lines and (left := ending - time.monotonic()) > 0:
        for reading in select.select(pipes, [], [], left)[0]:
            said[pipes.index(reading)] += os.read(reading, 65_536)
    return said


def main(place: str, kills: int, seed: int) -> dict[str, int]:
    chance = random.Random(seed)
    open_store(place).close()
    acknowledged = lost = half = unsound = 0
    for number in range(kills):
        children = [forked(write_until_killed, place, f"{number}{name}") for name in "ab"]
        children.append(forked(read_until_killed, place))
        said = listen([reading for _, reading in children], chance.randrange(12))
        time.sleep(chance.uniform(0, 0.01))
        for child, _ in chance.sample(children, len(children)):
            os.kill(child, signal.SIGKILL)
        for (child, reading), heard in zip(children, said, strict=True):
            os.waitpid(child, 0)
            with os.fdopen(reading, "rb") as pipe:
                heard += pipe.read()
        *written, complaints = said
        half += len(complaints.split())
        units = [unit for heard in written for unit in heard.decode().split()]
        acknowledged += len(units)
        store = open_store(place)
        there = store.engine.rows_of(store.engine.shape("updates"), units)
        lost += len(units) - len(there)
        half += not whole(store)
        if number % 25 == 24 or number == kills - 1:
            unsound += not check(store.engine).sound
        store.close()
    return {"kills": kills, "acknowledged": acknowledged, "lost": lost, "half": half, "unsound": unsound}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
