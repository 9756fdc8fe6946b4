"""A conflict: somebody else changed the text. Both stand side by side, and a third is made of them."""

from collections.abc import Callable
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from tui.panes.merging import Side, merged, passages
from tui.screens.form import PAUSE_SECONDS, Values, trouble_words
from tui.screens.held import Held
from tui.screens.sheet import Sheet
from tui.widgets.copy import content, paragraphs
from tui.widgets.hints import Hints
from tui.widgets.prose_entry import ProseEntry
from tui.widgets.room import Room
from tui.widgets.side_by_side import SideBySide
from wireroom.errors import Conflict, WireroomError
from wireroom.model import Update


class Clash(Struct, frozen=True, kw_only=True):
    """Two wordings of an update, headline and body apart by an empty line, and what both began from.

    ``revision`` is the one that ``theirs`` stands at.
    """

    theirs: str
    yours: str
    revision: int
    base: str = ""
    words: str = ""


#: Writes headline and body on a revision; runs away from the loop.
Write = Callable[[str, str, int], Update]


class ConflictScreen(Sheet[None]):
    """Theirs on the left, yours on the right; below them what is made of both, to be worked on and saved.

    The update stays held until one leaves, and what was chosen or written is kept at each pause: what was typed before,
    with the ``rest`` of the form it was typed into. ``beside`` says what else than the texts stands between the two.
    """

    FULL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f10", "save", "Save the merged text", id="conflict-save"),
        Binding("j,down", "step(1)", "Next difference", show=False),
        Binding("k,up", "step(-1)", "Difference before", show=False),
        Binding("t,left", "take('theirs')", "Take theirs", id="conflict-theirs"),
        Binding("m,y,right", "take('yours')", "Take yours", id="conflict-yours"),
        Binding("b", "take('both')", "Take both", id="conflict-both"),
        Binding("T", "take_all('theirs')", "Theirs throughout", id="conflict-all-theirs"),
        Binding("M,Y", "take_all('yours')", "Yours throughout", id="conflict-all-yours"),
        Binding("e,enter", "edit", "Edit the merged text", id="conflict-edit"),
        Binding("f5", "again", "Merge anew", id="conflict-again"),
        Binding("escape", "back", "Leave theirs", id="conflict-leave"),
    ]

    def __init__(
        self,
        held: Held,
        clash: Clash,
        *,
        rest: Values,
        write: Write,
        then: Callable[[Update], None],
        beside: Callable[[], str],
    ) -> None:
        super().__init__()
        self._held = held
        self._office = held.desk.office
        self._rest = rest
        self._pause: Timer | None = None
        self._write = write
        self._then = then
        self._beside = beside
        self._under_way = False
        self._said = Static(classes="intro", markup=False)
        self._trouble = Static(classes="trouble", markup=False)
        self._both = SideBySide(held.desk.office.brush, id="conflict-both-texts")
        self._merged = ProseEntry(id="conflict-merged")
        self._begin(clash)

    def _begin(self, clash: Clash) -> None:
        self._clash = clash
        self._passages = passages(paragraphs(clash.theirs), paragraphs(clash.yours), paragraphs(clash.base))
        self._open = [at for at, part in enumerate(self._passages) if not part.same]
        self._sides = [part.usual for part in self._passages]
        self._at = self._open[0] if self._open else 0
        self._made = ""

    def compose(self) -> ComposeResult:
        """What happened, both texts, the text made of them, the keys."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content("Somebody else changed this")
            yield self._said
            with Horizontal(classes="columns"):
                yield Static(Content("     Theirs, as it stands"), classes="label -tight")
                yield Static(Content("      Yours"), classes="label -tight")
            yield self._both
            yield Static(
                Content("Merged; the first line is the headline"), classes="label -tight", id="conflict-head"
            )
            yield self._merged
            yield self._trouble
            yield Hints(
                "j k next  t theirs  m yours  b both  T M throughout  e edit  ^S save  Esc leave theirs",
                tight=True,
            )

    def on_mount(self) -> None:
        """Show both texts and what the usual choice makes of them."""
        self._both.focus()
        self._show()
        self._merge()

    def on_unmount(self) -> None:
        """Let other desks have the update."""
        self._held.let_go()

    @property
    def text(self) -> str:
        """The merged text as it stands."""
        return self._merged.text

    # -- keeping

    def on_text_area_changed(self) -> None:
        """Keep what was written into the merged text when typing rests."""
        if self._pause is not None:
            self._pause.stop()
        if self._merged.has_focus:
            self._pause = self.set_timer(PAUSE_SECONDS, self._keep)

    def keep_typed(self) -> None:
        """Keep what was written into the merged text."""
        if self._edited_by_hand:
            self._keep()

    def _keep(self) -> None:
        """Keep the merged text as typed on theirs, which it was made of."""
        if not self._under_way:
            headline, body = self._parts()
            self._held.revision = self._clash.revision
            self._held.keep({**self._rest, "headline": headline, "body": body})

    def _parts(self) -> tuple[str, str]:
        """Headline and body of the merged text."""
        headline, _, body = self._merged.text.strip().partition("\n")
        return headline.strip(), body.strip()

    # -- choosing

    def action_step(self, steps: int) -> None:
        """Go to another passage that differs."""
        if self._open:
            place = min(max(self._open.index(self._at) + steps, 0), len(self._open) - 1)
            self._at = self._open[place]
            self._show()

    def action_take(self, side: str) -> None:
        """Take a side's words for the passage one is at, and go on to the next."""
        if self._edited():
            return
        self._sides[self._at] = Side(side)
        self._merge()
        self.action_step(1)
        self._show()

    def action_take_all(self, side: str) -> None:
        """Take a side's words for everything."""
        if not self._edited():
            self._sides = [Side(side)] * len(self._passages)
            self._merge()
            self._show()

    def action_edit(self) -> None:
        """Go to the merged text."""
        self._merged.focus()

    def action_again(self) -> None:
        """Make the merged text anew of what was chosen; what was written into it is given up."""
        self._made = self._merged.text
        self._merge()
        self._both.focus()

    def action_back(self) -> None:
        """Go back to the passages; from there, leave theirs as it stands."""
        if self._merged.has_focus:
            self.keep_typed()
            self._both.focus()
        else:
            self.dismiss()

    @property
    def _edited_by_hand(self) -> bool:
        return self._merged.text != self._made

    def _edited(self) -> bool:
        """Whether the merged text was worked on by hand: choosing would write over it."""
        if not self._edited_by_hand:
            return False
        self._show_trouble("You have written into the merged text. F5 makes it anew of what is chosen.")
        return True

    def _merge(self) -> None:
        self._made = merged(self._passages, self._sides)
        self._merged.text = self._made
        self._made = self._merged.text
        self._trouble.remove_class("-shown")

    def _show(self) -> None:
        here = self._passages[self._at]
        words = [f"{self._clash.words} ".lstrip()]
        if here.same:
            words.append("Both texts say the same.")
        else:
            number = self._open.index(self._at) + 1
            who = "both changed it" if here.contested else f"only {self._whose(here.usual)} changed it"
            words.append(f"Difference {number} of {len(self._open)}: {who}.")
        if beside := self._beside():
            words.append(f"\n{beside}")
        self._said.update(content("".join(words)))
        self._both.show_passages(self._passages, self._sides, self._at)
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Give both texts the height they need, and no more than leaves the merged one room."""
        self._both.styles.height = max(min(self._both.height_of_text, self.size.height * 3 // 5 - 3), 3)

    @staticmethod
    def _whose(side: Side) -> str:
        return "they" if side is Side.THEIRS else "you"

    # -- saving

    def action_save(self) -> None:
        """Save the merged text on the revision that is now known."""
        if self._under_way:
            return
        self._under_way = True
        (headline, body), write, revision = self._parts(), self._write, self._clash.revision
        self._office.act(lambda: write(headline, body, revision), self._done, trouble=self._refused)

    def _done(self, update: Update) -> None:
        if self.is_current:  # else Escape was quicker
            self.dismiss()
        self._then(update)

    def _refused(self, error: WireroomError) -> None:
        self._under_way = False
        if not self.is_current:
            self._office.present(error)
            return
        if isinstance(error, Conflict):  # changed once more: what was made so far is now yours
            self._begin(
                Clash(
                    theirs=error.theirs,
                    yours=self._merged.text,
                    revision=error.revision,
                    base=self._clash.theirs,
                    words="It was changed once more.",
                )
            )
            self._show()
            self._merge()
            return
        self._show_trouble(trouble_words(error))

    def _show_trouble(self, words: str) -> None:
        self._trouble.update(Content(words))
        self._trouble.add_class("-shown")
