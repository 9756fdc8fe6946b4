"""A compressed day in a newsroom of many desks, with processes, connections and the server itself being killed."""

import asyncio
import random
import signal
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from storage import open_store
from storage.check import CheckReport, check
from storage.store import DocumentStore
from tests.desks.desk import BLOG
from tests.feeds.documents import Story, rss
from tests.support.places import ROOT
from tests.support.postgres import Cluster
from tests.support.servers import Asked, Behaviour, WireServer
from tui.bootstrap import SystemClock
from wireroom.config import Config
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import StoreUnreachable
from wireroom.model import Event, Status

_HOSTS = 8
_DRAFTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large a day; ``unrest`` is how many seconds lie between two kills, ``pause`` how many an editor thinks.

    On a slow machine it goes on until ``acts`` were acknowledged, up to five times its length.
    """

    desks: int = 4
    pullers: int = 2
    feeds: int = 24
    seconds: float = 30.0
    acts: int = 60
    unrest: float = 2.0
    pause: float = 0.0
    seed: int = 1


@dataclass(slots=True)
class Record:
    """What was seen of a day. ``polls`` are the times at which each feed was asked, by its path."""

    acknowledged: list[tuple[str, str, str]] = field(default_factory=list)
    conflicts: int = 0
    kills: int = 0
    polls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    followed: list[Event] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)


class Day:
    """One day: start it with :meth:`run`, look at what is left in ``store`` afterwards."""

    def __init__(self, cluster: Cluster, folder: Path, plan: Plan) -> None:
        self._cluster = cluster
        self._folder = folder
        self._plan = plan
        self._chance = random.Random(plan.seed)
        self._address = cluster.address(cluster.new_database())
        self._started = 0
        self._crew: dict[asyncio.subprocess.Process, str] = {}
        self._over = False
        self.record = Record()
        self.store: DocumentStore = open_store(self._address, patience=60)

    async def run(self) -> None:
        """Live through the day."""
        servers = [WireServer() for _ in range(_HOSTS)]
        for server in servers:
            await server.__aenter__()
        try:
            await asyncio.to_thread(self._open, servers)
            following = asyncio.create_task(asyncio.to_thread(self._follow))
            for _ in range(self._plan.desks):
                await self._start("desk")
            for _ in range(self._plan.pullers):
                await self._start("puller")
            await self._unrest()
            for process in list(self._crew):
                await self._end(process)
            self._over = True
            await following
        finally:
            for process in list(self._crew):
                await self._end(process)
            for server in servers:
                await server.__aexit__(None, None, None)
        self._read_acknowledged()

    def check(self) -> CheckReport:
        """Whether rows, log and state agree."""
        return check(self.store.engine)

    def lost(self) -> list[tuple[str, str, str]]:
        """Acts that were acknowledged and left no trace: lost, or overwritten by somebody who had not seen them."""
        updates = {update.id: update for update in self.store.updates(self.store.blog(BLOG).id)}
        notes = {
            event.after["confirmation"]["note"]
            for event in self.store.events()
            if event.to_status == Status.CONFIRMED
        }
        there = {
            "added": lambda update, token: token in updates[update].body.split(),
            "filed": lambda update, token: updates[update].headline == token,
            "confirmed": lambda _, token: token in notes,
        }
        return [act for act in self.record.acknowledged if not there[act[0]](act[1], act[2])]

    def _open(self, servers: list[WireServer]) -> None:
        newsroom = Newsroom(self.store, SystemClock(), "harness", Config())
        newsroom.blogs.new(BLOG, "The river")
        for number in range(_DRAFTS):
            newsroom.blogs.write(BLOG, WriteUp(headline=f"Draft {number}", body="So far:"))
        for number in range(self._plan.feeds):
            server = servers[number % _HOSTS]
            path = f"/wire-{number}"
            newsroom.wire.add_feed(server.serve(path, self._wire(path)), private=True)

    def _wire(self, path: str) -> Behaviour:
        """A wire that notes when it is asked and has a new story each time."""

        async def answer(asked: Asked, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            times = self.record.polls[path]
            times.append(time.monotonic())
            story = Story(
                guid=f"{path}-{len(times)}",
                link=f"https://wire.example{path}/{len(times)}",
                headline=f"Story {len(times)} of {path}",
                summary="All of it.",
            )
            body = rss([story])
            head = (
                f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            writer.write(head.encode() + body)
            await writer.drain()

        return answer

    async def _start(self, role: str) -> None:
        self._started += 1
        name = f"{role}{self._started}"
        arguments = (
            [
                self._address,
                name,
                str(self._folder / f"{name}.acknowledged"),
                str(self._started),
                str(self._plan.pause),
            ]
            if role == "desk"
            else [self._address, name]
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", f"tests.desks.{role}", *arguments, cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        self._crew[process] = role

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._crew.pop(process, None)
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()

    async def _unrest(self) -> None:
        """Kill desks, pullers and connections at random, and once, halfway, the server."""
        ends = time.monotonic() + self._plan.seconds
        restart_at = ends - self._plan.seconds / 2
        latest = ends + 4 * self._plan.seconds
        while (now := time.monotonic()) < ends or (
            now < latest and self._read_acknowledged() < self._plan.acts
        ):
            await asyncio.sleep(self._plan.unrest * self._chance.uniform(0.5, 1.5))
            if restart_at and time.monotonic() >= restart_at:
                restart_at = 0.0
                await asyncio.to_thread(self._cluster.stop, "immediate")
                await asyncio.to_thread(self._cluster.start)
                continue
            await self._kill_something()

    async def _kill_something(self) -> None:
        self.record.kills += 1
        if self._chance.random() < 0.4:
            await asyncio.to_thread(
                self._cluster.tell,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name LIKE 'wireroom %' ORDER BY random() LIMIT 3",
            )
            return
        process = self._chance.choice(list(self._crew))
        role = self._crew[process]
        await self._end(process)
        await self._start(role)

    def _follow(self) -> None:
        """Read on after the last event seen, woken by the store, as a desk does; where it can't be reached, again."""
        store = open_store(self._address, patience=60)
        revision, last, over = 0, 0, False
        try:
            while not over:
                over = self._over
                try:
                    found = store.events(after=last)
                    now = datetime.now(UTC)
                    self.record.followed += found
                    self.record.lags += [(now - event.at).total_seconds() for event in found]
                    last = found[-1].sequence if found else last
                    revision = store.wait(revision, 0.5)
                except StoreUnreachable:
                    over = False
        finally:
            store.close()

    def _read_acknowledged(self) -> int:
        """Read what the desks were told so far; how many acts that are."""
        self.record.acknowledged.clear()
        self.record.conflicts = 0
        for path in self._folder.glob("*.acknowledged"):
            for line in path.read_text().splitlines():
                if line.startswith("conflict "):
                    self.record.conflicts += 1
                elif line.count(" ") == 2:
                    kind, update, token = line.split(" ")
                    self.record.acknowledged.append((kind, update, token))
        return len(self.record.acknowledged)
