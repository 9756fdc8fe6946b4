"""Publishing by itself."""

import threading
from pathlib import Path
from typing import NoReturn

import pytest

from tests.support.clock import FakeClock
from wireroom.config import Config, PublishConfig
from wireroom.desk.following import follow
from wireroom.desk.forms import WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.reports import PublishReport
from wireroom.errors import StoreUnreachable, WireroomError
from wireroom.model import Evidence, EvidenceKind, Status
from wireroom.ports.store import Store

NEAR = Evidence(kind=EvidenceKind.OFFICIAL, who="City hall", url="https://city.example/")


def test_each_act_is_published_until_coverage_ends(store: Store, clock: FakeClock, tmp_path: Path) -> None:
    config = Config(publish=PublishConfig(folder=str(tmp_path)))
    room = Newsroom(store=store, clock=clock, editor="aigerim", config=config)
    room.blogs.new("fuel", "Protests over fuel prices")
    told = threading.Semaphore(0)
    reports: list[PublishReport] = []
    refusals: list[WireroomError] = []

    def tell(report: PublishReport) -> None:
        reports.append(report)
        told.release()

    def refuse(trouble: WireroomError) -> None:
        refusals.append(trouble)
        told.release()

    following = threading.Thread(
        target=follow,
        args=(room.publishing, "fuel", threading.Event()),
        kwargs={"told": tell, "refused": refuse},
    )
    following.start()
    assert told.acquire(timeout=60)
    written = []
    for count in range(3):
        form = WriteUp(
            headline=f"Report {count}", body="So it is, City hall said.", evidence=(NEAR,), status=Status.DEVELOPING
        )  # fmt: skip
        written.append(room.blogs.write("fuel", form))
        assert told.acquire(timeout=60)
        assert reports[-1].updates == count + 1
    room.blogs.change("fuel", headline="Report 0")
    assert told.acquire(timeout=60)
    assert "not ready to be published" in str(refusals[-1])
    room.blogs.change("fuel", headline="Fuel prices")
    assert told.acquire(timeout=60)
    room.blogs.end("fuel", override="Nobody is left at the desk.")
    following.join(timeout=60)
    assert not following.is_alive()
    assert "has ended" in (tmp_path / "fuel" / "index.html").read_text(encoding="utf-8")


def test_it_stops_when_told(store: Store, clock: FakeClock, tmp_path: Path) -> None:
    config = Config(publish=PublishConfig(folder=str(tmp_path)))
    room = Newsroom(store=store, clock=clock, editor="aigerim", config=config)
    room.blogs.new("fuel", "Protests over fuel prices")
    stop = threading.Event()
    follow(room.publishing, "fuel", stop, every=0.01, told=lambda _: stop.set(), refused=lambda _: None)
    assert (tmp_path / "fuel" / "index.html").is_file()


def test_a_store_that_is_away_for_a_while_ends_nothing(
    store: Store, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config(publish=PublishConfig(folder=str(tmp_path)))
    room = Newsroom(store=store, clock=clock, editor="aigerim", config=config)
    room.blogs.new("fuel", "Protests over fuel prices")
    stop = threading.Event()
    away = StoreUnreachable("The database does not answer.")
    heard: list[WireroomError] = []
    with monkeypatch.context() as patch:

        def not_there(*_: object) -> NoReturn:
            raise away

        def notice(trouble: WireroomError) -> None:
            heard.append(trouble)
            threading.Timer(1.2, patch.undo).start()  # two looks later

        patch.setattr(store, "revision", not_there)
        patch.setattr(store, "wait", not_there)
        follow(room.publishing, "fuel", stop, told=lambda _: stop.set(), refused=notice)
    assert heard == [away]
    assert (tmp_path / "fuel" / "index.html").is_file()
