"""Plays the demo's day: pulls the wires at story times and lets the editors act between the pulls."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.demo.clock import RunningClock
from tui.demo.editors import Editors
from tui.demo.script import Act
from tui.demo.server import serving
from tui.demo.story import Story, bundled
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom
    from wireroom.feeds.ingest import Puller

#: When the desk opens on a demo that is watched (hours and minutes): something has come in, nothing big has happened.
OPENS = "07:00"

#: Told of each thing done: the story time, who, and what.
Teller = Callable[[datetime, str, str], None]


def story_clock(*, speed: float, started: float) -> RunningClock:
    """The clock of an open demo; all its processes share ``started`` (seconds since the epoch) and tell one time."""
    story = bundled()
    return RunningClock(begins=story.at(OPENS), ends=story.ends, speed=speed, started=started)


class Moment(Struct, frozen=True, kw_only=True):
    """Something that happens at a time of the story: an act of an editor, or else a pull of all wires."""

    at: datetime
    act: Act | None = None


class Played(Struct, frozen=True, kw_only=True):
    """What came of the day; ``published`` is where the last snapshot went, empty without one."""

    items: int
    edits: int
    updates: int
    acts: int
    published: str


def moments(story: Story, pull_every: timedelta, opens: datetime) -> Iterator[Moment]:
    """Everything that happens, in order; a pull goes before an act of the same minute.

    Until the desk ``opens`` wires are pulled as often as the story says, then ``pull_every`` so often.
    """
    unhurried = timedelta(minutes=story.minutes_between_pulls)
    pull_at = story.begins
    for act in story.acts:
        act_at = story.at(act.at)
        while pull_at <= act_at:
            yield Moment(at=pull_at)
            pull_at += pull_every if pull_at >= opens else unhurried
        yield Moment(at=act_at, act=act)
    while pull_at <= story.ends:
        yield Moment(at=pull_at)
        pull_at += pull_every if pull_at >= opens else unhurried


class Performance:
    """One playing of the story into a newsroom whose clock tells story time.

    ``arrive`` waits for a story time, or makes it so; ``opened`` is called when the story has come to ``opens`` (hours
    and minutes; else its beginning). With ``with_editors`` the script is played as well.
    With ``forgiving``, an act that the desk refuses is told and passed over: somebody else is at the desk, too.
    ``minutes_between_pulls`` takes the place of the story's own.
    """

    def __init__(
        self,
        story: Story,
        newsroom: "Newsroom",
        puller: "Puller",
        *,
        arrive: Callable[[datetime], Awaitable[None]],
        tell: Teller,
        opens: str = "",
        opened: Callable[[], None] = lambda: None,
        with_editors: bool = True,
        forgiving: bool = False,
        minutes_between_pulls: int = 0,
    ) -> None:
        self._story = story
        self._newsroom = newsroom
        self._puller = puller
        self._arrive = arrive
        self._tell = tell
        self._opens = story.at(opens) if opens else story.begins
        self._opened = opened
        self._pull_every = timedelta(minutes=minutes_between_pulls or story.minutes_between_pulls)
        self._with_editors = with_editors
        self._forgiving = forgiving
        self.editors = Editors(newsroom, story)
        """Who acts."""

    async def play(self, *, until: str = "") -> Played:
        """Play to the end of the day, or to ``until`` (hours and minutes of it).

        Raises what the desk and the puller raise.
        """
        end = self._story.at(until) if until else self._story.ends
        items = edits = acts = 0
        with serving(self._story.wires, self._newsroom.clock) as address:
            self.editors.open_newsroom(address)
            waiting = True
            for moment in moments(self._story, self._pull_every, self._opens):
                if moment.at > end:
                    break
                if waiting and moment.at >= self._opens:
                    self._opened()
                    waiting = False
                await self._arrive(moment.at)
                if moment.act is None:
                    report = await self._puller.pull(everything=False, feeds=self.editors.feeds)
                    items += report.new_items
                    edits += report.changed_items
                elif self._with_editors:
                    self._perform(moment.act)
                    acts += 1
        return Played(
            items=items,
            edits=edits,
            updates=len(self.editors.updates),
            acts=acts,
            published=self.editors.published,
        )

    def _perform(self, act: Act) -> None:
        try:
            said = self.editors.perform(act)
        except WireroomError as trouble:
            if not self._forgiving:
                raise
            said = f"could not: {trouble}"
        self._tell(self._newsroom.clock.now(), act.by, said)
