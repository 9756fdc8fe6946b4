"""The story of the demo: whether its data hold together, and what its wires show when."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import feedparser
import pytest

from tui.demo.clock import ReadyClock, RunningClock, SteppedClock
from tui.demo.play import OPENS, moments
from tui.demo.script import Correct, Key, Mark, Pin, Settle, Summary, Write
from tui.demo.server import serving
from tui.demo.story import bundled
from tui.demo.wires import WINDOW, Format, Wire

STORY = bundled()


def ask(address: str, name: str, etag: str = "") -> tuple[int, dict[str, str], bytes]:
    """Ask for a wire; gives status, headers and document."""
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=20)) as connection:
        connection.request("GET", f"/{name}", headers={"If-None-Match": etag} if etag else {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def test_every_time_reads_5_january_in_the_zone_and_in_utc() -> None:
    for wire in STORY.wires:
        for copy in wire.copies:
            for wording in copy.wordings:
                assert wording.since.date().isoformat() == "2022-01-05"
                assert STORY.begins <= wording.since <= STORY.ends
    assert STORY.begins == datetime(2022, 1, 5, 0, 0, tzinfo=UTC)


def test_the_wires_are_as_many_and_as_mixed_as_promised() -> None:
    assert len(STORY.wires) >= 8
    assert {wire.format for wire in STORY.wires} == set(Format)
    assert 120 <= sum(len(wire.copies) for wire in STORY.wires) <= 200
    squawk = STORY.wire("squawk")
    assert all(copy.wordings[0].headline.isupper() for copy in squawk.copies)
    assert len({copy.link for wire in STORY.wires for copy in wire.copies}) == sum(
        len(wire.copies) for wire in STORY.wires
    )


def test_what_never_happened_says_so() -> None:
    airport = next(copy for copy in STORY.wire("corvus").copies if copy.id == "airport")
    assert all(STORY.drill_note in wording.body for wording in airport.wordings)
    assert "demonstration" in STORY.blog.standfirst


def test_the_script_uses_only_what_has_come_in_and_was_written() -> None:
    written: set[str] = set()
    before = STORY.begins
    for act in STORY.acts:
        at = STORY.at(act.at)
        assert at >= before
        before = at
        pulled = at - (at - STORY.begins) % timedelta(minutes=STORY.minutes_between_pulls)
        names = [*getattr(act, "source", ()), *getattr(act, "items", ())]
        names += [piece.item for piece in getattr(act, "evidence", ())]
        for name in names:
            wire, _, entry = name.partition("/")
            copy = next(copy for copy in STORY.wire(wire).copies if copy.id == entry)
            assert copy.wordings[0].since <= pulled, (act.at, name)
        match act:
            case Write():
                assert {*act.built_on, act.supersedes} - {""} <= written
                assert act.name not in written
                written.add(act.name)
            case Mark() | Correct() | Pin() | Key() | Settle():
                assert act.update in written
            case Summary():
                assert {bullet.update for bullet in act.bullets} <= written
            case _:
                pass


def test_a_changed_headline_and_a_withdrawal_show_at_their_minute() -> None:
    def headlines(wire: str, at: str) -> list[str]:
        return [entry.headline for entry in STORY.wire(wire).showing(STORY.at(at))]

    assert "URGENT: Presidential residence in Almaty in flames" in headlines("meridian", "16:26")
    assert "Smoke seen near presidential residence in Almaty - witnesses" in headlines("meridian", "16:27")
    assert "WITHDRAWN: Almaty airport" in headlines("corvus", "18:18")
    assert "WITHDRAWN: Almaty airport" not in headlines("corvus", "18:38")


def test_three_wires_carry_the_first_agency_s_words() -> None:
    at = STORY.at("15:20")
    original = next(entry for entry in STORY.wire("meridian").showing(at) if entry.id == "mayor-fire")
    copies = [
        wire.name
        for wire in STORY.wires
        for entry in wire.showing(at)
        if entry.body == original.body and wire.name != "meridian"
    ]
    assert sorted(copies) == ["corvus", "courier", "daybreak"]


@pytest.mark.parametrize("wire", STORY.wires, ids=lambda wire: wire.name)
def test_the_server_sends_each_wire_in_its_format_and_304_when_nothing_is_new(wire: Wire) -> None:
    name, form = wire.name, wire.format
    clock = SteppedClock(STORY.at("12:10"))
    with serving(STORY.wires, clock) as address:
        status, headers, document = ask(address, name)
        assert status == 200
        assert ask(address, name, headers["ETag"])[0] == 304
        clock.set(STORY.ends)
        assert ask(address, name, headers["ETag"])[0] == 200
        assert ask(address, "none")[0] == 404
    shown = STORY.wire(name).showing(STORY.at("12:10"))
    assert len(shown) <= WINDOW
    if form is not Format.JSON:
        read = feedparser.parse(document)
        assert not read.bozo
        assert [entry.link for entry in read.entries] == [entry.link for entry in shown]


def test_a_pull_goes_before_an_act_of_its_minute_and_an_unhurried_hour_before_the_desk_opens() -> None:
    found = list(moments(STORY, timedelta(minutes=1), STORY.at(OPENS)))
    assert [moment.at for moment in found] == sorted(moment.at for moment in found)
    pulls = [moment.at for moment in found if moment.act is None]
    assert pulls[:2] == [STORY.begins, STORY.begins + timedelta(minutes=5)]
    assert pulls[-2:] == [STORY.ends - timedelta(minutes=1), STORY.ends]
    assert len([moment for moment in found if moment.act]) == len(STORY.acts)


def test_clocks_of_two_processes_tell_the_same_story_time() -> None:
    ticks = 1000.0
    running = RunningClock(
        begins=STORY.begins, ends=STORY.ends, speed=60, started=1000.0, ticks=lambda: ticks
    )
    ready = ReadyClock(STORY.begins)
    ready.set(STORY.begins + timedelta(minutes=3))
    ready.set(STORY.begins)
    assert ready.now() == STORY.begins + timedelta(minutes=3)
    ready.run(running)
    ticks += 10
    assert ready.now() == running.now() == STORY.begins + timedelta(minutes=10)
    ready.set(STORY.ends)
    assert ready.now() == running.now()
    ticks += 100_000
    assert running.now() == STORY.ends
