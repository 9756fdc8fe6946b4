"""The head of a pane: its name, and in quiet words what it holds."""

from textual.content import Content
from textual.widget import Widget

from tui.widgets.copy import line


class PaneHead(Widget):
    """One line over a pane; the one whose pane has the focus is told by weight and by a sign."""

    DEFAULT_CSS = """
    PaneHead { height: 1; width: 1fr; background: $wr-band; color: $wr-quiet; }
    """

    def __init__(self, name: str, part: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._name = name
        self._part = part
        self._words = ""
        self._loud = ""
        self._active = False

    def say(self, words: str, loud: str = "") -> None:
        """Set what stands after the name; ``loud`` comes first and stands out."""
        if (words, loud) != (self._words, self._loud):
            self._words, self._loud = words, loud
            self.refresh()

    def activate(self, active: bool) -> None:
        """Show whether the pane has the focus."""
        if active != self._active:
            self._active = active
            self.refresh()

    def render(self) -> Content:
        """The line."""
        sign = "❯" if self._active else " "
        part = self._part or ("accent" if self._active else "quiet")
        name = Content.styled(f"{sign}{self._name}", f"bold $wr-{part}")
        parts = [name]
        if self._loud:
            parts.append(Content.styled(f"  {line(self._loud)}", "bold $wr-accent"))
        if self._words:
            parts.append(Content.styled(f"  {line(self._words)}", "not bold $wr-quiet"))
        return Content("").join(parts)
