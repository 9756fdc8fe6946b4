"""A newsroom that went back to a backup: the page follows its log, not what stood there."""

import shutil
from pathlib import Path

import pytest

from storage import open_store
from tests.publish.conftest import SITE
from tests.support.clock import FakeClock
from wireroom.config import Config
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Evidence, EvidenceKind, Status
from wireroom.publish.publisher import Publisher

NEAR = Evidence(kind=EvidenceKind.OFFICIAL, who="City hall")


def write(room: Newsroom, headline: str) -> None:
    form = WriteUp(
        headline=headline, body=f"{headline}, City hall said.", evidence=(NEAR,), status=Status.DEVELOPING
    )
    room.blogs.write("fuel", form)


@pytest.mark.parametrize("lost", [1, 3])
@pytest.mark.parametrize("since", [1, 2], ids=["one-act-since", "two-since"])
@pytest.mark.parametrize("warm", [True, False])
def test_acts_after_a_restored_backup_are_published_and_what_was_lost_is_gone(
    tmp_path: Path, clock: FakeClock, lost: int, since: int, warm: bool
) -> None:
    place, backup, site = tmp_path / "n.wireroom", tmp_path / "b.wireroom", tmp_path / "site"

    def opened() -> tuple[Newsroom, Publisher]:
        room = Newsroom(store=open_store(place), clock=clock, editor="aigerim", config=Config())
        return room, Publisher(room.store, clock, SITE)

    room, publisher = opened()
    room.blogs.new("fuel", "Protests over fuel prices")
    write(room, "Before the backup")
    publisher.publish(room.store.blog("fuel"), site)
    room.store.close()
    shutil.copy(place, backup)
    room, publisher = opened()
    for number in range(lost):
        clock.tick()
        write(room, f"Lost {number}")
    publisher.publish(room.store.blog("fuel"), site)
    room.store.close()
    place.unlink()
    shutil.copy(backup, place)
    room, publisher = opened()
    clock.tick(minutes=3)
    if warm:
        done = publisher.publish(room.store.blog("fuel"), site)
        assert any("was a backup restored?" in problem for problem in done.problems)
    for number in range(since):
        write(room, f"After the backup {number}")
    done = publisher.publish(room.store.blog("fuel"), site)
    assert any("was a backup restored?" in problem for problem in done.problems) is not warm
    page = (site / "index.html").read_text(encoding="utf-8")
    assert page.count("<article") == 1 + since
    assert all(f"After the backup {number}" in page for number in range(since))
    assert "Before the backup" in page
    assert "Lost" not in page
    assert len(list((site / "p").glob("*.html"))) == 1 + since
    again = publisher.publish(room.store.blog("fuel"), site)
    assert (again.files, again.problems) == ({}, ())
    room.store.close()
