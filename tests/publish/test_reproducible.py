"""The same log position gives the same bytes, however it was reached."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.test_pages import contents
from wireroom.errors import PublishError
from wireroom.model import Priority, Status, Update
from wireroom.ports.store import Store
from wireroom.publish.publisher import Publisher


def act(desk: Newsdesk, updates: list[Update], chance: random.Random) -> None:
    """One act of a desk, at random."""
    what = chance.choice(
        [
            "write",
            "write",
            "write",
            "write",
            "confirm",
            "doubt",
            "retract",
            "correct",
            "refile",
            "kill",
            "retag",
        ]
    )
    if what == "write" or not updates:
        number = len(updates) + 1
        older = chance.choice(updates).id if updates and chance.random() < 0.2 else ""
        fields = {
            "key_event": chance.random() < 0.2,
            "supersedes": older,
            "tags": (chance.choice(["fuel", "Алматы"]),),
        }
        updates.append(desk.developing(f"Headline {number}", f"Body *{number}* of the day.", **fields))
        return
    place = chance.randrange(len(updates))
    update = updates[place]
    changed = update
    if what == "confirm" and update.status is Status.DEVELOPING:
        changed = desk.confirm(update)
    elif what == "doubt" and update.status is Status.CONFIRMED:
        changed = desk.doubt(update, "A source has second thoughts")
    elif what == "retract" and update.status in (Status.DEVELOPING, Status.CONFIRMED):
        changed = desk.retract(update, "It did not happen", "Nobody saw it", chance.choice(updates).id)
    elif what == "correct" and update.status in (Status.DEVELOPING, Status.CONFIRMED):
        changed = desk.correct(update, "It was eight, not nine.", f"Corrected body {chance.random()}")
    elif what == "refile" and update.status in (Status.DEVELOPING, Status.CONFIRMED):
        changed = desk.refile(update, f"Refiled body {chance.random()}")
    elif what == "retag" and update.status in (Status.DEVELOPING, Status.CONFIRMED):
        tags = tuple(chance.sample(["fuel", "Алматы", "roads"], chance.randrange(3)))
        changed = desk.retag(update, tags=tags, priority=chance.choice(list(Priority)))
    elif what == "kill" and chance.random() < 0.3 and update.status is not Status.KILLED:
        changed = desk.kill(update)
    updates[place] = changed


@pytest.mark.parametrize("seed", range(2))
def test_publishing_step_by_step_ends_where_one_publication_does(
    desk: Newsdesk, store: Store, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    warm = Publisher(store, desk.clock, SITE)
    updates: list[Update] = []
    in_place = tmp_path / "in-place"
    in_place.mkdir()
    for step in range(150):
        act(desk, updates, chance)
        if step % 7 == 0:
            warm.publish(desk.blog, tmp_path / "warm")
        if step % 23 == 0:
            Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "cold")
            Publisher(store, desk.clock, SITE).publish(desk.blog, in_place)
    for folder in (tmp_path / "warm", tmp_path / "cold", in_place):
        last = Publisher(store, desk.clock, SITE).publish(desk.blog, folder)
        assert last.sequence == store.position(desk.blog.id)
    desk.clock.tick(days=30)
    Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "once")
    once = contents(tmp_path / "once")
    for name in ("warm", "cold", "in-place"):
        there = contents(tmp_path / name)
        assert sorted(there) == sorted(once)
        assert [path for path in once if there[path] != once[path]] == []


def test_a_past_minute_can_be_built_again(desk: Newsdesk, publisher: Publisher, tmp_path: Path) -> None:
    update = desk.developing("Crowds gather", "Hundreds stand on the square.")
    publisher.publish(desk.blog, tmp_path / "then")
    moment = desk.clock.time
    desk.clock.tick(minutes=5)
    update = desk.correct(update, "It was thousands.", "Thousands stand on the square.")
    desk.confirm(update)
    publisher.publish(desk.blog, tmp_path / "now")
    publisher.publish(desk.blog, tmp_path / "again", at=moment + timedelta(seconds=30))
    assert contents(tmp_path / "again") == contents(tmp_path / "then")
    assert contents(tmp_path / "now") != contents(tmp_path / "then")


def test_rolling_back_shows_the_earlier_position_and_publishing_goes_on_from_there(
    desk: Newsdesk, publisher: Publisher, store: Store, tmp_path: Path
) -> None:
    desk.developing("Crowds gather")
    first = publisher.publish(desk.blog, tmp_path / "live")
    before = contents(tmp_path / "live")
    desk.developing("Roads closed")
    publisher.publish(desk.blog, tmp_path / "live")
    back = publisher.publish(desk.blog, tmp_path / "live", sequence=first.sequence)
    assert back.sequence == first.sequence
    assert contents(tmp_path / "live") == before
    publisher.publish(desk.blog, tmp_path / "live")
    Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "fresh")
    assert contents(tmp_path / "live") == contents(tmp_path / "fresh")


def test_sealing_pages_step_by_step_ends_where_one_publication_does(
    desk: Newsdesk, publisher: Publisher, store: Store, tmp_path: Path
) -> None:
    for count in range(1, 186):
        desk.developing(f"Update {count}", key_event=count % 9 == 0)
        if count in (1, 59, 61, 118, 120, 121, 180, 185):
            publisher.publish(desk.blog, tmp_path / "steps")
            Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / f"once-{count}")
            assert contents(tmp_path / "steps") == contents(tmp_path / f"once-{count}")


def test_what_a_cut_off_publication_wrote_is_mended_though_its_change_was_taken_back(
    desk: Newsdesk, store: Store, out: Path, tmp_path: Path
) -> None:
    update = desk.developing("Crowds gather")
    Publisher(store, desk.clock, SITE).publish(desk.blog, out)
    desk.change_blog("pinned", replace(desk.blog, pinned=update.id))
    in_the_way = out / ".latest.json.part"
    in_the_way.mkdir()
    with pytest.raises(PublishError, match=r"latest.json could not be written"):
        Publisher(store, desk.clock, SITE).publish(desk.blog, out)
    in_the_way.rmdir()
    desk.change_blog("unpinned", replace(desk.blog, pinned=""))
    Publisher(store, desk.clock, SITE).publish(desk.blog, out)
    Publisher(store, desk.clock, SITE).publish(desk.blog, tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")


class StopError(PublishError):
    """An editor thought better of it."""


@pytest.mark.parametrize("made", [True, False], ids=["in-place", "switched"])
def test_a_publication_can_be_watched_and_stopped_while_readers_see_nothing_of_it(
    desk: Newsdesk, publisher: Publisher, out: Path, made: bool
) -> None:
    if made:
        out.mkdir()
    for count in range(125):
        desk.developing(f"Update {count}")
    told: list[tuple[int, int]] = []

    def stop_halfway(files: int, expected: int) -> None:
        told.append((files, expected))
        if files * 2 > expected or made:
            raise StopError("stopped", next_step="Publish again.")

    with pytest.raises(StopError):
        publisher.publish(desk.blog, out, heed=stop_halfway)
    assert contents(out) == {} if made else not out.exists()
    assert told == sorted(told)
    done = publisher.publish(desk.blog, out, heed=lambda *_: None)
    assert abs(done.files_written - told[0][1]) < 30
    desk.developing("One more")
    before = contents(out)
    with pytest.raises(StopError):
        publisher.publish(desk.blog, out, heed=lambda *_: stop_halfway(1, 1))
    assert contents(out) == before
    publisher.publish(desk.blog, out)
    assert contents(out) != before


def test_a_publication_that_stops_leaves_no_tree_behind_that_fills_the_disk(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    def stop(files: int, _expected: int) -> None:
        if files > 5:
            raise StopError("stopped", next_step="Publish again.")

    def trees() -> list[str]:
        return sorted(path.name for path in (out.parent / f".{out.name}.wireroom").glob("[0-9]*"))

    desk.developing("Crowds gather")
    with pytest.raises(StopError):
        publisher.publish(desk.blog, out, heed=stop)
    assert trees() == []
    publisher.publish(desk.blog, out)
    shown = contents(out)
    with pytest.raises(StopError):
        publisher.publish(desk.blog, out, whole=True, heed=stop)
    assert (trees(), contents(out)) == (["000001"], shown)


def test_an_onward_publication_leaves_what_another_desk_showed_of_a_later_position(
    desk: Newsdesk, publisher: Publisher, out: Path, store: Store
) -> None:
    desk.developing("Report 1")
    linted = store.position(desk.blog.id)
    desk.developing("Report 2")
    publisher.publish(desk.blog, out)
    shown = contents(out)
    done = publisher.publish(desk.blog, out, sequence=linted, onward=True)
    assert (done.files, contents(out)) == ({}, shown)
    publisher.publish(desk.blog, out, sequence=linted)
    assert contents(out) != shown
