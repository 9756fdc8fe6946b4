"""A night on the desk, end to end: two editors in two processes, readers, and a source that takes its copy back.

200 updates, 40 corrections, 12 retractions (one pinned, one summarised, one with three updates built on it, four
because their source withdrew), 2 kills and one conflict. Then the store, lint, the log and the published files
agree in every count, and nothing that was said is missing from the trail.
"""

import asyncio
import html
import multiprocessing
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from storage import open_store
from storage.check import check
from storage.store import DocumentStore
from tests.feeds.documents import Story, rss
from tests.support.loopback import loopback_wires
from tui.bootstrap import SystemClock, open_puller
from wireroom.config import Config
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.outcomes import wording
from wireroom.desk.traces import Traces
from wireroom.errors import Conflict
from wireroom.model import (
    Evidence,
    EvidenceKind,
    HouseRules,
    RetractionClass,
    Status,
    SummaryBullet,
    Update,
)

EACH = 100
POLICE = Evidence(kind=EvidenceKind.OFFICIAL, who="City police")
NOTICE = "Removed to protect a witness."
SLUG = "night"

#: What an editor is told to do: a verb and what it takes.
Order = tuple[Any, ...]

pytestmark = pytest.mark.slow


def said_of(editor: str, number: int) -> tuple[str, str]:
    """Headline and body in words that no other update shares."""
    tag = f"{editor}{number}"
    return (
        f"gate{tag} opens at dawn{tag}",
        f"gate{tag} sees crowd{tag} under lamp{tag}, police say near shop{tag}.",
    )


def at_the_desk(path: str, editor: str, orders: Connection) -> None:
    """One editor in a process of its own: does what the orders say and answers how each ended."""
    store = open_store(path)
    desk = Newsroom(store=store, clock=SystemClock(), editor=editor, config=Config())
    while (order := orders.recv()) is not None:
        try:
            orders.send([_obey(desk, one) for one in order])
        except Exception as trouble:
            orders.send(trouble)
            raise
    store.close()


def _obey(desk: Newsroom, order: Order) -> str:
    verb, *told = order
    try:
        return _VERBS[verb](desk, *told)
    except Conflict as conflict:
        return "conflict" if conflict.theirs != conflict.yours else "the same text twice"


def _write(desk: Newsroom, number: int, items: tuple[str, ...], built_on: tuple[str, ...]) -> str:
    headline, body = said_of(desk.editor, number)
    status = Status.DEVELOPING if number % 5 == 0 else Status.CONFIRMED
    note = "" if status is Status.DEVELOPING else "The spokesman told us on the phone."
    form = WriteUp(
        headline=headline,
        body=body,
        evidence=(POLICE,),
        items=items,
        built_on=built_on,
        status=status,
        note=note,
        key_event=number % 10 == 1,
    )
    return desk.blogs.write(SLUG, form).id


def _correct(desk: Newsroom, update: str, word: str, revision: int | None) -> str:
    body = desk.store.update(update).body.replace("opens", "closes") + f" Later{word} it rained."
    form = Amendment(note=f"Earlier gave no weather; it is rain{word}.", body=body, revision=revision)
    return str(desk.blogs.correct(update, form).revision)


def _retract(desk: Newsroom, update: str) -> str:
    form = Mark(
        to=Status.RETRACTED, wrong="The gate was shut.", why="We went to look.", kind=RetractionClass.WRONG
    )
    return str(desk.blogs.mark(update, form).status)


def _kill(desk: Newsroom, update: str) -> str:
    report = desk.blogs.kill(update, "District court", NOTICE, SLUG)
    assert report.remaining == report.copies == ()
    return str(report.update.status)


_VERBS = {"write": _write, "correct": _correct, "retract": _retract, "kill": _kill}


@dataclass
class Editor:
    """An editor in another process, as the test speaks to it."""

    name: str
    line: Connection

    def tell(self, orders: list[Order]) -> None:
        self.line.send(orders)

    def hear(self) -> list[str]:
        answer = self.line.recv()
        if isinstance(answer, Exception):
            raise answer
        return list(answer)


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Newsroom]:
    store = open_store(str(tmp_path / "night.wireroom"))
    yield Newsroom(store=store, clock=SystemClock(), editor="chief", config=Config())
    store.close()


@pytest.fixture
def editors(night: Newsroom, tmp_path: Path) -> Iterator[tuple[Editor, Editor]]:
    spawn = multiprocessing.get_context("spawn")
    staff, running = [], []
    for name in ("aigerim", "dana"):
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=at_the_desk, args=(str(tmp_path / "night.wireroom"), name, theirs))
        process.start()
        staff.append(Editor(name, ours))
        running.append(process)
    yield staff[0], staff[1]
    for editor, process in zip(staff, running, strict=True):
        editor.line.send(None)
        process.join(30)
        assert process.exitcode == 0


async def _pull(night: Newsroom) -> None:
    puller = open_puller(night)
    try:
        await puller.pull(everything=True)
    finally:
        await puller.close()


def test_a_night_on_the_desk(night: Newsroom, editors: tuple[Editor, Editor], tmp_path: Path) -> None:
    site = tmp_path / "site"
    aigerim, dana = editors
    with loopback_wires() as wires:
        address = wires.serve("/feed", rss([Story(guid="1", headline="Bridge closed, governor says")]))
        night.wire.add_feed(address, private=True, origin="Meridian Press")
        asyncio.run(_pull(night))
        (item,) = night.wire.page("bridge").items
        night.blogs.new(SLUG, "A night of gates", rules=HouseRules.DESK)
        hers, his = _write_all(aigerim, dana, item.id)
        _chief_shows(night, hers)
        night.publishing.publish(SLUG, to=str(site))
        words = {update: wording(night.store.update(update)) for update in (hers[70], his[70])}
        conflicts = _busy_hours(night, aigerim, dana, hers, his, site)
        assert conflicts == 1
        wires.serve("/feed", rss([Story(guid="1", headline="WITHDRAWN: Bridge closed, governor says")]))
        asyncio.run(_pull(night))
    _follow_the_alerts(night, set(hers[2:6]))
    night.publishing.publish(SLUG, to=str(site))

    _counts_agree(night, site)
    _nothing_said_is_missing(night, killed=words, site=site)
    assert {update.id for update in night.blogs.built_upon(hers[49])} == set(hers[50:53])
    blog = night.store.blog(SLUG)
    assert (blog.pinned, blog.summary) == ("", ())
    assert [one.level for one in night.blogs.lint(SLUG) if one.level == "error"] == []
    assert isinstance(night.store, DocumentStore)
    assert check(night.store.engine).damages == ()
    assert night.trail.verify().breaks == ()
    assert night.publishing.unpublished_changes(SLUG) == 0


def _write_all(aigerim: Editor, dana: Editor, item: str) -> tuple[list[str], list[str]]:
    """Both write at the same time; three of aigerim's are built on her fiftieth, four cite the wire's item."""
    dana.tell([("write", number, (), ()) for number in range(EACH)])
    cited = {2, 3, 4, 5}
    aigerim.tell([("write", number, (item,) if number in cited else (), ()) for number in range(50)])
    first = aigerim.hear()
    base = (first[49],)
    aigerim.tell([("write", number, (), base if number < 53 else ()) for number in range(50, EACH)])
    return first + aigerim.hear(), dana.hear()


def _chief_shows(night: Newsroom, hers: list[str]) -> None:
    night.blogs.pin(hers[0])
    bullet = SummaryBullet(heading="known", text="One gate is open.", update=hers[1])
    night.blogs.summarise(SLUG, [bullet])


def _busy_hours(
    night: Newsroom, aigerim: Editor, dana: Editor, hers: list[str], his: list[str], site: Path
) -> int:
    """Each corrects what the other wrote, both want one update at once, and readers are served meanwhile."""
    contested, revision = his[30], night.store.update(his[30]).revision
    aigerim.tell(
        [
            ("correct", contested, "a", revision),
            *(("correct", update, "a", None) for update in his[10:30]),
            *(("retract", hers[number]) for number in (0, 1, 49, 60)),
            ("kill", hers[70]),
        ]
    )
    dana.tell(
        [
            ("correct", contested, "d", revision),
            *(("correct", update, "d", None) for update in hers[10:29]),
            *(("retract", his[number]) for number in (60, 61, 62, 63)),
            ("kill", his[70]),
        ]
    )
    for _ in range(3):
        night.publishing.publish(SLUG, to=str(site))
    return [*aigerim.hear(), *dana.hear()].count("conflict")


def _follow_the_alerts(night: Newsroom, citing: set[str]) -> None:
    """The desk learns of the withdrawal within one poll, and retracts what rested on it as offered."""
    alerts = {view.update.id: view for view in night.blogs.alerts(SLUG)}
    assert set(alerts) == citing
    assert [finding.update for finding in night.blogs.lint(SLUG)][:4] == list(alerts)
    for view in alerts.values():
        (offer,) = [offer for offer in view.offers if offer.to == "retract"]
        assert offer.kind is RetractionClass.SOURCE_WITHDREW
        night.blogs.mark(
            view.update.id, Mark(to=Status.RETRACTED, wrong=offer.wrong, why=offer.why, kind=offer.kind)
        )
    assert night.blogs.alerts(SLUG) == []


def _counts_agree(night: Newsroom, site: Path) -> None:
    blog = night.store.blog(SLUG)
    updates = night.store.updates(blog.id)
    acts = Counter(event.what for event in night.trail.events(SLUG))
    assert (acts["wrote"], acts["corrected"], acts["retracted"], acts["killed"]) == (200, 40, 12, 2)
    statuses = Counter(update.status for update in updates)
    assert (statuses[Status.RETRACTED], statuses[Status.KILLED], len(updates)) == (12, 2, 200)
    assert sum(len(update.corrections) for update in updates) == 40
    assert night.blogs.handover(SLUG).counts == {status.value: count for status, count in statuses.items()}
    pages = {path.stem: path.read_text() for path in (site / "p").glob("*.html")}
    assert set(pages) == {update.id for update in updates}
    listed: set[str] = set()
    for path in (*site.glob("a/[0-9]*.html"), site / "index.html"):
        there = re.findall(r'<article[^>]* id="u-([0-9a-f-]+)"', path.read_text())
        assert len(there) == len(set(there))
        listed.update(there)
    assert listed == set(pages)
    for update in updates:
        page = pages[update.id]
        assert ("Retracted: " in page) is (update.status is Status.RETRACTED)
        assert update.retraction is None or html.escape(update.retraction.wrong) in page
        assert (NOTICE in page) is (update.status is Status.KILLED)
        assert all(one.note in page for one in update.corrections)


def _nothing_said_is_missing(night: Newsroom, *, killed: dict[str, str], site: Path) -> None:
    blog = night.store.blog(SLUG)
    told: dict[str, set[str]] = {}
    for event in night.trail.events(SLUG):
        if event.noun == "update" and not event.sealed:
            told.setdefault(event.subject, set()).add(
                f"{event.after['headline']}\n\n{event.after['body']}".strip()
            )
    for update in night.store.updates(blog.id):
        if update.id not in killed:
            assert {wording(update), *_earlier(update)} == told[update.id]
    assert Traces(tuple(killed.values())).files([site, site.parent / f".{site.name}.wireroom"]) == ()
    for update_id, words in killed.items():
        assert told[update_id] == {""}
        assert night.store.search_updates(words) == []


def _earlier(update: Update) -> set[str]:
    return {f"{one.headline}\n\n{one.body}" for one in update.corrections}
