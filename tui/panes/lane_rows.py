"""How an update looks as two lines of a lane."""

from collections.abc import Callable

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tui.styles.glyphs import KEY_EVENT, PICKED, PINNED, PRIORITY, STATUS
from tui.widgets.brush import Brush
from tui.widgets.copy import fit, line
from tui.widgets.look import Look
from tui.widgets.when import clock, counted, span
from wireroom.model import Status, Update
from wireroom.ports.clock import Clock

STATUS_PART = {
    Status.DRAFT: "quiet",
    Status.DEVELOPING: "developing",
    Status.CONFIRMED: "confirmed",
    Status.RETRACTED: "retracted",
    Status.KILLED: "retracted",
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


class LanePainter:
    """Paints updates: headline on the first line, standing on the second."""

    def __init__(self, wall: Clock, brush: Callable[[], Brush]) -> None:
        self._clock = wall
        self._brush = brush

    def stamp(self, row: LaneRow) -> object:
        """How long until it must be decided, in words."""
        return self._due(row.update)

    def ground(self) -> Style:
        """Nothing, in the colour of the ground."""
        return self._brush().style()

    def notice(self) -> Style:
        """Quiet words."""
        return self._brush().style("quiet")

    def paint(self, row: LaneRow, width: int, look: Look) -> list[list[Segment]]:
        """Two lines: sign, time and headline; status in words and what speaks for and against it."""
        update, on, brush = row.update, look.ground, self._brush()
        part = STATUS_PART[update.status]
        gutter = PICKED if look.picked else "❯" if look.cursor and look.focused else " "
        at = update.event_time or update.first_published or update.filed
        first = [
            brush.segment(f"{gutter}{STATUS[update.status]} ", part, on, bold=True),
            brush.segment(f"{clock(at, row.zone)} ", "quiet", on),
        ]
        room = width - 10
        word = PRIORITY[update.priority]
        if word and room > 24:
            first.append(brush.segment(f"{word} ", "alarm", on, bold=True))
            room -= cell_len(word) + 1
        headline = line(update.headline) or "(no headline)"
        first.append(brush.segment(f"{fit(headline, room)} ", "text", on, bold=True))
        return [first, self._second(row, width, on)]

    def _second(self, row: LaneRow, width: int, on: str) -> list[Segment]:
        update, brush = row.update, self._brush()
        segments = [
            brush.segment("   ", "text", on),
            brush.segment(update.status.value, STATUS_PART[update.status], on),
        ]
        words, loud = self._standing(row), self._loud(row)
        room = width - 3 - cell_len(update.status.value)
        if loud:
            shown = fit(f"  {loud}", min(cell_len(loud) + 2, room))
            segments.append(brush.segment(shown, "alarm", on, bold=True))
            room -= cell_len(shown)
        segments.append(brush.segment(fit(f"  {words}" if words else "", room), "quiet", on))
        return segments

    def _loud(self, row: LaneRow) -> str:
        """What asks for a decision now, and who is at it."""
        parts = [f"{line(row.writer)} writes"] if row.writer else []
        if row.alerts:
            parts.append("source alert" if row.alerts == 1 else f"{row.alerts} source alerts")
        due = self._due(row.update)
        if due.startswith("overdue"):
            parts.append(due)
        return ", ".join(parts)

    def _due(self, update: Update) -> str:
        if update.status is not Status.DEVELOPING or update.review_due is None:
            return ""
        left = update.review_due - self._clock.now()
        return f"decide in {span(left)}" if left.total_seconds() >= 60 else f"overdue {span(-left)}"

    def _standing(self, row: LaneRow) -> str:
        update = row.update
        parts = []
        if row.pinned:
            parts.append(f"{PINNED} pinned")
        if update.key_event:
            parts.append(f"{KEY_EVENT} key event")
        if update.status is Status.DEVELOPING:
            due = self._due(update)
            if due and not due.startswith("overdue"):
                parts.append(due)
        if update.status in (Status.DRAFT, Status.DEVELOPING, Status.CONFIRMED):
            parts.append(_resting_on(update))
        if update.status is Status.RETRACTED and update.retraction is not None:
            parts.append(f"{update.retraction.kind.value}: {line(update.retraction.wrong)}")
        if update.corrections and update.status in (Status.DEVELOPING, Status.CONFIRMED):
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
