"""Choosing one of several things by its first words."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from tui.screens.sheet import MOVING, MOVING_BY_LETTERS, Sheet
from tui.widgets.copy import fit, line
from tui.widgets.hints import Hints
from tui.widgets.lines import LineList
from tui.widgets.look import Look
from tui.widgets.room import Room
from tui.widgets.spans import Span

if TYPE_CHECKING:
    from tui.office import Office
    from tui.screens.desk import DeskScreen

#: Stands between the parts of what is said of an option.
_BETWEEN = " · "


class Option(Struct, frozen=True):
    """Something to choose: its key, its name, quiet words about it, and what one may type for it at the desk."""

    key: str
    name: str
    words: str = ""
    part: str = "text"
    typed: str = ""


class OptionPainter:
    """Paints an option on one line: names in one column, what is typed for them in the next, words in the last."""

    def __init__(self) -> None:
        self._names = 0
        self._typed = 0
        self._words = 0
        self._first = 0

    def measure(self, options: Iterable[Option]) -> None:
        """Make the columns as wide as these options need."""
        listed = list(options)
        self._names = max((cell_len(line(option.name)) for option in listed), default=0) + 3
        self._typed = max((cell_len(option.typed) + 2 for option in listed if option.typed), default=0)
        words = [line(option.words) for option in listed]
        self._words = max(map(cell_len, words), default=0)
        self._first = max((cell_len(one.partition(_BETWEEN)[0]) for one in words), default=0)

    def stamp(self, row: Option) -> object:  # noqa: ARG002 - an option does not age
        """Nothing."""
        return None

    def paint(self, row: Option, width: int, look: Look) -> list[list[Span]]:
        """Name, then words; names take what the words leave, up to half what their first parts leave, and a third."""
        on = look.ground
        left = max(width - self._typed, 0)
        least = max(min(left - self._first - 1, left // 2), left // 3)
        column = min(self._names, max(left - self._words - 1, least), left)
        name = fit(f"{'❯' if look.cursor else ' '}{line(row.name)}", max(column - 2, 1)) + "  "
        room = max(left - cell_len(name), 0)
        return [
            [
                Span(name, row.part, bold=True, on=on),
                *([Span(fit(row.typed, self._typed), "accent", on=on)] if self._typed else ()),
                Span(fit(_whole_parts(line(row.words), room), room), "quiet", on=on),
            ]
        ]


def _whole_parts(words: str, cells: int) -> str:
    """As many of the parts, apart by a dot, as fit whole; the first in any case."""
    while cell_len(words) > cells and _BETWEEN in words:
        words = words.rpartition(_BETWEEN)[0]
    return words


class PickScreen(Sheet[str | None]):
    """A list over the desk; the answer is the key of what was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Leave", id="pick-leave"),
        Binding("enter", "choose", "Choose", id="pick-choose"),
        *MOVING,
        *MOVING_BY_LETTERS,
    ]

    def __init__(
        self, office: "Office", title: str, options: Sequence[Option], *, notice: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._heading = title
        self._options = options
        painter = OptionPainter()
        painter.measure(options)
        self.lines: LineList[Option] = LineList(painter, office.brush, id="pick-lines")
        self.lines.say(*notice)

    def compose(self) -> ComposeResult:
        """A sheet with the list."""
        with Room(classes="sheet -tall") as sheet:
            sheet.border_title = Content(self._heading)
            yield self.lines
            yield Hints("Enter choose   Esc leave", tight=True)

    def on_mount(self) -> None:
        """Show the options."""
        self.lines.show(list(self._options))
        self.lines.focus()

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.lines.move(rows)

    def action_choose(self) -> None:
        """Take what is under the cursor."""
        row = self.lines.current
        self.dismiss(row.key if row is not None else None)

    def on_line_list_opened(self) -> None:
        """Take what was clicked twice."""
        self.action_choose()


def choose_blog(desk: "DeskScreen") -> None:
    """List the live blogs and open the one that is chosen."""
    store = desk.newsroom.store

    def show(options: list[Option]) -> None:
        screen = PickScreen(desk.office, "Live blogs", options, notice=("No live blog yet.", "B begins one."))
        desk.app.push_screen(screen, lambda key: desk.lookout.open_blog(key) if key else None)

    desk.office.open(
        lambda: [
            Option(blog.id, blog.slug, f"{blog.state.value} · {blog.headline}") for blog in store.blogs()
        ],
        show,
        group="blogs",
    )
