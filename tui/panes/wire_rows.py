"""How an item looks as one line of the wire."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from msgspec import Struct
from rich.cells import cell_len

from tui.styles.glyphs import PICKED, STAGE, priority_word
from tui.widgets.copy import cut, fit, line
from tui.widgets.look import Look
from tui.widgets.spans import Span, cells
from tui.widgets.when import age
from wireroom.model import CueKind, Item, Priority, Stage
from wireroom.ports.clock import Clock
from wireroom.ports.store import ClusterSize, Cursor
from wireroom.unspaced import is_unspaced

#: Cues worth seeing while one skims; the rest shows in the detail.
SKIMMED_CUES = frozenset({CueKind.HEDGE, CueKind.URGENCY, CueKind.FOLLOW_UP, CueKind.ATTRIBUTION})


#: What the wire shows when nothing else is asked for.
USUAL_VIEW = "-stage:spiked"
READING = ("Reading the wire …",)
NOTHING_YET = ("Nothing has come in yet.", "", "R asks the wires now, F shows how they are.")
NO_MATCH = ("Nothing on the wire matches.", "", "/ changes the filter, Escape clears it.")


class WireRow(Struct, frozen=True):
    """An item as the wire pane knows it: with the name of its feed and the size of its story."""

    item: Item
    source: str
    size: ClusterSize | None = None

    @property
    def key(self) -> str:
        """The item's id."""
        return self.item.id

    @property
    def place(self) -> Cursor:
        """Where on the wire it stands."""
        return place_of(self.item)


#: A place below all others.
BEFORE_ALL = Cursor(first_seen=datetime(1970, 1, 1, tzinfo=UTC), id="")


def place_of(item: Item) -> Cursor:
    """Where on the wire an item stands."""
    return Cursor(first_seen=item.first_seen, id=item.id)


def order(place: Cursor) -> tuple[datetime, str]:
    """What places are compared by; newer ones are greater."""
    return place.first_seen, place.id


class WirePainter:
    """Paints items. ``marks`` gives the watch terms as one pattern, or ``None`` without any."""

    def __init__(self, clock: Clock, marks: Callable[[], re.Pattern[str] | None]) -> None:
        self._clock = clock
        self._marks = marks

    def stamp(self, row: WireRow) -> object:
        """The age in words."""
        return age(row.item.first_seen, self._clock.now())

    def paint(self, row: WireRow, width: int, look: Look) -> list[list[Span]]:
        """One line: sign, age, source, size of the story, headline, and at the right stage and tags."""
        item, on = row.item, look.ground
        spiked = item.stage is Stage.SPIKED
        body = "quiet" if spiked else "text"
        lead = self._lead(row, width, look)
        right = f"{self._right(row, width)} "
        room = width - cells(lead) - cell_len(right) - 1
        return [[*lead, *self._headline(item, room, body, on), Span(f" {right}", "quiet", on=on)]]

    def _lead(self, row: WireRow, width: int, look: Look) -> list[Span]:
        item, on = row.item, look.ground
        gutter = PICKED if look.picked else "❯" if look.cursor and look.focused else " "
        source_cells = 14 if width >= 70 else 10 if width >= 56 else 8
        new = item.stage is Stage.NEW
        return [
            Span(f"{gutter}{STAGE[item.stage]} ", "accent" if new else "quiet", look.picked or new, on=on),
            Span(f"{self.stamp(row)!s:>3} {fit(line(row.source), source_cells)} ", "quiet", on=on),
        ]

    def _right(self, row: WireRow, width: int) -> str:
        """Size of the story (items/origins), tags, further wordings, and the stage where it is not new, in words."""
        item, size = row.item, row.size
        parts = [f"{size.items}/{size.origins}"] if size is not None and size.items > 1 else []
        parts += [f"#{line(tag)}" for tag in item.tags] if width >= 66 else []
        if item.version > 1:
            parts.append(f"v{item.version}")
        if item.stage is not Stage.NEW:
            parts.append(item.stage.value)
        return cut(" ".join(parts), width // 3)

    def _headline(self, item: Item, room: int, part: str, on: str) -> list[Span]:
        new = item.stage is Stage.NEW
        spans: list[Span] = []
        word = priority_word(item.priority, item.headline)
        if word and room > 20:
            loud = item.priority is not Priority.URGENT
            spans.append(Span(f"{word} ", "alarm" if loud else "accent", bold=True, on=on))
            room -= cell_len(word) + 1
        headline = fit(line(item.headline) or "(no headline)", room)
        at = 0
        for start, end in self._spans(item, headline):
            spans.append(Span(headline[at:start], part, new, on=on))
            spans.append(Span(headline[start:end], "mark", new, underline=True, on=on))
            at = end
        spans.append(Span(headline[at:], part, new, on=on))
        return spans

    def _spans(self, item: Item, headline: str) -> list[tuple[int, int]]:
        """Where watch terms and cues stand in the headline as it is shown, apart and in order."""
        found: list[tuple[int, int]] = []
        if (marks := self._marks()) is not None:
            found = [match.span() for match in marks.finditer(headline)]
        folded = headline.casefold()
        if item.cues and len(folded) == len(headline):
            for cue in item.cues:
                short = 2 * len(cue.text) < len(headline)  # a whole line in capitals says so by itself
                if cue.kind in SKIMMED_CUES and short and (at := folded.find(cue.text.casefold())) >= 0:
                    found.append((at, at + len(cue.text)))
        apart: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if start < end and (not apart or start >= apart[-1][1]):
                apart.append((start, end))
        return apart


def place_words(position: int, loaded: int, *, ended: bool, whole: int | None = None) -> str:
    """Where the cursor is, for the head of the wire; a plus says that more can be loaded.

    ``whole`` is how many there are, where that was counted.
    """
    if ended or whole is None or whole < loaded:
        return f"{position} of {loaded}{'' if ended else '+'}"
    return f"{position} of {whole}"


def marks_of(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Watch terms as one pattern; ``None`` without any."""
    words = "|".join(re.escape(term) if is_unspaced(term) else rf"(?<!\w){re.escape(term)}" for term in terms)
    return re.compile(words, re.IGNORECASE) if words else None
