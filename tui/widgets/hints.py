"""The keys of a sheet and what each does, on as many lines as they need: a key never stands apart from its word."""

import re

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.widgets.key_names import key_shown

_APART = re.compile(r" {2,}")
_GAP = "   "
_KEYS = re.compile(
    r"(?P<keys>(?:(?:[^\s\w]|\w|\^\w|F\d+|Enter|Esc|Space|Tab|Right)(?:,? or |,? |$))+)(?P<words>.*)"
)


class Hints(Widget):
    """``^S file  Esc keep for later``: hints stand two blanks or more apart, each with its key or keys in front.

    A click on a hint is its key, the first one where it has several.
    """

    DEFAULT_CSS = "Hints { height: auto; }"

    def __init__(self, words: str, *, tight: bool = False) -> None:
        super().__init__(classes="keys -tight" if tight else "keys")
        self._hints = _hints(words)

    def show(self, words: str) -> None:
        """Show other hints."""
        self._hints = _hints(words)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as hold them."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The hints, broken between two of them."""
        gap = Content(_GAP)
        return Content("\n").join(gap.join(row) for row in self._lines(self.size.width))

    def on_click(self, event: events.Click) -> None:
        """Press the key of the hint under the mouse."""
        at = event.get_content_offset(self)
        if at is None:
            return
        begin = 0
        for hint in self._lines(self.size.width)[at.y]:
            if begin <= at.x < begin + hint.cell_length and (key := key_of(hint.plain)):
                self.app.simulate_key(key)
            begin += hint.cell_length + len(_GAP)

    def _lines(self, width: int) -> list[list[Content]]:
        rows: list[list[Content]] = [[]]
        room = width
        for hint in self._hints:
            size = cell_len(hint.plain) + len(_GAP)
            if size - len(_GAP) > room and rows[-1]:
                rows.append([])
                room = width
            rows[-1].append(hint)
            room -= size
        return rows


def _hints(words: str) -> list[Content]:
    return [_hint(one) for one in _APART.split(words.strip()) if one]


def key_of(words: str) -> str:
    """The first key that a hint names, as Textual names it; empty of a hint without a key."""
    found = _KEYS.fullmatch(words)
    return key_shown(re.split(r"[, ]", found["keys"], maxsplit=1)[0]) if found is not None else ""


def _hint(words: str) -> Content:
    found = _KEYS.fullmatch(words)
    if found is None:
        return Content(words)
    keys = found["keys"]
    return Content.styled(keys.rstrip(), "bold $wr-accent") + Content(
        keys[len(keys.rstrip()) :] + found["words"]
    )
