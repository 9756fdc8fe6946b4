"""What a publication costs, in counts: files, bytes, what is opened; and whom its memory may be trusted by."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.test_pages import contents
from wireroom.model import Illustration, Picture, SummaryBullet, Update
from wireroom.ports.store import Store
from wireroom.publish.publisher import Publisher


class Opened:
    """Paths below a folder that were opened for reading and for writing."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.read: list[str] = []
        self.written: list[str] = []


_WATCHING: list[Opened] = []


def _hear(event: str, told: tuple[object, ...]) -> None:
    if event == "open" and _WATCHING:
        path, _, flags = told
        for watch in _WATCHING:
            if isinstance(path, str) and path.startswith(watch.folder) and isinstance(flags, int):
                (watch.written if flags & (os.O_WRONLY | os.O_RDWR) else watch.read).append(path)


sys.addaudithook(_hear)


@contextmanager
def watched(folder: Path) -> Iterator[Opened]:
    watch = Opened(folder)
    _WATCHING.append(watch)
    try:
        yield watch
    finally:
        _WATCHING.remove(watch)


def long_blog(desk: Newsdesk, updates: int) -> list[Update]:
    body = "Officials said the square was closed after midnight. " * 6
    return [desk.developing(f"Update {number}", body) for number in range(1, updates + 1)]


def test_a_changed_update_costs_the_files_that_show_it_and_reads_none_of_them(
    desk: Newsdesk, publisher: Publisher, tmp_path: Path
) -> None:
    newest = long_blog(desk, 130)[-1]
    publisher.publish(desk.blog, tmp_path / "live")
    changed = desk.refile(newest, "Officials said the square was open.")
    with watched(tmp_path) as opened:
        done = publisher.publish(desk.blog, tmp_path / "live")
    assert sorted(done.files) == sorted(
        [
            f"b/{changed.id}.2.html",
            f"ninjs/{changed.id}.json",
            f"p/{changed.id}.html",
            *("feed.atom", "feed.rss", "feed.json", "blog.md", "blog.txt", "revisions.json"),
            *("oldest-first.html", "index.html", "latest.json"),
        ]
    )
    beside = tmp_path / ".live.wireroom"
    shelf = beside / "000001" / "shelf"
    assert opened.read == [f"{shelf}/head"]
    parts = [f"{shelf}/head", f"{shelf}/head", f"{shelf}/entries/{changed.id}", f"{beside}/lock"]
    assert len(opened.written) == len(done.files) + len(parts)
    assert set(parts) <= set(opened.written)
    assert done.bytes == sum((tmp_path / "live" / path).stat().st_size for path in done.files)


def test_what_is_remembered_can_be_read_again_after_it_became_less(
    desk: Newsdesk, publisher: Publisher, store: Store, tmp_path: Path
) -> None:
    update = desk.developing("Crowds gather", "Hundreds stand on the square. " * 40)
    said = SummaryBullet(heading="known", text="Hundreds stand on the square. " * 40, update=update.id)
    desk.change_blog("summarised", replace(desk.blog, summary=(said,)))
    publisher.publish(desk.blog, tmp_path / "live")
    shelf = tmp_path / ".live.wireroom" / "000001" / "shelf"
    kept = [shelf / "head", shelf / "entries" / update.id]
    sizes = [path.stat().st_size for path in kept]
    desk.refile(update, "Hundreds stand there.")
    desk.change_blog("summarised", replace(desk.blog, summary=()))
    publisher.publish(desk.blog, tmp_path / "live")
    assert all(path.stat().st_size < size for path, size in zip(kept, sizes, strict=True))
    desk.developing("Roads closed")
    assert not Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "live").whole
    Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "fresh")
    assert contents(tmp_path / "live") == contents(tmp_path / "fresh")


@pytest.mark.parametrize(
    ("usual", "meanwhile"),
    [((700, 10, 10), (50_000, 10, 1_000_000)), ((0, 10, 10), (0, 10, 10)), ((90_000, 5, 5), (90_000, 5, 5))],
)
def test_while_everything_is_made_anew_garbage_is_seldom_searched(
    desk: Newsdesk,
    publisher: Publisher,
    tmp_path: Path,
    thresholds: Callable[[tuple[int, int, int]], None],
    usual: tuple[int, int, int],
    meanwhile: tuple[int, int, int],
) -> None:
    desk.developing("Crowds gather")
    thresholds(usual)
    found = []
    publisher.publish(desk.blog, tmp_path / "live", heed=lambda *_: found.append(gc.get_threshold()))
    assert set(found) == {meanwhile}
    assert gc.get_threshold() == usual


@pytest.fixture
def thresholds() -> Iterator[Callable[[tuple[int, int, int]], None]]:
    """Sets when the interpreter searches for garbage; other tests of this process get back what they had."""
    before = gc.get_threshold()
    yield lambda wanted: gc.set_threshold(*wanted)
    gc.set_threshold(*before)


def test_a_publication_costs_no_more_in_a_blog_twice_as_long(
    desk: Newsdesk, publisher: Publisher, store: Store, tmp_path: Path
) -> None:
    updates = long_blog(desk, 130)
    costs = []
    for length in (130, 250):
        while len(updates) < length:
            updates += long_blog(desk, 1)
        publisher.publish(desk.blog, tmp_path / "live")
        desk.refile(updates[-1], "Officials said the square was open.")
        with watched(tmp_path / "live") as live, watched(tmp_path / ".live.wireroom") as beside:
            done = Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "live")
        costs.append((len(done.files), len(live.written), len(live.read), len(beside.read), done.bytes))
    (*counts, size), (*counts_later, size_later) = costs
    assert counts == counts_later
    assert abs(size_later - size) < size / 50


@pytest.mark.parametrize("whole", [True, False])
def test_what_stands_in_for_another_file_is_counted_once(
    desk: Newsdesk, publisher: Publisher, tmp_path: Path, whole: bool
) -> None:
    live = tmp_path / "live"
    live.mkdir()
    update = desk.developing("Crowds gather")
    publisher.publish(desk.blog, live)
    desk.developing("Hundreds stand on the square", supersedes=update.id)
    done = publisher.publish(desk.blog, live, whole=whole)
    assert done.bytes == sum((live / path).stat().st_size for path in done.files)


def test_search_engines_are_told_of_updates_on_one_page_of_two_with_the_same(
    desk: Newsdesk, publisher: Publisher, tmp_path: Path
) -> None:
    long_blog(desk, 130)
    publisher.publish(desk.blog, tmp_path / "live")
    told = {path: b"application/ld+json" in body for path, body in contents(tmp_path / "live").items()}
    assert (told["index.html"], told["a/0001.html"]) == (True, True)
    assert (told["oldest-first.html"], told["a/0001-oldest-first.html"]) == (False, False)


def test_a_publisher_forgets_a_folder_that_another_one_switched(
    desk: Newsdesk, publisher: Publisher, store: Store, tmp_path: Path
) -> None:
    update = desk.developing("Crowds gather")
    earlier = store.position(desk.blog.id)
    desk.developing("Roads closed")
    publisher.publish(desk.blog, tmp_path / "live")
    Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "live", sequence=earlier)
    desk.refile(update, "Hundreds stand on the square.")
    publisher.publish(desk.blog, tmp_path / "live")
    Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "fresh")
    assert contents(tmp_path / "live") == contents(tmp_path / "fresh")


def test_a_publisher_forgets_a_folder_that_another_one_wrote_to(
    desk: Newsdesk, publisher: Publisher, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "live").mkdir()
    update = desk.developing("Crowds gather")
    publisher.publish(desk.blog, tmp_path / "live")
    desk.refile(update, "Thousands stand on the square.")
    other = Publisher(store, desk.clock, SITE)
    other.publish(desk.blog, tmp_path / "live")
    head = f"{tmp_path}/.live.wireroom/shelf/head"
    with watched(tmp_path / ".live.wireroom") as beside:
        publisher.publish(desk.blog, tmp_path / "live")
    assert beside.read == [head, head]
    with watched(tmp_path / ".live.wireroom") as beside:
        publisher.publish(desk.blog, tmp_path / "live")
    assert beside.read == [head]


@pytest.mark.parametrize(("boot", "healed"), [("this", False), ("next", True)])
@pytest.mark.parametrize("made", [True, False], ids=["in-place", "switched"])
def test_after_the_machine_started_anew_nothing_on_disk_is_taken_for_granted(
    desk: Newsdesk, store: Store, tmp_path: Path, boot: str, healed: bool, made: bool
) -> None:
    live = tmp_path / "live"
    if made:
        live.mkdir()
    first = desk.developing("Crowds gather")
    Publisher(store, desk.clock, SITE, boot="this").publish(desk.blog, live)
    (live / "p" / f"{first.id}.html").write_bytes(b"")
    desk.developing("Roads closed")
    Publisher(store, desk.clock, SITE, boot=boot).publish(desk.blog, live)
    Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "fresh")
    assert (contents(live) == contents(tmp_path / "fresh")) is healed


@pytest.mark.parametrize("starts", [True, False])
def test_with_a_second_process_or_without_everything_is_the_same(
    desk: Newsdesk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, starts: bool
) -> None:
    updates = long_blog(desk, 4)
    desk.retract(updates[1], "It did not happen", "Nobody saw it", updates[0].id)
    desk.kill(updates[2])
    updates += long_blog(desk, 76)
    with store.transaction() as tx:
        tx.put_picture(Picture(id="ab" * 32, width=6, height=4, jpeg=b"a picture"))
    shown = Illustration(picture="ab" * 32, width=6, height=4, description="The square")
    updates.append(desk.developing("Smoke over the square", media=(shown,)))
    updates += long_blog(desk, 219)
    if not starts:
        monkeypatch.setenv("PYTHONHOME", str(tmp_path / "nothing"))
    with watched(tmp_path / ".two.wireroom") as opened:
        two = Publisher(store, desk.clock, SITE, long=1)
        done = two.publish(desk.blog, tmp_path / "two")
    here = [path for path in opened.written if f"p/{updates[0].id}.html" in path]
    assert (here == []) is starts
    alone = Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "one")
    assert (done.files, done.revisions, done.bytes) == (alone.files, alone.revisions, alone.bytes)
    assert done.files_unchanged == 0
    changed = desk.refile(updates[3], "Officials said the square was open.")
    with watched(tmp_path / "two") as opened:
        two.publish(desk.blog, tmp_path / "two")
    assert len([path for path in opened.written if f"p/.{changed.id}.html" in path]) == 1
    Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "fresh")
    assert contents(tmp_path / "two") == contents(tmp_path / "fresh")
