"""Every command of the desk, driven by its key: what it did is read from the store, or from the screen."""

import sys
import webbrowser
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.loopback import loopback_wires
from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tests.tui.test_desk import NoWires
from tui.commands.registry import BY_ID
from tui.memory import Layout, Memory
from tui.screens.command_line import CommandLineScreen
from tui.screens.composer import ComposerScreen
from tui.screens.help import HelpScreen
from tui.screens.records import handover_blocks
from tui.screens.settings import SettingsScreen
from tui.wire_process import WireProcess
from wireroom.config import load
from wireroom.desk.forms import Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import (
    BlogState,
    Evidence,
    EvidenceKind,
    HouseRules,
    Item,
    LiveBlog,
    Stage,
    Status,
    SummaryBullet,
    Update,
)
from wireroom.ports.store import Store


@dataclass
class World:
    """What a command meets: eight items, a live blog, a developing and a confirmed update."""

    newsroom: Newsroom
    store: Store
    story: list[Item]
    blog: LiveBlog
    open: Update
    sure: Update
    wires: Wires
    published: Path

    def stages(self) -> list[Stage]:
        """Stages from the newest item down."""
        return [self.store.item(item.id).stage for item in reversed(self.story)]


Drive = Callable[[Desk, World], Awaitable[None]]
DRIVES: dict[str, Drive] = {}


def drives(*commands: str) -> Callable[[Drive], Drive]:
    """Say which commands a drive proves."""

    def note(drive: Drive) -> Drive:
        DRIVES.update(dict.fromkeys(commands, drive))
        return drive

    return note


def position(desk: Desk) -> int:
    return desk.screen.wire.lines.position


@drives("down", "up", "top", "bottom", "half-page-down", "half-page-up", "page-down", "page-up")
async def moving(desk: Desk, world: World) -> None:
    for number in range(60):
        world.wires.bring("Netwatch", f"Line {number}")
    await desk.rest()
    await desk.press("g")
    for key, place in (
        ("j", 2),
        ("down", 3),
        ("k", 2),
        ("5", 2),
        ("j", 7),
        ("G", 68),
        ("g", 1),
        ("end", 68),
        ("home", 1),
    ):
        await desk.press(key)
        assert position(desk) == place, key
    page = desk.screen.floor.page
    for key, place in (
        ("pagedown", 1 + page), ("pageup", 1), ("ctrl+d", 1 + page // 2), ("ctrl+u", 1), ("ctrl+f", 1 + page), ("ctrl+b", 1),
    ):  # fmt: skip
        await desk.press(key)
        assert position(desk) == place, key


@drives("next-new", "previous-new")
async def next_new(desk: Desk, world: World) -> None:
    world.newsroom.wire.keep([world.story[-2].id, world.story[-3].id])
    await desk.rest()
    await desk.press("n")
    assert position(desk) == 4
    await desk.press("N")
    assert position(desk) == 1


@drives("let-in")
async def let_in(desk: Desk, world: World) -> None:
    world.wires.bring("Netwatch", "Back online")
    await desk.rest()
    assert desk.screen.wire.waiting == 1
    await desk.press("i")
    assert (desk.screen.wire.waiting, len(desk.screen.wire.lines)) == (0, 9)


@drives(
    "next-pane",
    "previous-pane",
    "go-wire",
    "go-developing",
    "go-confirmed",
    "go-retracted",
    "go-detail",
    "open",
    "back",
)
async def panes(desk: Desk, world: World) -> None:
    for key, pane in (
        ("tab", "developing"), ("l", "confirmed"), ("shift+tab", "developing"), ("h", "wire"), ("f4", "retracted"),
        ("f3", "confirmed"), ("f2", "developing"), ("f5", "detail"), ("escape", "developing"), ("f1", "wire"),
        ("enter", "detail"), ("q", "wire"),
    ):  # fmt: skip
        await desk.press(key)
        assert desk.screen.floor.at == pane, key


@drives("close")
async def close(desk: Desk, world: World) -> None:
    await desk.press("z", "q")
    assert not desk.screen.floor.has_class("-zen")
    await desk.press("q")
    assert "not published" in desk.seen()
    await desk.press("escape")
    assert desk.app.is_running
    await desk.press("q", "q")
    await desk.until(lambda: not desk.app.is_running)


@drives("keep")
async def keep(desk: Desk, world: World) -> None:
    await desk.press("a")
    assert world.stages()[0] is Stage.KEPT


@drives("spike")
async def spike(desk: Desk, world: World) -> None:
    await desk.press("s")
    assert world.stages()[0] is Stage.SPIKED


@drives("restore")
async def restore(desk: Desk, world: World) -> None:
    await desk.press("s", "k", "S")
    assert world.stages()[0] is Stage.NEW


async def test_a_draft_is_spiked_in_its_lane_and_brought_back(
    open_desk: Callable[..., Desk], newsroom: Newsroom, developing: Update
) -> None:
    draft = newsroom.blogs.write(developing.blog, WriteUp(headline="A slip of the pen", body="Nothing."))
    lane = "developing"
    async with open_desk() as desk:
        await desk.press("f2", "g")
        assert "s spike" in desk.seen()
        await desk.press("s")
        await desk.until(lambda: newsroom.store.update(draft.id).spiked)
        await desk.until(lambda: "A slip" not in desk.text())
        assert "s spike" not in desk.seen()
        await desk.press("s")
        assert "to a draft in a lane" in desk.seen()
        await desk.press("S")
        assert "A slip of the pen" in desk.seen()
        await desk.press("enter")
        await desk.until(lambda: not newsroom.store.update(draft.id).spiked)
        await desk.until(lambda: desk.screen.floor.lanes.lanes[lane].lines.row(draft.id) is not None)


@drives("repeat")
async def repeat(desk: Desk, world: World) -> None:
    await desk.press("s", "full_stop")
    assert world.stages()[:3] == [Stage.SPIKED, Stage.SPIKED, Stage.NEW] or world.stages()[1] is Stage.USED


@drives("tag")
async def tag(desk: Desk, world: World) -> None:
    await desk.press("t")
    await desk.type("fuel")
    await desk.press("enter")
    assert world.store.item(world.story[-1].id).tags == ("fuel",)


@drives("select", "select-all")
async def select(desk: Desk, world: World) -> None:
    await desk.press("space", "space")
    assert "2 selected" in desk.seen()
    await desk.press("asterisk")
    assert len(desk.screen.wire.lines.picked) == len(world.story)
    await desk.press("asterisk")
    assert desk.screen.wire.lines.picked == []


@drives("filter")
async def filtering(desk: Desk, world: World) -> None:
    await desk.press("slash")
    await desk.type("curfew")
    assert len(desk.screen.wire.lines) == 1


@drives("open-link")
async def open_link(desk: Desk, world: World) -> None:
    browser = Browser()
    webbrowser.register("wireroom-test", None, browser, preferred=True)
    await desk.press("o")
    assert browser.opened == [world.story[-1].link]


class Browser(webbrowser.BaseBrowser):
    """Notes what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        return True


@drives("ask-wires")
async def ask_wires(desk: Desk, world: World) -> None:
    asked = NoWires()
    desk.app.wires = asked  # type: ignore[assignment]
    await desk.press("R")
    assert asked.asked == 1


@drives("write-up")
async def write_up(desk: Desk, world: World) -> None:
    await desk.press("w")
    assert isinstance(desk.app.screen, ComposerScreen)
    desk.fill(headline="Blackout goes on, radio says", body="It goes on, State Radio says.")
    await desk.press("ctrl+s")
    newest = world.store.updates(world.blog.id)[0]
    assert (newest.headline, newest.evidence[0].item) == ("Blackout goes on, radio says", world.story[-1].id)


@drives("write-own")
async def write_own(desk: Desk, world: World) -> None:
    await desk.press("W")
    desk.fill(headline="What we know", body="Little.")
    await desk.press("ctrl+s")
    newest = world.store.updates(world.blog.id)[0]
    assert (newest.headline, newest.status, newest.evidence) == ("What we know", Status.DRAFT, ())


@drives("developing")
async def developing(desk: Desk, world: World) -> None:
    await desk.press("f3", "d")
    desk.fill(note="A second minister denies it.")
    await desk.press("ctrl+s")
    update = world.store.update(world.sure.id)
    assert (update.status, update.doubt) == (Status.DEVELOPING, "A second minister denies it.")


@drives("confirm")
async def confirm(desk: Desk, world: World) -> None:
    await desk.press("f2", "c")
    desk.fill(note="The director said so on camera.", evidence="official:Director of the airport")
    await desk.press("ctrl+s")
    assert world.store.update(world.open.id).status is Status.CONFIRMED


@drives("retract")
async def retract(desk: Desk, world: World) -> None:
    await desk.press("f2", "r")
    desk.fill(wrong="Nobody held it.", why="The agency withdrew.", kind="source-withdrew")
    desk.app.screen.query_one("#field-replaced_by").focus()
    await desk.type("cabi")
    await desk.press("right", "ctrl+s")
    after = world.store.update(world.open.id)
    assert after.status is Status.RETRACTED
    assert after.retraction is not None
    assert after.retraction.replaced_by == world.sure.id


async def test_what_is_typed_at_once_into_a_correction_is_its_note(
    open_desk: Callable[..., Desk], developing: Update
) -> None:
    async with open_desk() as desk:
        await desk.press("f2", "C")
        await desk.type("read wrong")
        values = desk.app.screen.values()
        assert (values["class"], values["note"]) == ("correction", "read wrong")


async def test_what_is_typed_when_the_terminal_is_closed_is_kept(
    open_desk: Callable[..., Desk], newsroom: Newsroom, developing: Update
) -> None:
    async with open_desk() as desk:
        await desk.press("f2", "C")
        await desk.pilot.press("r", "e", "a", "d")
        desk.app.part()
        (kept,) = newsroom.blogs.drafts()
        assert (kept.update, kept.fields["note"]) == (developing.id, "read")


@drives("correct")
async def correct(desk: Desk, world: World) -> None:
    await desk.press("f3", "C")
    desk.fill(
        note="An earlier version named the wrong day.",
        body="The cabinet resigned on Wednesday, a decree says.",
    )
    await desk.press("ctrl+s")
    assert world.store.update(world.sure.id).corrections[0].note == "An earlier version named the wrong day."
    assert "corrected: Cabinet resigns" in desk.seen()
    await desk.press("C")
    desk.fill(**{"class": "refile"}, body="The cabinet resigned on Wednesday, decree says.")
    await desk.press("ctrl+s")
    assert "refiled: Cabinet resigns" in desk.seen()
    await desk.press("C")
    desk.fill(note="An earlier version gave no hour.", event_time="2022-01-05 10:30", tags="roads #fuel")
    await desk.press("ctrl+s")
    after = world.store.update(world.sure.id)
    assert after.event_time == datetime(2022, 1, 5, 4, 30, tzinfo=UTC)  # Almaty's clock
    assert (after.tags, after.priority) == (("roads", "fuel"), world.sure.priority)


@drives("drafts")
async def drafts(desk: Desk, world: World) -> None:
    await desk.press("W")
    desk.fill(headline="Trains stand still")
    await desk.press("escape", "E")
    assert "Trains stand still" in desk.seen()
    await desk.press("enter", "ctrl+s")
    assert world.store.updates(world.blog.id)[0].headline == "Trains stand still"


@drives("kill")
async def kill(desk: Desk, world: World) -> None:
    await desk.press("f2", "X")
    desk.fill(ordered_by="The court of Almaty", notice="Removed by order of a court.", confirm="wrong")
    await desk.press("ctrl+s")
    assert world.store.update(world.open.id).status is Status.DEVELOPING
    desk.fill(confirm="almaty")
    await desk.press("ctrl+s")
    assert world.store.update(world.open.id).status is Status.KILLED
    assert "Out of reach" in desk.text()
    await desk.press("escape")
    assert desk.screen.foot.said == "killed"
    await desk.press("f4", "X")
    assert "What was killed stays killed." in desk.seen()
    await desk.press("escape")
    assert desk.app.screen is desk.screen
    assert "(no headline)" not in desk.seen()
    assert desk.detail().lstrip().startswith("Removed by order of a court.")


@drives("pin")
async def pin(desk: Desk, world: World) -> None:
    await desk.press("f3", "p")
    assert world.store.blog("almaty").pinned == world.sure.id
    await desk.press("p")
    assert world.store.blog("almaty").pinned == ""


@drives("into-summary", "summary")
async def summary(desk: Desk, world: World) -> None:
    def lines() -> list[tuple[str, str, str]]:
        return [(one.heading, one.text, one.update) for one in world.store.blog("almaty").summary]

    await desk.press("f3", "A", "ctrl+s")
    await desk.press("f2", "A")
    desk.fill(text="Who holds the airport.")
    await desk.press("ctrl+s")
    known = ("known", world.sure.headline, world.sure.id)
    unknown = ("unknown", "Who holds the airport.", world.open.id)
    assert lines() == [known, unknown]
    await desk.press("M")
    desk.fill(known="- The cabinet is gone. (" + world.sure.id[-8:] + ")\n\nIt rests on nothing.")
    await desk.press("ctrl+s")
    assert "stands on no update" in desk.seen()
    desk.fill(known="- The cabinet is gone. (" + world.sure.id[-8:] + ")")
    world.newsroom.blogs.add_to_summary(
        SummaryBullet(heading="unknown", text="Who gave the order.", update=world.open.id)
    )
    await desk.press("ctrl+s")
    assert "Who gave the order." in desk.seen()
    await desk.press("ctrl+s")
    assert lines() == [("known", "The cabinet is gone.", world.sure.id), unknown]
    world.newsroom.blogs.mark(world.sure.id, Mark(to=Status.DEVELOPING, note="A minister denies it."))
    await desk.press("M")
    assert "Left: The cabinet is gone." in desk.seen()
    assert "denies it." in desk.seen()
    await desk.press("escape")


@drives("change-blog")
async def change_blog(desk: Desk, world: World) -> None:
    await desk.press("ctrl+p")
    await desk.type("change the live")
    await desk.press("enter")
    desk.fill(headline="Protests in Kazakhstan", zone="Asia/Aqtau", rules="desk", why="It spread.")
    world.newsroom.blogs.change("almaty", standfirst="All over the country.")
    await desk.press("ctrl+s")
    assert "All over the country." in desk.seen()
    await desk.press("ctrl+s")
    after = world.store.blog("almaty")
    assert after.standfirst == "All over the country."
    assert (after.headline, after.zone, after.rules) == (
        "Protests in Kazakhstan",
        "Asia/Aqtau",
        HouseRules.DESK,
    )


@drives("picture", "take-picture-off", "quote-post")
async def pictures(desk: Desk, world: World) -> None:
    image = pytest.importorskip("PIL.Image")
    world.published.parent.mkdir(exist_ok=True)
    square = world.published.parent / "square.png"
    image.new("RGB", (60, 40), (120, 40, 30)).save(square)
    await desk.press("f3", "I")
    desk.fill(source=str(square))
    await desk.press("ctrl+s")
    assert "not described" in desk.seen()
    desk.fill(description="The square, empty", credit="A. Bek")
    await desk.press("ctrl+s")
    (shown,) = world.store.update(world.sure.id).media
    assert (shown.description, shown.credit, shown.source) == ("The square, empty", "A. Bek", "square.png")
    assert "shows 1 picture" in desk.seen()
    for words in ("quote a post", "take a picture off"):
        await desk.press("ctrl+p")
        await desk.type(words)
        await desk.press("enter")
        if words.startswith("quote"):
            desk.fill(who="@flat", url="https://s.example/1", text="Shots now", seen="08:10")
        else:
            assert "The square, empty" in desk.seen()
        await desk.press("ctrl+s")
    after = world.store.update(world.sure.id)
    assert after.media == ()
    post = after.evidence[-1]
    assert (post.kind, post.who, post.quote) == (EvidenceKind.SOCIAL, "@flat", "Shots now")
    assert post.dated == datetime(2022, 1, 5, 2, 10, tzinfo=UTC)  # Almaty's clock
    await desk.press("ctrl+p")
    await desk.type("take a picture off")
    await desk.press("enter")
    assert "shows no picture" in desk.seen()


@drives("key-event")
async def key_event(desk: Desk, world: World) -> None:
    await desk.press("f3", "K")
    assert world.store.update(world.sure.id).key_event
    await desk.press("K")
    assert not world.store.update(world.sure.id).key_event


@drives("history")
async def history(desk: Desk, world: World) -> None:
    await desk.press("f2", "H")
    assert "Timeline" in desk.text()
    await desk.press("c")
    desk.fill(note="Seen.", evidence="witness:Our reporter")
    await desk.press("ctrl+s")
    assert world.store.update(world.open.id).status is Status.CONFIRMED


@drives("decide-now")
async def decide_now(desk: Desk, world: World) -> None:
    await desk.press("D")
    assert desk.toasts == ["Nothing has to be decided now."]
    world.wires.clock.tick(minutes=45)
    await desk.press("D", "enter")
    assert "overdue" in desk.text()


@drives("hand-over")
async def hand_over(desk: Desk, world: World) -> None:
    await desk.press("O")
    assert world.open.headline in desk.text()


@drives("health")
async def health(desk: Desk, world: World) -> None:
    await desk.press("F", "enter")
    assert "https://almaty-courier.example.org/feed" in desk.text()
    await desk.press("escape", "space")
    assert sum(feed.paused for feed in world.store.feeds()) == 1
    await desk.press("space")
    assert sum(feed.paused for feed in world.store.feeds()) == 0
    await desk.press("e")
    desk.fill(title="The Courier", origin="Courier Group", tags="#almaty Press")
    await desk.press("ctrl+s", "e")
    desk.fill(tags="press")
    await desk.press("ctrl+s")
    assert ("The Courier", "Courier Group", ("press",)) in [
        (feed.title, feed.origin, feed.tags) for feed in world.store.feeds()
    ]
    before = len(world.store.feeds())
    await desk.press("x", "j", "k", "x")
    assert "x again" in desk.seen()
    assert len(world.store.feeds()) == before
    await desk.press("x")
    assert len(world.store.feeds()) == before - 1
    assert "u undoes it" in desk.seen()
    await desk.press("u")
    assert len(world.store.feeds()) == before
    assert "took back “removed feed”" in desk.seen()


@drives("watch")
async def watch(desk: Desk, world: World) -> None:
    await desk.press("m", "a")
    desk.fill(term="blackout")
    await desk.press("ctrl+s", "b")
    assert [(term.term, term.bell) for term in world.store.watch_terms()] == [("blackout", True)]
    await desk.press("enter")
    assert len(desk.screen.wire.lines) == 1
    await desk.press("m", "x")
    assert world.store.watch_terms() == []
    await desk.press("u")
    assert [term.term for term in world.store.watch_terms()] == ["blackout"]


async def test_after_a_watch_term_is_added_the_cursor_is_on_it_and_the_desk_knows_of_it(
    open_desk: Callable[..., Desk], newsroom: Newsroom, story: list[Item]
) -> None:
    for term in ("airport", "zenit"):
        newsroom.watch.add(term)
    async with open_desk() as desk:
        await desk.press("m", "a")
        desk.fill(term="power")
        await desk.press("ctrl+s")
        assert desk.app.screen.chosen == "power"
        await desk.until(lambda: "power" in desk.screen.wire._terms)
        await desk.press("x")
        assert [term.term for term in newsroom.store.watch_terms()] == ["airport", "zenit"]
        await desk.until(lambda: "power" not in desk.screen.wire._terms)


@drives("views")
async def views(desk: Desk, world: World) -> None:
    await desk.press("v", "a")
    desk.fill(name="Urgent", query="priority:urgent")
    await desk.press("ctrl+s")
    assert [(view.name, view.query) for view in world.store.saved_views()] == [("Urgent", "priority:urgent")]
    await desk.press("j", "enter")
    assert len(desk.screen.wire.lines) == 2
    await desk.press("escape", "v", "a")
    desk.fill(name="All of it")
    await desk.press("ctrl+s", "g", "x")
    assert "the usual view stays" in desk.seen()
    await desk.press("j", "x", "x")
    assert world.store.saved_views() == []


@drives("log")
async def log(desk: Desk, world: World) -> None:
    await desk.press("L")
    assert "aigerim" in desk.text()
    assert "confirmed" in desk.text()


@drives("show-settings")
async def settings(desk: Desk, world: World) -> None:
    file = world.published.parent / "config.toml"
    file.write_text("# ours\n[desk]\npull = false  # the wires are asked elsewhere\n", encoding="utf-8")
    await desk.press("comma")
    screen = desk.app.screen
    assert isinstance(screen, SettingsScreen)
    screen.lines.move_to_key("desk.theme")
    await desk.press("enter", "right", "ctrl+s")
    assert desk.app.theme == "wireroom-light"
    assert load(file).desk.theme == "wireroom-light"
    assert "# the wires are asked elsewhere" in file.read_text(encoding="utf-8")
    screen.lines.move_to_key("feeds.connections")
    await desk.press("enter")
    desk.fill(value="many")
    await desk.press("ctrl+s")
    assert "a whole number" in desk.seen()
    desk.fill(value="12")
    await desk.press("ctrl+s")
    assert load(file).feeds.connections == 12
    assert "from the next start on" in desk.seen()
    await desk.press("x")
    assert load(file).feeds.connections == 256
    screen.lines.move_to_key("desk.keymap")
    await desk.press("enter", "right", "ctrl+s", "escape")
    await desk.press("O")
    assert desk.app.screen is desk.screen


@drives("command-line")
async def command_line(desk: Desk, world: World) -> None:
    desk.app.command_line = ("echo",)
    await desk.press("colon")
    assert isinstance(desk.app.screen, CommandLineScreen)
    await desk.type("wire [/] x")
    await desk.press("enter")
    assert "wire [/] x" in desk.text()
    await desk.press("escape", "colon")
    await desk.type("wat")
    assert "watch" in desk.seen()
    await desk.press("tab")
    await desk.type("a")
    await desk.press("tab")
    assert desk.app.screen.query_one(Input).value == "watch add "
    await desk.type("airp")
    assert "remove" not in desk.seen()
    await desk.press("tab")
    assert "Nothing known begins so" in desk.seen()
    desk.app.screen.query_one(Input).value = ""
    await desk.type("mark x c")
    assert "confirmed" in desk.seen()
    desk.app.screen.query_one(Input).value = ""
    await desk.type("lint al")
    await desk.press("tab", "enter")
    assert desk.text().strip() == "lint almaty"
    await desk.press("escape", "colon")
    await desk.type("serve almaty")
    await desk.press("enter")
    assert "goes on until it is ended" in desk.seen()
    await desk.press("escape", "colon")
    await desk.type("undo")
    await desk.press("enter")
    assert len(desk.app.screen_stack) == 1
    assert world.store.update(world.sure.id).status is Status.DRAFT
    await desk.press("colon")
    await desk.type("4")
    await desk.press("enter")
    assert position(desk) == 4


@drives("publish")
async def publish(desk: Desk, world: World) -> None:
    await desk.press("P", "enter")
    assert (world.published / "almaty" / "index.html").is_file()


@drives("preview")
async def preview(desk: Desk, world: World) -> None:
    browser = Browser()
    webbrowser.register("wireroom-preview", None, browser, preferred=True)
    desk.app.wires = WireProcess((sys.executable, "-c", "print('http://127.0.0.1:9/almaty', flush=True)"))
    await desk.press("y")
    assert browser.opened == ["http://127.0.0.1:9/almaty"]


@drives("undo")
async def undo(desk: Desk, world: World) -> None:
    await desk.press("a", "u")
    assert world.stages()[0] is Stage.NEW
    await desk.press("g", "a", "W")
    desk.fill(headline="What we know", body="Little.")
    await desk.press("ctrl+s", "f1", "u")
    assert world.stages()[0] is Stage.KEPT
    assert "readers see nothing of it" in desk.toasts[-1]
    await desk.press("u")
    assert world.stages()[0] is Stage.NEW


@drives("choose-blog")
async def choose_blog(desk: Desk, world: World) -> None:
    world.wires.clock.tick(minutes=1)
    world.newsroom.blogs.new("aktau", "The west tonight")
    await desk.press("b", "enter")
    assert desk.screen.blog is not None
    assert desk.screen.blog.blog.slug == "aktau"


@drives("new-blog")
async def new_blog(desk: Desk, world: World) -> None:
    await desk.press("B", "escape")
    assert len(desk.app.screen_stack) == 1
    await desk.press("B")
    desk.fill(slug="aktau", headline="The west tonight", rules="agency")
    await desk.press("escape")
    assert "Esc again leaves it" in desk.seen()
    await desk.press("ctrl+s")
    assert world.store.blog("aktau").rules == "agency"


@drives("end-coverage")
async def end_coverage(desk: Desk, world: World) -> None:
    await desk.press("ctrl+p")
    await desk.type("end coverage")
    await desk.until(lambda: "End the coverage" in desk.seen() or "End coverage" in desk.seen())
    await desk.press("enter")
    await desk.until(lambda: "Undecided updates stay" in desk.seen())
    await desk.press("ctrl+s")
    assert world.store.blog("almaty").state is BlogState.ENDED


@drives("reopen-coverage")
async def reopen_coverage(desk: Desk, world: World) -> None:
    world.newsroom.blogs.end("almaty", override="Nobody is left at the desk.")
    await desk.press("ctrl+p")
    await desk.type("reopen coverage")
    await desk.until(lambda: "Reopen coverage" in desk.seen())
    await desk.press("enter")
    await desk.until(lambda: world.store.blog("almaty").state is BlogState.LIVE)


@drives("add-feed")
async def add_feed(desk: Desk, world: World) -> None:
    desk.app.wires = NoWires()  # type: ignore[assignment]
    with loopback_wires() as server:
        address = server.serve("/rss", rss([Story(guid="1")], title="New wire"))
        page = server.serve("/", b'<link rel="alternate" type="application/rss+xml" href="/rss">')
        await desk.press("plus")
        desk.fill(url=page, tags="almaty")
        await desk.press("ctrl+s")
        await desk.until(lambda: "wireroom feeds add URL --private" in desk.seen())
        desk.fill(private="yes")
        await desk.press("ctrl+s")
        await desk.until(lambda: world.store.feed_by_url(address) is not None)
    feed = world.store.feed_by_url(address)
    assert feed is not None
    assert (feed.title, feed.tags, feed.private) == ("New wire", ("almaty",), True)


@drives("full-text")
async def full_text(desk: Desk, world: World) -> None:
    pytest.importorskip("trafilatura")
    told = "The cabinet resigned on Wednesday after four days of protests in the west of the country. " * 8
    with loopback_wires() as server:
        link = server.serve("/story", f"<html><body><article><p>{told}</p></article></body></html>".encode())
        world.newsroom.wire.add_feed(world.wires.feed("Netwatch").url, private=True)
        world.wires.bring("Netwatch", "Cabinet resigns", link=link)
        await desk.rest()
        await desk.press("i", "g", "f")
        await desk.until(lambda: "four days of protests" in desk.text())
    assert "The article on its page" in desk.text()
    await desk.press("j", "k")
    assert "four days of protests" not in desk.text()


@drives("help")
async def helping(desk: Desk, world: World) -> None:
    await desk.press("question_mark")
    assert isinstance(desk.app.screen, HelpScreen)
    await desk.type("spike")
    rows = [line for line in desk.text().splitlines() if line.strip()]
    assert any("Spike" in row for row in rows)
    assert not any("Publish:" in row for row in rows)


@drives("palette")
async def palette(desk: Desk, world: World) -> None:
    await desk.press("ctrl+p")
    await desk.type("keep")
    await desk.until(lambda: "Keep the item for writing up" in desk.seen())
    await desk.press("enter")
    await desk.until(lambda: world.stages()[0] is Stage.KEPT)


@drives("zen")
async def zen(desk: Desk, world: World) -> None:
    await desk.press("z")
    assert desk.screen.wire.size.width == desk.screen.size.width
    assert desk.screen.floor.lanes.size.width == 0 or not desk.screen.floor.lanes.display
    await desk.press("z")
    assert desk.screen.wire.size.width < desk.screen.size.width


@drives("wider-wire", "narrower-wire", "taller-detail", "shorter-detail")
async def panes_resize_and_remember(desk: Desk, world: World) -> None:
    floor = desk.screen.floor
    width, height = floor.wire.size.width, floor.wire.size.height
    await desk.press("greater_than_sign")
    assert floor.wire.size.width > width
    await desk.press("2", "less_than_sign")
    assert floor.wire.size.width < width
    await desk.press("equals_sign")
    assert floor.wire.size.height < height
    await desk.press("2", "minus")
    assert floor.wire.size.height > height
    assert Memory(world.published.parent / "desk.json").read() == Layout(wire=55, upper=65)


@drives("next-theme")
async def next_theme(desk: Desk, world: World) -> None:
    for name in ("wireroom-light", "terminal", "wireroom-dark"):
        await desk.press("T")
        assert desk.app.theme == name


@drives("quit")
async def quitting(desk: Desk, world: World) -> None:
    await desk.press("Q")
    await desk.until(lambda: not desk.app.is_running)


async def test_words_under_embargo_are_edited_where_others_are_corrected(
    open_desk: Callable[..., Desk], newsroom: Newsroom, story: list[Item], blog: LiveBlog
) -> None:
    held = newsroom.blogs.write(
        blog.slug,
        WriteUp(
            headline="Cabinet resigns",
            items=(story[0].id,),
            status=Status.DEVELOPING,
            embargo=newsroom.clock.now() + timedelta(hours=1),
        ),
    )
    async with open_desk() as desk:
        await desk.press("tab", "C")
        desk.fill(headline="Cabinet steps down")
        await desk.press("ctrl+s")
        assert "edited: Cabinet steps down" in desk.seen()
    assert newsroom.store.update(held.id).headline == "Cabinet steps down"


async def test_what_readers_have_seen_is_corrected_also_by_a_clock_that_is_behind_its_embargo(
    open_desk: Callable[..., Desk], newsroom: Newsroom, story: list[Item], blog: LiveBlog, clock: FakeClock
) -> None:
    end = clock.now() + timedelta(hours=1)
    out = newsroom.blogs.write(
        blog.slug,
        WriteUp(headline="Cabinet resigns", items=(story[0].id,), status=Status.DEVELOPING, embargo=end),
    )
    clock.time = end + timedelta(minutes=1)
    newsroom.blogs.key_event(out.id)
    clock.tick(minutes=-30)
    async with open_desk() as desk:
        await desk.press("tab", "C")
        desk.fill(headline="Cabinet steps down", note="An earlier version said resigns.")
        await desk.press("ctrl+s")
        assert "corrected: Cabinet steps down" in desk.seen()


def test_the_hand_over_of_an_empty_blog_says_that_there_is_nothing(
    newsroom: Newsroom, blog: LiveBlog
) -> None:
    told = [
        "".join(span.text for span in block.spans)
        for block in handover_blocks(newsroom.blogs.handover(blog.slug))
    ]
    assert told[1].endswith(" · no updates")


def test_no_command_is_forgotten() -> None:
    assert set(DRIVES) == set(BY_ID)


@pytest.mark.parametrize("drive", dict.fromkeys(DRIVES.values()), ids=lambda drive: drive.__name__)
async def test_a_command_does_what_it_says(
    drive: Drive,
    open_desk: Callable[..., Desk],
    newsroom: Newsroom,
    store: Store,
    story: list[Item],
    blog: LiveBlog,
    developing: Update,
    wires: Wires,
    tmp_path: Path,
) -> None:
    sure = newsroom.blogs.write(
        blog.slug,
        WriteUp(
            headline="Cabinet resigns",
            body="The cabinet resigned on Tuesday, a decree says.",
            evidence=(Evidence(kind=EvidenceKind.DOCUMENT, who="Presidential decree"),),
            status=Status.CONFIRMED,
            note="Decree on the site of the presidency.",
        ),
    )
    wires.clock.tick(minutes=1)
    world = World(newsroom, store, story, blog, developing, sure, wires, tmp_path / "published")
    async with open_desk() as desk:
        await drive(desk, world)


async def test_a_command_that_is_refused_where_it_stands_does_not_end_the_night(
    open_desk: Callable[..., Desk], story: list[Item]
) -> None:
    async with open_desk() as desk:
        desk.app.wires = WireProcess(())
        await desk.press("R")
        assert desk.app.is_running
        await desk.until(lambda: any("without a command line" in told for told in desk.toasts))
