"""Two wordings beside each other, passage by passage, with what each side says differently underlined."""

from collections.abc import Callable, Iterator, Sequence

from tui.panes.merging import Passage, Side
from tui.widgets.blocks import Block, wrap_block
from tui.widgets.brush import Brush
from tui.widgets.reader import ReaderView
from tui.widgets.spans import Span, filled
from wireroom.text.worddiff import Run, word_difference

_RULE = Span(" │ ", "quiet")
TAKEN, LEFT_OUT = "✓", " "


class SideBySide(ReaderView):
    """Theirs at the left, yours at the right; the passage one is at has a sign, what is taken has a tick."""

    def __init__(self, brush: Callable[[], Brush], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(brush, id=id)
        self._passages: Sequence[Passage] = ()
        self._sides: Sequence[Side] = ()
        self._at = 0
        self._first_lines: list[int] = []

    def show_passages(self, passages: Sequence[Passage], sides: Sequence[Side], at: int) -> None:
        """Show passages with the side that is taken of each, and bring the one at a place into sight."""
        self._passages, self._sides, self._at = passages, sides, at
        self._forget()
        self.call_after_refresh(self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        self._lines_to(None)
        if self._first_lines:
            self.scroll_lines(self._first_lines[self._at] - self.top - 1)

    def _wrap(self, width: int) -> Iterator[list[Span]]:
        column = max((width - 9) // 2, 6)
        self._first_lines = []
        lines: list[list[Span]] = []
        for number, (passage, side) in enumerate(zip(self._passages, self._sides, strict=True)):
            self._first_lines.append(len(lines))
            lines += _passage_lines(passage, side, column, here=number == self._at)
            lines.append([Span(" " * (column + 4)), _RULE])
        return iter(lines)


def _passage_lines(passage: Passage, side: Side, column: int, *, here: bool) -> list[list[Span]]:
    theirs, yours = _marked(passage)
    left, right = wrap_block(Block(theirs), column), wrap_block(Block(yours), column)
    lines = []
    for number in range(max(len(left), len(right))):
        first = number == 0
        sign = Span("❯ " if here and first else "  ", "accent", bold=True)
        lines.append(
            [
                sign,
                _tick(first and not passage.same and side is not Side.YOURS),
                *filled(_line(left, number), column),
                _RULE,
                _tick(first and not passage.same and side is not Side.THEIRS),
                *filled(_line(right, number), column),
            ]
        )
    return lines


def _tick(taken: bool) -> Span:
    return Span(f"{TAKEN if taken else LEFT_OUT} ", "confirmed", bold=True)


def _line(lines: Sequence[list[Span]], number: int) -> list[Span]:
    return lines[number] if number < len(lines) else []


def _marked(passage: Passage) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words of both sides; quiet where they agree, underlined where one says what the other does not."""
    if passage.same:
        return (Span(passage.theirs, "quiet"),), (Span(passage.yours, "quiet"),)
    nothing = Span("(nothing here)", "quiet")
    pieces = word_difference(passage.theirs, passage.yours)
    theirs = tuple(
        Span(piece.text, underline=piece.run is Run.DELETE, bold=piece.run is Run.DELETE)
        for piece in pieces
        if piece.run is not Run.INSERT
    )
    yours = tuple(
        Span(piece.text, underline=piece.run is Run.INSERT, bold=piece.run is Run.INSERT)
        for piece in pieces
        if piece.run is not Run.DELETE
    )
    return theirs if passage.theirs else (nothing,), yours if passage.yours else (nothing,)
