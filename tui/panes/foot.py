"""The foot: which keys do what here, the count being typed, and what was done last."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from tui.widgets.copy import cut, line


class Foot(Widget):
    """One line of keys and words; the last act stands in front for as long as nothing else was done."""

    DEFAULT_CSS = """
    Foot { height: 1; width: 1fr; dock: bottom; background: $wr-band; color: $wr-quiet; }
    """

    def __init__(self) -> None:
        super().__init__(id="foot")
        self._keys: Sequence[tuple[str, str]] = ()
        self._said = ""
        self._count = ""

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show keys with their words."""
        if tuple(keys) != tuple(self._keys):
            self._keys = tuple(keys)
            self.refresh()

    def say(self, words: str) -> None:
        """Say what was done."""
        if words != self._said:
            self._said = words
            self.refresh()

    def count(self, digits: str) -> None:
        """Show the count that is being typed."""
        if digits != self._count:
            self._count = digits
            self.refresh()

    @property
    def said(self) -> str:
        """What was said last."""
        return self._said

    def render(self) -> Content:
        """The line."""
        width = self.size.width
        parts = [Content(" ")]
        if self._count:
            parts.append(Content.styled(f"{self._count} ", "bold $wr-accent"))
        if self._said:
            said = cut(line(self._said), max(width // 2, 20))
            parts.append(Content.styled(f"{said}  ", "bold $wr-text"))
        room = width - sum(cell_len(str(part)) for part in parts)
        for key, word in self._keys:
            size = cell_len(key) + cell_len(word) + 3
            if size > room:
                break
            parts += [Content.styled(key, "bold $wr-accent"), Content(f" {word}  ")]
            room -= size
        return Content("").join(parts)
