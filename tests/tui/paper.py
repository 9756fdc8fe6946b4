"""A terminal made of paper: what was written to it, cell by cell, beside what the desk's widgets mean to show."""

from typing import Any, NamedTuple

import pyte
from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual.drivers.headless_driver import HeadlessDriver

from tests.tui.driving import Desk

ANSI = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")


class Cell(NamedTuple):
    """One cell of a terminal."""

    character: str
    colour: str
    ground: str
    bold: bool
    underline: bool
    reverse: bool


class Paper:
    """A terminal that keeps what is drawn on it."""

    def __init__(self, width: int, height: int) -> None:
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.Stream(self._screen)

    def write(self, text: str) -> None:
        self._stream.feed(text)

    def cells(self) -> list[list[Cell]]:
        """All cells, line by line; the second half of a wide character is empty."""
        rows = []
        for y in range(self._screen.lines):
            row = self._screen.buffer[y]
            rows.append(
                [
                    Cell(cell.data, cell.fg, cell.bg, cell.bold, cell.underscore, cell.reverse)
                    for cell in (row[x] for x in range(self._screen.columns))
                ]
            )
        return rows

    def everything(self) -> list[list[tuple[object, ...]]]:
        """All that the terminal knows of each cell."""
        columns = range(self._screen.columns)
        return [[tuple(self._screen.buffer[y][x]) for x in columns] for y in range(self._screen.lines)]


class PaperDriver(HeadlessDriver):
    """Lets an app write on paper, as it would to a terminal."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        width, height = options["size"]
        self.paper = Paper(width, height)
        self.written: list[str] = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written.append(data)
        self.paper.write(data)


def meant(desk: Desk) -> list[list[Cell]]:
    """What the widgets of a desk mean to show now, put together by Textual from all of them."""
    return [
        [
            Cell(half, *look)
            for text, look in ((segment.text, _look(segment.style or Style())) for segment in strip)
            for character in text
            for half in _halves(character)
        ]
        for strip in desk.app.screen._compositor.render_strips()
    ]


def _halves(character: str) -> tuple[str, ...]:
    return (character, "") if cell_len(character) == 2 else (character,)


def _look(style: Style) -> tuple[str, str, bool, bool, bool]:
    return (
        _named(style.color),
        _named(style.bgcolor),
        bool(style.bold),
        bool(style.underline),
        bool(style.reverse),
    )


def _named(colour: Color | None) -> str:
    if colour is None or colour.is_default:
        return "default"
    if colour.triplet is not None:
        return colour.triplet.hex.removeprefix("#")
    return ANSI[colour.number or 0]


def differences(here: list[list[Cell]], there: list[list[Cell]]) -> list[tuple[int, int, Cell, Cell]]:
    """Where two screens differ."""
    assert [len(row) for row in here] == [len(row) for row in there]
    return [
        (y, x, one, other)
        for y, rows in enumerate(zip(here, there, strict=True))
        for x, (one, other) in enumerate(zip(*rows, strict=True))
        if one != other
    ]
