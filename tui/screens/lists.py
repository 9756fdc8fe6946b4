"""Lists over the desk whose rows are acted on: feeds, watch terms, saved views, alerts."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.screens.picking import Option, OptionPainter
from tui.screens.sheet import MOVING, MOVING_BY_LETTERS, Sheet
from tui.widgets.copy import line
from tui.widgets.hints import Hints
from tui.widgets.lines import LineList
from tui.widgets.room import Room

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from wireroom.desk.newsroom import Newsroom

Answer = TypeVar("Answer")


class ListScreen(Sheet[None]):
    """Rows read from the store; after every act they are read again."""

    FULL = True
    TITLE_WORDS: ClassVar[str] = ""
    KEYS: ClassVar[str] = ""
    EMPTY: ClassVar[tuple[str, ...]] = ("Nothing here yet.",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Leave", id="list-leave"),
        Binding("u", "undo", "Undo", id="list-undo"),
        *MOVING,
        *MOVING_BY_LETTERS,
    ]

    def __init__(self, desk: "DeskScreen") -> None:
        super().__init__()
        self.desk = desk
        self._painter = OptionPainter()
        self.lines: LineList[Option] = LineList(self._painter, desk.office.brush, id="list-lines")
        self._said = Static(classes="keys -tight", markup=False)
        self._asked = ""

    def compose(self) -> ComposeResult:
        """A sheet with the list, what was done, and the keys."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content(self.TITLE_WORDS)
            yield self.lines
            yield self._said
            yield Hints(self.KEYS, tight=True)

    def on_mount(self) -> None:
        """Read the rows."""
        self.lines.say(*self.EMPTY)
        self.lines.focus()
        self.read()

    @staticmethod
    def load(newsroom: "Newsroom") -> list[Option]:
        """Read the rows; runs away from the loop."""
        raise NotImplementedError

    @property
    def newsroom(self) -> "Newsroom":
        """The use cases."""
        return self.desk.newsroom

    @property
    def chosen(self) -> str:
        """The key of the row under the cursor; empty in an empty list."""
        row = self.lines.current
        return row.key if row is not None else ""

    def read(self, at: str = "") -> None:
        """Read the rows again; the cursor goes to the row ``at`` a key, else it stays on its own."""
        newsroom, load = self.newsroom, self.load

        def show(rows: Sequence[Option]) -> None:
            self._show(rows)
            if at:
                self.lines.move_to_key(at)

        self.desk.office.ask(lambda: load(newsroom), show, group="list")

    def act(self, deed: Callable[[], Answer], words: Callable[[Answer], str]) -> None:
        """Do something that writes, say what it was, and read the rows again."""

        def done(answer: Answer) -> None:
            self.say(words(answer))
            self.read()
            self.desk.lookout.look()

        self.desk.office.act(deed, done)

    def action_undo(self) -> None:
        """Take the last act back, and read the rows again."""

        def told(words: str) -> None:
            self.say(words)
            self.read()

        self.desk.undoing.take_back(then=told)

    def asked_twice(self, words: str) -> bool:
        """Whether this was asked for the row under the cursor just before; else ``words`` say that it takes that."""
        before, self._asked = self._asked, self.chosen
        if before == self.chosen:
            self._asked = ""
            return True
        self.say(words)
        return False

    def say(self, words: str) -> None:
        """Say what was done."""
        self._said.update(Content(line(words)))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._asked = ""
        self.lines.move(rows)

    def _show(self, rows: Sequence[Option]) -> None:
        self._painter.measure(rows)
        self.lines.show(list(rows), stay=True)
