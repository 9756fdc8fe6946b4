"""The whole job by keys: triage, write up, mark, publish, undo; what counts is what the store holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

import tui
from tests.support.clock import FakeClock
from tests.tui.conftest import Wires
from tests.tui.driving import Desk
from tui.app import DeskApp
from tui.notification import notification
from tui.presenter import ProblemScreen
from tui.screens.form import FormScreen
from wireroom.desk.newsroom import Newsroom
from wireroom.model import WIRES, Act, AlertKind, Item, LiveBlog, Priority, SourceAlert, Stage, Status, Update
from wireroom.ports.store import Store

OpenDesk = Callable[..., Desk]
SIZES = [(60, 20), (80, 24), (120, 36), (200, 50)]


@pytest.mark.parametrize("size", SIZES)
async def test_every_pane_is_reached_by_key(
    open_desk: OpenDesk, developing: Update, size: tuple[int, int]
) -> None:
    async with open_desk(size=size) as desk:
        for key, pane in (
            ("f2", "developing"),
            ("f3", "confirmed"),
            ("f4", "retracted"),
            ("f5", "detail"),
            ("f1", "wire"),
        ):
            await desk.press(key)
            assert desk.screen.floor.at == pane
            assert desk.app.focused is not None
            assert desk.app.focused.size.height > 0
        went_round = []
        for _ in range(5):
            await desk.press("tab")
            went_round.append(desk.screen.floor.at)
        assert went_round == ["developing", "confirmed", "retracted", "detail", "wire"]


async def test_keep_and_spike_move_on_and_are_stored(
    open_desk: OpenDesk, story: list[Item], store: Store
) -> None:
    newest, second, third = story[-1], story[-2], story[-3]
    async with open_desk() as desk:
        await desk.press("a", "s")
        assert store.item(newest.id).stage is Stage.KEPT
        assert store.item(second.id).stage is Stage.SPIKED
        current = desk.screen.wire.lines.current
        assert current is not None
        assert current.key == third.id


async def test_undo_takes_back_a_bulk_act_as_one(
    open_desk: OpenDesk, story: list[Item], store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("space", "space", "space", "s")
        assert [store.item(item.id).stage for item in story[-3:]] == [Stage.SPIKED] * 3
        await desk.press("u")
        assert [store.item(item.id).stage for item in story[-3:]] == [Stage.NEW] * 3


async def test_a_count_before_a_key_acts_on_so_many(
    open_desk: OpenDesk, story: list[Item], store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("3", "a")
        assert [store.item(item.id).stage for item in reversed(story)][:4] == [Stage.KEPT] * 3 + [Stage.NEW]
        await desk.press("2", "full_stop")
        assert sum(store.item(item.id).stage is Stage.KEPT for item in story) == 5


async def test_tags_are_typed_and_completed(
    open_desk: OpenDesk, story: list[Item], store: Store, newsroom: Newsroom
) -> None:
    newsroom.wire.tag([story[0].id], add=["almaty"])
    async with open_desk() as desk:
        await desk.press("t")
        await desk.type("fuel alm")
        await desk.press("right", "enter")
        assert store.item(story[-1].id).tags == ("fuel", "almaty")


async def test_the_filter_follows_the_fingers(open_desk: OpenDesk, story: list[Item]) -> None:
    async with open_desk() as desk:
        await desk.press("slash")
        await desk.type("blackout")
        assert [row.item.headline for row in desk.screen.wire.lines.rows()] == [story[4].headline]
        await desk.press("enter", "a")
        assert desk.screen.wire.lines.has_focus
        await desk.press("escape")
        assert len(desk.screen.wire.lines) == len(story)


async def test_a_mistake_in_the_filter_is_shown_where_it_is_typed(
    open_desk: OpenDesk, story: list[Item]
) -> None:
    async with open_desk() as desk:
        await desk.press("slash")
        await desk.type("stage:nonsense")
        assert "filter" in desk.seen()
        assert "stage" in desk.screen.wire.head.words


async def test_new_items_wait_and_move_nothing(open_desk: OpenDesk, story: list[Item], wires: Wires) -> None:
    async with open_desk() as desk:
        await desk.press("j", "j")
        before = desk.screen.wire.lines.current
        for number in range(12):
            wires.bring("Meridian Press", f"Late line {number}")
        await desk.rest()
        assert desk.screen.wire.lines.current is before
        assert "12 new" in desk.seen()
        await desk.press("i")
        assert desk.screen.wire.lines.current is before
        assert len(desk.screen.wire.lines) == len(story) + 12
        await desk.press("g")
        current = desk.screen.wire.lines.current
        assert current is not None
        assert current.item.headline == "Late line 11"


async def test_ages_follow_the_newsroom_s_clock(
    open_desk: OpenDesk, story: list[Item], clock: FakeClock
) -> None:
    """However fast it runs: the clock of a demo tells an hour in a minute."""
    async with open_desk() as desk:
        assert "  3m State Radio" in desk.seen()
        clock.tick(minutes=7)
        await desk.until(lambda: " 10m State Radio" in desk.seen())


@pytest.mark.parametrize("key", ["question_mark", "colon", "ctrl+p", "F"])
async def test_ages_are_true_behind_what_lay_on_the_desk(
    open_desk: OpenDesk, story: list[Item], clock: FakeClock, key: str
) -> None:
    async with open_desk() as desk:
        await desk.press(key)
        clock.tick(minutes=7)
        desk.screen.tick()
        await desk.press("escape")
        assert desk.app.screen is desk.screen
        await desk.until(lambda: " 10m State Radio" in desk.seen())
        assert " 13m Northern Wire" in desk.seen()


async def test_what_must_be_decided_is_as_late_in_the_detail_as_in_its_lane(
    open_desk: OpenDesk, developing: Update, clock: FakeClock
) -> None:
    assert developing.review_due is not None
    async with open_desk() as desk:
        await desk.press("f2")
        assert "overdue" not in desk.detail()
        rests_on = desk.detail().partition("Rests on")[2]
        clock.time = developing.review_due
        clock.tick(minutes=9)
        desk.screen.tick()
        assert "overdue 9 min" in desk.detail()
        assert desk.detail().partition("Rests on")[2] == rests_on != ""


async def test_another_desk_s_act_shows(open_desk: OpenDesk, story: list[Item], newsroom: Newsroom) -> None:
    async with open_desk() as desk:
        newsroom.wire.keep([story[-1].id])
        await desk.rest()
        current = desk.screen.wire.lines.current
        assert current is not None
        assert current.item.stage is Stage.KEPT


async def test_begin_a_blog_write_up_confirm_retract(
    open_desk: OpenDesk, story: list[Item], store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("B")
        desk.fill(slug="almaty", headline="Protests in Almaty", zone="Asia/Almaty")
        await desk.press("ctrl+s")
        (blog,) = store.blogs()
        assert (blog.slug, blog.zone) == ("almaty", "Asia/Almaty")

        await desk.press("j", "w")
        desk.fill(
            headline="Airport held, agency says", body="A crowd holds the airport, Northern Wire reports."
        )
        await desk.press("ctrl+s")
        (update,) = store.updates(blog.id)
        assert (update.status, update.evidence[0].item) == (Status.DEVELOPING, story[-2].id)
        assert store.item(story[-2].id).stage is Stage.USED

        await desk.press("f2", "c")
        desk.fill(note="The airport's director told us.", evidence="official:Director of the airport")
        await desk.press("ctrl+s")
        assert store.update(update.id).status is Status.CONFIRMED

        await desk.press("f3", "r")
        desk.fill(
            wrong="The airport was never held.", why="The director took it back.", kind="source-withdrew"
        )
        await desk.press("ctrl+s")
        taken = store.update(update.id)
        assert taken.status is Status.RETRACTED
        assert taken.retraction is not None
        assert taken.retraction.wrong == "The airport was never held."
        await desk.press("f4")
        assert "The airport was never held." in desk.detail()


async def test_a_refusal_stays_in_the_form_with_what_is_missing(
    open_desk: OpenDesk, developing: Update, store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("f2", "c", "ctrl+s")
        form = desk.app.screen
        assert isinstance(form, FormScreen)
        assert "\n- A note is missing" in form.trouble
        assert store.update(developing.id).status is Status.DEVELOPING
        await desk.press("escape")
        assert desk.app.screen is desk.screen


async def test_publish_writes_the_page(
    open_desk: OpenDesk, developing: Update, blog: LiveBlog, tmp_path: Path, store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("P")
        assert "New for readers: 1" in desk.text()
        await desk.press("enter")
        assert "Published" in desk.text()
        page = tmp_path / "published" / "almaty" / "index.html"
        assert "Airport held by crowd, agency says" in page.read_text(encoding="utf-8")
        assert len(store.snapshots(blog.id)) == 1


async def test_correct_a_standing_update_and_refuse_a_wrong_refile(
    open_desk: OpenDesk, developing: Update, store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("f2", "C")
        desk.fill(**{"class": "refile"}, headline="Airport not held by crowd, agency says")
        await desk.press("ctrl+s")
        assert isinstance(desk.app.screen, FormScreen)
        desk.fill(**{"class": "correction"}, note="An earlier version said it was held; it is not.")
        await desk.press("ctrl+s")
        update = store.update(developing.id)
        assert update.headline == "Airport not held by crowd, agency says"
        assert update.corrections[0].note == "An earlier version said it was held; it is not."


async def test_history_shows_the_difference_of_the_words(
    open_desk: OpenDesk, developing: Update, newsroom: Newsroom
) -> None:
    from wireroom.desk.forms import Amendment

    newsroom.blogs.correct(
        developing.id, Amendment(headline="Airport free, agency says", note="Earlier: held; it is free.")
    )
    async with open_desk() as desk:
        await desk.press("f2", "H")
        await desk.until(lambda: "[-held by crowd-]" in desk.detail())
        assert "{+free+}" in desk.detail()


async def test_nothing_to_undo_is_said_as_help(open_desk: OpenDesk, story: list[Item]) -> None:
    async with open_desk() as desk:
        for _ in range(10):
            await desk.press("u")
            if isinstance(desk.app.screen, ProblemScreen):
                break
        assert isinstance(desk.app.screen, ProblemScreen)
        assert "nothing to undo" in desk.seen()


async def test_the_first_run_offers_three_doors(open_desk: OpenDesk) -> None:
    async with open_desk(size=(80, 24)) as desk:
        seen = desk.seen()
        for words in ("demo newsroom", "starter list", "URL"):
            assert words in seen
        await desk.press("u")
        assert isinstance(desk.app.screen, FormScreen)


async def test_the_demo_door_ends_the_desk_with_the_wish(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("d")
    assert desk.app.return_value == "demo"


async def test_the_starter_list_is_subscribed_to(open_desk: OpenDesk, store: Store) -> None:
    async with open_desk() as desk:
        desk.app.wires = NoWires()  # type: ignore[assignment]
        await desk.press("s")
        assert len(store.feeds()) >= 10


class NoWires:
    """Stands in for the process that asks the wires: nothing leaves this machine in a test."""

    def __init__(self) -> None:
        self.asked = 0

    def ask_all(self) -> bool:
        self.asked += 1
        return True

    def stop(self) -> None:
        """Nothing was started."""


async def test_a_command_that_lacks_something_says_what(open_desk: OpenDesk, story: list[Item]) -> None:
    async with open_desk() as desk:
        await desk.press("c")
        assert desk.screen.foot.said == "Move to an update in a lane first."
        assert desk.toasts == []
        await desk.press("j")
        assert desk.screen.foot.said == ""


async def test_priority_and_key_event_are_filed(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog, store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("w")
        desk.fill(priority="flash", key_event="yes", status="draft")
        await desk.press("ctrl+s")
        (update,) = store.updates(blog.id)
        assert (update.status, update.priority, update.key_event) == (Status.DRAFT, Priority.FLASH, True)


class Rung(DeskApp):
    """Counts its bells, and keeps what is sent to the terminal beside the picture."""

    CSS_PATH = [str(Path(tui.__file__).parent / path) for path in DeskApp.CSS_PATH or ()]  # noqa: RUF012
    rung = 0
    sent: tuple[str, ...] = ()

    def bell(self) -> None:
        self.rung += 1

    def tell_terminal(self, sequence: str) -> None:
        self.sent += (sequence,)


async def test_a_watch_term_rings_once_whatever_the_wire_is_filtered_by(
    newsroom: Newsroom, story: list[Item], wires: Wires
) -> None:
    newsroom.watch.add("blackout", bell=True)
    newsroom.watch.add("curfew")
    app = Rung(newsroom, pull=False, blog=None)
    async with Desk(app, (120, 36)) as desk:
        await desk.press("slash")
        await desk.type("airport")
        await desk.press("enter")
        assert app.rung == 0
        wires.bring("Netwatch", "Curfew goes on")
        await desk.rest()
        assert app.rung == 0
        wires.bring("Netwatch", "Blackout ends in the west")
        wires.bring("Netwatch", "Blackout ends everywhere")
        await desk.rest()
        assert app.rung == 1
        assert "watched: Blackout ends everywhere and 1 more item" in desk.screen.foot.said
        await desk.rest()
        assert app.rung == 1
        assert len(app.sent) == 1
        assert "watched: Blackout ends everywhere and 1 more item" in app.sent[0]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-kitty"}, "\x1b]9;Wireroom: Fire, out ]0,x\x1b\\"),
        ({"TERM": "rxvt-unicode"}, "\x1b]777;notify;Wireroom;Fire, out ]0,x\x1b\\"),
        ({"VTE_VERSION": "7600"}, "\x1b]777;notify;Wireroom;Fire, out ]0,x\x1b\\"),
        ({"TMUX": "/x"}, "\x1bPtmux;\x1b\x1b]9;Wireroom: Fire, out ]0,x\x1b\x1b\\\x1b\\"),
    ],
)
def test_a_notification_says_words_and_nothing_to_the_terminal(
    environment: dict[str, str], expected: str
) -> None:
    """What a wire writes ends no sequence and begins none."""
    assert notification("Fire; out\x1b\x07\x9c \x1b]0;x\n", environment) == expected


async def test_q_leaves_at_once_where_nothing_is_open(open_desk: OpenDesk, story: list[Item]) -> None:
    async with open_desk() as desk:
        await desk.press("q")
        await desk.until(lambda: not desk.app.is_running)


async def test_q_asks_before_it_leaves_a_draft(
    open_desk: OpenDesk, story: list[Item], blog: LiveBlog, store: Store
) -> None:
    async with open_desk() as desk:
        await desk.press("P", "enter")
        await desk.until(lambda: bool(store.snapshots(blog.id)))
        await desk.press("escape", "w")
        desk.fill(headline="Half a headl")
        await desk.press("escape", "q")
        assert "1 draft of yours not filed" in desk.seen()
        await desk.press("escape")
        assert desk.app.is_running


async def test_what_must_be_decided_is_told_with_its_reason(
    open_desk: OpenDesk, developing: Update, newsroom: Newsroom, later: Callable[[float], None]
) -> None:
    (cited,) = developing.evidence
    alert = SourceAlert(
        id="017e282d-0000-7000-8000-0000000000aa",
        blog=developing.blog,
        update=developing.id,
        item=cited.item,
        kind=AlertKind.MARKED,
        at=newsroom.clock.now(),
        from_version=1,
        to_version=2,
        was="",
        now="",
    )
    with newsroom.store.transaction() as tx:
        tx.record(Act(at=alert.at, who=WIRES, what="alerted", blog=developing.blog), alert)
    async with open_desk(size=(120, 36)) as desk:
        await desk.press("D")
        assert "Airport held by crowd, agency" in desk.seen()
        assert "Northern Wire corrected or withdrew its copy" in desk.seen()


async def test_the_detail_counts_the_items_and_origins_of_a_story(open_desk: OpenDesk, wires: Wires) -> None:
    for minute in ("noon", "one"):
        wires.bring("Netwatch", f"Network down since {minute}", cluster="c1")
    async with open_desk(size=(120, 36)) as desk:
        assert "2 items, 1 origin\n" in f"{desk.detail()}\n"
