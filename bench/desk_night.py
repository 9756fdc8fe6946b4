"""What opens over the desk in a night: how long an editor waits for it, and how long it holds the event loop."""

import json
import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from bench.desk_driving import load, say, to_the_top, until_it_answers
from bench.desk_terminal import Terminal
from storage import open_store
from tui.bootstrap import SystemClock
from wireroom.config import Config
from wireroom.desk.forms import Amendment
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Act, Status

#: So many long turns of the loop are named, each with so much of the way to where it was.
NAMED, WIDEST = 5, 400
ESCAPE, WIRE, DEVELOPING, CONFIRMED = b"\x1b", b"\x1bOP", b"\x1bOQ", b"\x1bOR"
MOVES = (b"j", b"j", b"j", b"k", b"\x06", b"\x02", b"\t", b"a", b"s", b"n", b"\x04")


class Visit(NamedTuple):
    """Something that opens over the desk: from which pane by which key, what stands in it alone, and how one leaves.

    With ``typed`` there is a line that letters typed together with the key must reach.
    """

    name: str
    pane: bytes
    key: bytes
    shows: str
    leave: bytes = ESCAPE
    typed: bool = False


VISITS = (
    Visit("composer on an item", WIRE, b"w", "Hold until", leave=b"\x1b[19~", typed=True),
    Visit("composer, empty", WIRE, b"W", "It rests on no item", leave=b"\x1b[19~", typed=True),
    Visit("tags", WIRE, b"t", "Tags, apart by blanks", typed=True),
    Visit("confirm", DEVELOPING, b"c", "How we know", typed=True, leave=b"\x1b[19~"),
    Visit("developing", CONFIRMED, b"d", "go against a house rule", typed=True, leave=b"\x1b[19~"),
    Visit("correct", DEVELOPING, b"C", "a refile changes no meaning", leave=b"\x1b[19~"),
    Visit("retract", CONFIRMED, b"r", "What replaces it", typed=True, leave=b"\x1b[19~"),
    Visit("kill", CONFIRMED, b"X", " Kill ", typed=True, leave=b"\x1b[19~"),
    Visit("verification", DEVELOPING, b"H", " Verification "),
    Visit("decide now, alerts", WIRE, b"D", " Decide now "),
    Visit("publish", WIRE, b"P", " Publish "),
    Visit("audit log", WIRE, b"L", " Audit log "),
    Visit("hand-over", WIRE, b"O", " Hand-over "),
    Visit("health", WIRE, b"F", " Health of the feeds "),
    Visit("watch terms", WIRE, b"m", " Watch terms "),
    Visit("saved views", WIRE, b"v", " Saved views "),
    Visit("settings", WIRE, b",", " Settings "),
    Visit("drafts", WIRE, b"E", " Your drafts "),
    Visit("live blogs", WIRE, b"b", " Live blogs "),
    Visit("begin a live blog", WIRE, b"B", "Standfirst: what it is about", typed=True),
    Visit("subscribe", WIRE, b"+", "Address of a feed", typed=True),
    Visit("help", WIRE, b"?", " Help ", typed=True),
    Visit("command line", WIRE, b":", "any command of wireroom", typed=True),
    Visit("command palette", WIRE, b"\x10", " Commands ", typed=True),
    Visit("leave", WIRE, b"q", "Leave the desk"),
)


def openings(terminal: Terminal, rounds: int) -> None:
    """Open everything: milliseconds from the key to the frame in which it stands, and whether letters typed with it arrive."""
    times: dict[str, list[float]] = {visit.name: [] for visit in VISITS}
    lost: list[str] = []
    until_it_answers(terminal)
    terminal.settle(quiet=3.0)  # what opens first of its kind is got ready behind the keys
    for _ in range(rounds):
        for visit in VISITS:
            terminal.send(visit.pane)
            terminal.settle()
            at = terminal.send(visit.key)
            times[visit.name].append((terminal.wait_for(visit.shows.encode()) - at) * 1000)
            _leave(terminal, visit)
    for name, found in times.items():
        say(name, found)
    say("all of them", [one for found in times.values() for one in found])
    typed = [visit for visit in VISITS if visit.typed]
    for visit in typed:
        terminal.send(visit.pane)
        terminal.settle()
        terminal.send(visit.key + b"zqzq")
        if not terminal.shows(b"zqzq"):
            lost.append(visit.name)
        _leave(terminal, visit)
    print(
        f"  {'letters typed with the key':<34} arrived in {len(typed) - len(lost)} of {len(typed)} {' '.join(lost)}"
    )


def _leave(terminal: Terminal, visit: Visit) -> None:
    terminal.settle(quiet=0.15)
    terminal.send(visit.leave)
    terminal.settle(quiet=0.15)


def night(desk: Callable[..., Terminal], store: Path, *, rate: int, seconds: float) -> None:
    """The night drill with the probe on: keys of every kind, and everything that opens, while items arrive."""
    report = store.with_name("probe.json")
    source = random.Random(5)
    terminal = desk(WIREROOM_PROBE=str(report))
    try:
        until_it_answers(terminal)
        end = time.perf_counter() + seconds
        due = list(VISITS)
        source.shuffle(due)
        _conflict(terminal, store)
        while time.perf_counter() < end or due:
            for _ in range(12):
                terminal.send(source.choice(MOVES))
                terminal.drain(0.06)
            if not due:
                due = list(VISITS)
                source.shuffle(due)
            visit = due.pop()
            terminal.send(visit.pane)
            terminal.drain(0.1)
            terminal.send(visit.key)
            terminal.wait_for(visit.shows.encode())
            terminal.drain(0.2)
            terminal.send(visit.leave)
            terminal.drain(0.2)
        to_the_top(terminal)
        terminal.send(b"qy")  # it asks first where something is unfinished
        terminal.wait_for_end(patience=30)
    finally:
        terminal.close()
    _tell(json.loads(report.read_text(encoding="utf-8")), rate)


def _conflict(terminal: Terminal, place: Path) -> None:
    """Correct the first developing update while another desk does."""
    terminal.send(DEVELOPING + b"g")
    terminal.settle()
    terminal.send(b"C")
    terminal.wait_for(b"a refile changes no meaning")
    store = open_store(str(place))
    try:
        (blog,) = store.blogs()
        update = max(
            (one for one in store.updates(blog.id) if one.status is Status.DEVELOPING),
            key=lambda one: one.filed,
        )
        other = Newsroom(store=store, clock=SystemClock(), editor="tomas", config=Config())
        other.blogs.correct(update.id, Amendment(refile=True, body=f"{update.body} So does the mayor."))
    finally:
        store.close()
    terminal.settle(quiet=1.0)
    terminal.send(b"Earlier a word was missing.\x13")  # a correction begins with its note
    terminal.wait_for(b"Somebody else changed this")
    terminal.settle()
    terminal.send(ESCAPE)
    terminal.settle()
    terminal.send(b"E")  # what was typed is kept; it is thrown away here
    terminal.wait_for(b" Your drafts ")
    terminal.settle()
    for _ in range(2):  # it asks first
        terminal.send(b"x")
        terminal.settle(quiet=1.0)
    terminal.send(ESCAPE)
    terminal.settle()


def something_to_decide(place: Path) -> None:
    """Let a developing update be overdue, unless one is."""
    store, clock = open_store(str(place)), SystemClock()
    try:
        (blog,) = store.blogs()
        now = clock.now()
        developing = [one for one in store.updates(blog.id) if one.status is Status.DEVELOPING]
        if not any(one.review_due is not None for one in developing):
            with store.transaction() as tx:
                overdue = replace(developing[-1], review_due=now - timedelta(minutes=5))
                tx.record(Act(at=now, who="bench", what="reviewed", blog=blog.id), overdue)
    finally:
        store.close()


def _tell(found: dict[str, Any], rate: int) -> None:
    """Print what the probe found: what the loop worked, and apart from it what the machine kept it waiting for."""
    tasks, worked, late = found["long_tasks"], found["worked"], found["late"]
    print(
        f"  of {found['tasks']:,} tasks on the loop {sum(one > 16 for one in tasks)} worked longer than 16 ms and "
        f"{len(tasks)} longer than 12, the hardest {max(tasks, default=0):.1f} ms of processor;"
    )
    print(
        f"  of {found['turns']:,} turns of 4 ms, in which several may come together, {sum(one > 16 for one in worked)} "
        f"worked longer than 16 ms and {len(worked)} longer than 12, the hardest {found['hardest']:.1f} ms;"
    )
    print(
        f"  {len(late)} came more than 16 ms late, the latest {found['latest']:.1f} ms; in "
        f"{sum(one['worked'] <= 12 for one in late)} of these the loop itself had worked 12 ms at most: it waited for the "
        f"machine or a thread ({rate} items a second arriving)   {load()}"
    )
    for turn in found["named"][:NAMED]:
        print(f"    worked {turn['worked']:.1f} ms, {turn['collecting']:.1f} ms of it for garbage, in")
        for way in turn["in"]:
            print(f"      {way[:WIDEST]}")
