"""How an update looks as two lines of a lane."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct
from rich.cells import cell_len

from tui.styles.glyphs import KEY_EVENT, PICKED, PINNED, STATUS, priority_word
from tui.views import BlogView
from tui.widgets.copy import fit, line
from tui.widgets.due import due
from tui.widgets.look import Look
from tui.widgets.spans import Span
from tui.widgets.when import clock, counted
from wireroom.model import STANDING_STATUSES, Status, Update
from wireroom.ports.clock import Clock

STATUS_PART = {
    Status.DRAFT: "quiet",
    Status.DEVELOPING: "developing",
    Status.CONFIRMED: "confirmed",
    Status.RETRACTED: "retracted",
    Status.KILLED: "retracted",
}


#: Which updates each lane holds.
LANES = {
    "developing": (Status.DRAFT, Status.DEVELOPING),
    "confirmed": (Status.CONFIRMED,),
    "retracted": (Status.RETRACTED, Status.KILLED),
}

NO_BLOG = ("No live blog yet.", "B begins one.")
NOTHING_IN = {
    "developing": ("Nothing undecided.", "w writes up an item of the wire."),
    "confirmed": ("Nothing confirmed yet.", "c confirms an update."),
    "retracted": ("Nothing taken back.",),
}


class LaneRow(Struct, frozen=True):
    """An update as a lane knows it: in the zone of its blog, with what its blog says of it."""

    update: Update
    zone: str
    pinned: bool = False
    alerts: int = 0
    writer: str = ""
    """Who is writing it at another desk."""

    @property
    def key(self) -> str:
        """The update's id."""
        return self.update.id


def headline_of(update: Update) -> str:
    """What an update is called: after a kill, which took its headline, by the words that readers are given."""
    return update.headline or (update.kill.notice if update.kill is not None else "(no headline)")


class LanePainter:
    """Paints updates: headline on the first line, standing on the second."""

    def __init__(self, wall: Clock) -> None:
        self._clock = wall

    def stamp(self, row: LaneRow) -> object:
        """How long until it must be decided, in words."""
        return due(row.update, self._clock.now())

    def paint(self, row: LaneRow, width: int, look: Look) -> list[list[Span]]:
        """Two lines: sign, time and headline; status in words and what speaks for and against it."""
        update, on = row.update, look.ground
        part = STATUS_PART[update.status]
        gutter = PICKED if look.picked else "❯" if look.cursor and look.focused else " "
        at = update.event_time or update.first_published or update.filed
        first = [
            Span(f"{gutter}{STATUS[update.status]} ", part, bold=True, on=on),
            Span(f"{clock(at, row.zone)} ", "quiet", on=on),
        ]
        room = width - 10
        word = priority_word(update.priority, update.headline)
        if word and room > 24:
            first.append(Span(f"{word} ", "alarm", bold=True, on=on))
            room -= cell_len(word) + 1
        headline = line(headline_of(update))
        first.append(Span(f"{fit(headline, room)} ", bold=True, on=on))
        return [first, self._second(row, width, on)]

    def _second(self, row: LaneRow, width: int, on: str) -> list[Span]:
        update = row.update
        spans = [Span("   ", on=on), Span(update.status.value, STATUS_PART[update.status], on=on)]
        words, loud = self._standing(row), self._loud(row)
        room = width - 4 - cell_len(update.status.value)
        if loud:
            shown = fit(f"  {loud}", min(cell_len(loud) + 2, room))
            spans.append(Span(shown, "alarm", bold=True, on=on))
            room -= cell_len(shown)
        return [*spans, Span(f"{fit(f'  {words}' if words else '', room)} ", "quiet", on=on)]

    def _loud(self, row: LaneRow) -> str:
        """What asks for a decision now, and who is at it."""
        parts = [line(row.writer)] if row.writer else []
        if row.alerts:
            parts.append("source alert" if row.alerts == 1 else f"{row.alerts} source alerts")
        review = due(row.update, self._clock.now())
        if review.now:
            parts.append(review.words)
        return ", ".join(parts)

    def _standing(self, row: LaneRow) -> str:
        update = row.update
        parts = []
        if row.pinned:
            parts.append(f"{PINNED} pinned")
        if update.key_event:
            parts.append(f"{KEY_EVENT} key event")
        review = due(update, self._clock.now())
        if review.words and not review.now:
            parts.append(review.words)
        if update.status in (Status.DRAFT, Status.DEVELOPING, Status.CONFIRMED):
            parts.append(_resting_on(update))
        if update.status is Status.RETRACTED and update.retraction is not None:
            parts.append(f"{update.retraction.kind.value}: {line(update.retraction.wrong)}")
        if update.corrections and update.status in STANDING_STATUSES:
            parts.append("corrected")
        return " · ".join(parts)


def _resting_on(update: Update) -> str:
    """How many sources, and how many origins where those are fewer."""
    sources = len(update.evidence)
    origins = len({piece.origin or piece.who for piece in update.evidence})
    return (
        counted(sources, "source")
        if sources == origins
        else f"{sources} sources, {counted(origins, 'origin')}"
    )


class LaneView(Struct, frozen=True):
    """What a lane shows: its rows, how many source alerts wait for a decision, and what it says while empty."""

    rows: tuple[LaneRow, ...] = ()
    to_decide: int = 0
    notice: tuple[str, ...] = NO_BLOG
    words: str = ""

    @property
    def loud(self) -> str:
        """What stands out in its head."""
        return f"{self.to_decide} to decide" if self.to_decide else ""


def lane_view(lane: str, view: BlogView | None, writers: Mapping[str, str]) -> LaneView:
    """What a lane shows of a live blog; ``writers`` says who does what to which update at other desks."""
    if view is None:
        return LaneView()
    alerts = Counter(alert.update for alert in view.alerts)
    updates = view.of(*LANES[lane])
    rows = tuple(
        LaneRow(
            update,
            view.blog.zone,
            view.blog.pinned == update.id,
            alerts[update.id],
            writers.get(update.id, ""),
        )
        for update in updates
    )
    to_decide = sum(alerts[update.id] for update in updates)
    return LaneView(rows, to_decide, NOTHING_IN[lane], str(len(rows)))
