"""A seeded monkey at the keyboard: keys at random, and now and then what a hand would type in one go."""

import random
from collections.abc import Iterator

from tests.tui.driving import NAMES
from tests.tui.hostile import HOSTILE

#: Every key of the desk but those that leave it, hand the terminal over or stop the program.
SINGLE = (
    *"jkgGnNiastSwWdcrCeEXpKHVPbBDOFmRoyvLzT.ulh", *"jjjjkkasntu5x<>-=*+,:/?", "space", "tab", "shift+tab", "enter", "enter",
    "escape", "escape", "escape", "escape", "ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b", "pagedown", "pageup", "home", "end",
    "ctrl+s", "f1", "f2", "f3", "f4", "f5", "f8", "f10", "up", "down", "left", "right", "backspace", "delete", "ctrl+p",
)  # fmt: skip
_NAMES = {
    **NAMES,
    "*": "asterisk",
    "+": "plus",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "=": "equals_sign",
    "?": "question_mark",
}
#: What a hand types in one go: keys, and texts in brackets of their own.
PHRASES: tuple[tuple[str, ...], ...] = (
    ("f1", "g", "w", "ctrl+s"),
    ("W", "[Trains stand still]", "tab", "[Nothing moves, police say.]", "ctrl+s"),
    ("f2", "j", "d", "[A second witness]", "ctrl+s"),
    ("f2", "c", "[Seen by our reporter]", "tab", "[witness:Our reporter]", "ctrl+s"),
    ("f3", "r", "[It was not so.]", "tab", "[Withdrawn by the agency.]", "ctrl+s"),
    ("f3", "C", "right", "tab", "[Earlier a word was missing.]", "tab", "end", "[ again]", "ctrl+s"),
    ("f2", "X", "[A court]", "tab", "[Removed.]", "tab", "[almaty]", "ctrl+s"),
    ("f1", "slash", "[cabinet -fuel]", "enter", "j", "escape"),
    ("f1", "slash", "[(tag:]", "escape"),
    ("f1", "space", "space", "space", "a"),
    ("f1", "t", "[almaty fuel]", "enter"),
    ("m", "a", "[police]", "ctrl+s", "b", "escape"),
    ("v", "a", "[Urgent]", "tab", "[priority:urgent]", "ctrl+s", "escape"),
    ("P", "enter", "escape"),
    ("D", "enter", "c", "escape", "escape"),
    ("colon", "[mark x c]", "tab", "escape"),
    ("ctrl+p", "[retr]", "escape"),
    ("comma", "j", "j", "enter", "escape", "escape"),
    ("E", "enter", "escape", "escape"),
    ("w", "f3", "space", "f4", "f2", "escape"),
    ("3", "u"),
    ("5", "s"),
)


class Monkey:
    """Gives keys without end; the same seed gives the same keys."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)

    def keys(self) -> Iterator[str]:
        """Keys as a terminal would send them: a text is a key for each of its characters."""
        while True:
            luck = self._source.random()
            if luck < 0.2:
                for part in self._source.choice(PHRASES):
                    yield from self._typed(part[1:-1]) if part.startswith("[") and len(part) > 1 else (part,)
                yield from ("escape",) * self._source.randrange(3)
            elif luck < 0.205:
                yield from self._typed(self._source.choice(list(HOSTILE.values()))[:40])
            else:
                yield _NAMES.get(key := self._source.choice(SINGLE), key)

    @staticmethod
    def _typed(text: str) -> Iterator[str]:
        return (_NAMES.get(sign, sign) for sign in text if sign.isprintable())
