"""Readers while a publisher works or dies: nobody ever sees half a page or a link that leads nowhere."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage import open_store
from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.test_formats import dangling
from tests.publish.test_pages import contents
from tests.publish.test_reproducible import act
from tests.support.clock import FakeClock
from tests.support.places import ROOT
from wireroom.model import Update
from wireroom.publish.publisher import Publisher

#: The publisher is killed so often, half of it in each kind of folder; CI has the time for all of them.
KILLS = 100 if os.environ.get("CI") else 24

#: Publications while readers read, likewise.
PUBLICATIONS = 400 if os.environ.get("CI") else 150

LINK = re.compile(rb'(?:href|src)="(\./)?((?:p|a|assets|feeds)/[^"#]+|[a-z-]+\.(?:html|atom|rss|json|txt))')


class Reader(threading.Thread):
    """Reads the head page and whatever it links to, over and over."""

    def __init__(self, out: Path, done: threading.Event, seed: int) -> None:
        super().__init__()
        self.out, self.done, self.chance = out, done, random.Random(seed)
        self.read = 0
        self.torn: list[str] = []
        self.dangling: list[str] = []

    def run(self) -> None:
        while not self.done.is_set():
            page = (self.out / "index.html").read_bytes()
            self.whole("index.html", page)
            json.loads((self.out / "latest.json").read_bytes())
            links = [found[1].decode() for found in LINK.findall(page)]
            for link in self.chance.sample(links, min(12, len(links))):
                try:
                    self.whole(link, (self.out / link).read_bytes())
                except FileNotFoundError:
                    self.dangling.append(link)
                self.read += 1

    def whole(self, name: str, body: bytes) -> None:
        if name.endswith(".html") and not body.rstrip().endswith(b"</html>"):
            self.torn.append(name)
        if name.endswith((".atom", ".rss")) and not body.rstrip().endswith((b"</feed>", b"</rss>")):
            self.torn.append(name)


@pytest.mark.slow
@pytest.mark.parametrize("made", [True, False], ids=["in-place", "switched"])
def test_two_readers_during_publications_see_nothing_torn_and_nothing_dangling(
    desk: Newsdesk, publisher: Publisher, out: Path, made: bool
) -> None:
    if made:
        out.mkdir()
    publications = PUBLICATIONS // 2
    chance = random.Random(5)
    updates: list[Update] = [desk.developing("Crowds gather")]
    publisher.publish(desk.blog, out)
    done = threading.Event()
    readers = [Reader(out, done, seed) for seed in range(2)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(publications):
            act(desk, updates, chance)
            publisher.publish(desk.blog, out)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert sum(reader.read for reader in readers) > publications
    assert [reader.torn for reader in readers] == [[], []]
    assert [reader.dangling for reader in readers] == [[], []]


#: For each line it is given, a process of its own that publishes over and over until it is killed. Forked, because
#: starting Python would take longer than all the rest.
VICTIMS = """
import os
import sys
from pathlib import Path
from storage import open_store
from tests.publish.conftest import SITE
from tests.support.clock import FakeClock
from wireroom.publish.publisher import Publisher

def publish_forever():
    store = open_store(sys.argv[1])
    blog = store.blog("fuel")
    publisher = Publisher(store, FakeClock(), SITE)
    positions = [event.sequence for event in store.events(blog=blog.id)]
    print(os.getpid(), flush=True)
    while True:
        for position in positions[int(sys.argv[3]):]:
            publisher.publish(blog, Path(sys.argv[2]), sequence=position)

for line in sys.stdin:
    victim = os.fork()
    if not victim:
        publish_forever()
    print(os.waitstatus_to_exitcode(os.waitpid(victim, 0)[1]), flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("made", [True, False], ids=["in-place", "switched"])
def test_a_publisher_killed_at_any_point_leaves_a_whole_snapshot_and_the_next_one_heals(
    tmp_path: Path, made: bool
) -> None:
    path = str(tmp_path / "newsroom.wireroom")
    store = open_store(path)
    desk = Newsdesk(store, FakeClock())
    desk.open()
    chance = random.Random(11)
    updates: list[Update] = []
    for _ in range(90):
        act(desk, updates, chance)
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    if made:
        out.mkdir()
    Publisher(store, desk.clock, SITE).publish(desk.blog, fresh)
    Publisher(store, desk.clock, SITE).publish(desk.blog, out, sequence=70)
    with subprocess.Popen(
        [sys.executable, "-c", VICTIMS, path, str(out), "60"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as victims:
        assert victims.stdin
        assert victims.stdout
        for _ in range(KILLS // 2):
            print("next", file=victims.stdin, flush=True)
            victim = int(victims.stdout.readline())
            threading.Event().wait(chance.uniform(0.0, 0.4))
            os.kill(victim, signal.SIGKILL)
            assert int(victims.stdout.readline()) == -signal.SIGKILL
            assert dangling(out) == []
            assert all(
                page.read_bytes().rstrip().endswith(b"</html>")
                for page in out.glob("*.html")
                if page.stem != "top"
            )
            Publisher(store, desk.clock, SITE).publish(desk.blog, out)
            assert contents(out) == contents(fresh)
    store.close()
