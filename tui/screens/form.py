"""Forms: a few named fields, what they are for, and one deed at the end.

A refusal stays in the form, with what is missing, so that nothing that was typed is lost.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from msgspec import Struct
from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.suggester import Suggester
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.screens.sheet import Sheet
from tui.widgets.choice import Choice
from tui.widgets.copy import content, cut, line, paragraphs
from tui.widgets.fields import Fields
from tui.widgets.hints import Hints
from tui.widgets.line_input import LineInput
from tui.widgets.room import Room
from wireroom.errors import Conflict, RefusedError, WireroomError

if TYPE_CHECKING:
    from tui.office import Office

Answer = TypeVar("Answer")
Values = Mapping[str, str]

#: Typing must rest this long before what was typed is kept and looked at.
PAUSE_SECONDS = 0.6
#: A form with more fields takes the whole height of a terminal that is too low for it, and its fields scroll.
FEW = 2
#: A terminal with fewer rows is low for any form.
LOW = 30
#: So much of a paragraph stands above the fields: a headline without end would push them out of the sheet.
INTRO_CELLS = 480
INTRO_WIDTH = 78


class Line(Struct, frozen=True, kw_only=True):
    """One line of text; with ``lines``, one that is shown on so many."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    lines: int = 1
    suggester: Suggester | None = None


class Prose(Struct, frozen=True, kw_only=True):
    """Several lines of text; it ``grows`` into the room that a sheet has left."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    lines: int = 6
    grows: bool = False


class OneOf(Struct, frozen=True, kw_only=True):
    """One of a few values."""

    name: str
    label: str
    options: tuple[str, ...]
    value: str = ""


Field = Line | Prose | OneOf


class Keeper(Protocol):
    """What keeps what is typed into a form until it is done, and holds what it is about for this desk."""

    def keep(self, values: Values) -> None:
        """Keep what was typed."""
        ...

    def forget(self) -> None:
        """Forget what was typed."""
        ...

    def let_go(self) -> None:
        """Let other desks have what the form was about."""
        ...


class FormScreen(Sheet[None], Generic[Answer]):
    """A form over the desk. ``deed`` runs away from the loop with what was filled in; ``then`` gets its answer.

    With ``meanwhile``, words that are shown until then, the deed is a long one that other acts don't wait for.

    ``conflict`` is asked when somebody else was faster: it gives words to be shown in the form, which stays, or a
    screen that takes its place and what the form holds. ``keeper`` is given what was typed at each pause and on
    leaving, and lets go when the form goes. ``begins_at`` names the field with the focus at first, where it is not
    the first one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority the focus moves before the next key of the same read is handed on.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("ctrl+s,f10", "submit", "Done", id="form-submit"),
        Binding("f8", "throw_away", "Throw away", id="form-throw-away"),
        Binding("escape", "cancel", "Cancel", id="form-cancel"),
    ]
    AUTO_FOCUS = "Input, TextArea, Choice"

    def __init__(
        self,
        office: "Office",
        *,
        title: str,
        fields: Sequence[Field],
        deed: Callable[[Values], Answer],
        then: Callable[[Answer], None] = lambda _: None,
        intro: str = "",
        done_word: str = "do it",
        meanwhile: str = "",
        conflict: "Callable[[Conflict, Values], str | Sheet[None]] | None" = None,
        keeper: Keeper | None = None,
        begins_at: str = "",
    ) -> None:
        super().__init__()
        self.VERTICAL_BREAKPOINTS = [(0, "-short"), (_rows_for(fields, intro), "-high")]
        self._office = office
        self._heading = title
        self._fields = tuple(fields)
        self._deed = deed
        self._then = then
        self._intro = intro
        self._done_word = done_word
        self._meanwhile = meanwhile
        self._conflict = conflict
        self._keeper = keeper
        self._begins_at = begins_at
        self._holds = keeper is not None
        self._begun: Values = {}
        self._pause: Timer | None = None
        self._trouble = Static(classes="trouble", markup=False)
        self._under_way = False
        self._warned = False

    def compose(self) -> ComposeResult:
        """What it is for, the fields, the trouble, the keys."""
        with Room(classes="sheet -long" if len(self._fields) > FEW else "sheet") as sheet:
            sheet.border_title = Content(self._heading)
            if self._intro:
                shown = "\n".join(cut(part, INTRO_CELLS) for part in self._intro.split("\n"))
                yield Static(content(shown), classes="intro")
            yield Fields(self._field_widgets(), classes="fields")
            yield self._trouble
            leaving = "F8 throw away   Esc keep for later" if self._keeper is not None else "Esc leave"
            yield Hints(f"^S {self._done_word}   Tab next field   {leaving}")

    def _field_widgets(self) -> Iterator[Widget]:
        for field in self._fields:
            yield Static(Content(field.label), classes="label")
            yield field_widget(field)

    def on_mount(self) -> None:
        """Remember what it opened with: only what was typed is kept."""
        self._begun = self.values()
        if self._begins_at:
            self.query_one(f"#field-{self._begins_at}").focus()

    def on_unmount(self) -> None:
        """Let go, unless another screen has taken the form's place."""
        if self._keeper is not None and self._holds:
            self._keeper.let_go()

    def on_text_area_changed(self) -> None:
        """Keep what was typed when typing rests; by its name, as text areas are imported only where one is shown."""
        self._typed()

    @on(Input.Changed)
    @on(Choice.Changed)
    def _typed(self) -> None:
        self._warned = False
        if self._pause is not None:
            self._pause.stop()
        if self._keeper is not None:
            self._pause = self.set_timer(PAUSE_SECONDS, self.keep_typed)

    def keep_typed(self) -> None:
        """Keep what was typed, where the form keeps anything."""
        values = self.values()
        if self._keeper is not None and not self._under_way and values != self._begun:
            self._keeper.keep(values)

    def values(self) -> dict[str, str]:
        """What is filled in, by field."""
        return {field.name: field_value(self.query_one(f"#field-{field.name}")) for field in self._fields}

    @property
    def trouble(self) -> str:
        """What stands against it, as it is shown."""
        return str(self._trouble.content)

    def action_cancel(self) -> None:
        """Leave without doing it; what was typed is kept where the form keeps it, and else given up when asked twice."""
        if self._keeper is None and len(self._fields) > FEW and not self._under_way and not self._warned:
            self._warned = self.values() != self._begun
            if self._warned:
                self._show_trouble("What you typed here is not kept. Esc again leaves it.")
                return
        self.keep_typed()
        self.dismiss()

    def action_throw_away(self) -> None:
        """Leave and forget what was typed."""
        if self._keeper is not None and not self._under_way:
            self._under_way = True  # nothing is kept on the way out
            self._keeper.forget()
            self.dismiss()

    def action_submit(self) -> None:
        """Do it; the form stays until it is done."""
        if self._under_way:
            return
        self._under_way = True
        values = self.values()
        if self._meanwhile:
            self._show_trouble(self._meanwhile)
        do = self._office.work if self._meanwhile else self._office.act
        do(lambda: self._deed(values), self._done, trouble=self._refused)

    def on_input_submitted(self) -> None:
        """Enter in the only field is enough; else it goes to the next one."""
        if len(self._fields) == 1:
            self.action_submit()
        else:
            self.focus_next()

    def _done(self, answer: Answer) -> None:
        self._under_way = False
        if self.is_current:  # else Escape was quicker
            self.dismiss()
        self._then(answer)

    def _refused(self, error: WireroomError) -> None:
        self._under_way = False
        if not self.is_current:  # Escape was quicker: what was typed has been kept
            self._office.present(error)
            return
        words = trouble_words(error)
        if isinstance(error, Conflict) and self._conflict is not None:
            answer = self._conflict(error, self.values())
            if not isinstance(answer, str):
                self._holds = False
                self.app.switch_screen(answer)
                return
            words = answer
        self._show_trouble(paragraphs(words))

    def _show_trouble(self, words: str) -> None:
        self._trouble.update(Content(words))
        self._trouble.add_class("-shown")


def _rows_for(fields: Sequence[Field], intro: str) -> int:
    """How high a terminal must be for a form to show all of its fields at once, with what may stand against it."""
    around = 8
    told = (
        sum(1 + min(cell_len(part), INTRO_CELLS) // INTRO_WIDTH for part in intro.split("\n")) if intro else 0
    )
    return max(LOW, around + told + sum(2 + (1 if isinstance(one, OneOf) else one.lines) for one in fields))


def trouble_words(error: WireroomError) -> str:
    """An error as help: what happened, what is missing, what to do."""
    lines = [f"{error.title}: {error.message}"]
    missing = error.missing if isinstance(error, RefusedError) else ()
    lines += [f"  - {need}" for need in missing]
    if error.next_step and not missing:  # a form has fields for what is missing
        lines.append(error.next_step)
    return paragraphs("\n".join(lines))


def field_widget(field: Field) -> Widget:
    """Make the widget in which a field is filled in; its id is ``field-`` and the field's name."""
    name = f"field-{field.name}"
    if isinstance(field, OneOf):
        return Choice(field.options, field.value or field.options[0], id=name)
    if isinstance(field, Prose):
        from tui.widgets.prose_entry import ProseEntry

        area = ProseEntry(paragraphs(field.value), id=name, classes="copy", hint=field.hint)
        if not field.grows:
            area.styles.height = field.lines
        return area
    if field.lines > 1:
        from tui.widgets.prose_entry import LineEntry

        wrapped = LineEntry(line(field.value), id=name, classes="copy", hint=field.hint)
        wrapped.styles.height = field.lines
        return wrapped
    return LineInput(line(field.value), hint=field.hint, id=name, suggester=field.suggester)


def field_value(widget: Widget) -> str:
    """Read what is filled in."""
    if isinstance(widget, Choice | Input):
        return widget.value.strip()
    from textual.widgets import TextArea

    from tui.widgets.prose_entry import LineEntry

    if isinstance(widget, LineEntry):
        return " ".join(widget.text.split())
    return widget.text.strip() if isinstance(widget, TextArea) else ""
