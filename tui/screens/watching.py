"""Watch terms and saved views: words that must not be missed, and filters worth a name."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.panes.wire_rows import USUAL_VIEW
from tui.screens.form import FormScreen, Line, OneOf, Values
from tui.screens.lists import ListScreen
from tui.screens.picking import Option
from wireroom.model import SavedView, WatchTerm

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

#: The key of the row that is no saved view: no name is empty.
USUAL = ""


class WatchScreen(ListScreen):
    """Watch terms; they are marked in every headline."""

    TITLE_WORDS = "Watch terms"
    KEYS = "a add   b bell on or off   x remove   Enter show on the wire   Esc leave"
    EMPTY = ("Nobody watches for anything.", "a adds a word or phrase; it is marked in every headline.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="watch-add"),
        Binding("b", "bell", "Bell", id="watch-bell"),
        Binding("x", "remove", "Remove", id="watch-remove"),
        Binding("enter", "show", "Show on the wire", id="watch-show"),
    ]

    @staticmethod
    def load(newsroom: "Newsroom") -> list[Option]:
        """Read the terms."""
        return [
            Option(
                term.term,
                term.term,
                " · ".join(filter(None, ("rings the bell" if term.bell else "", term.by))),
            )
            for term in newsroom.store.watch_terms()
        ]

    def action_add(self) -> None:
        """Ask for a word or phrase."""
        watch = self.newsroom.watch

        def deed(values: Values) -> WatchTerm:
            return watch.add(values["term"], bell=values["bell"] == "yes")

        self.app.push_screen(
            FormScreen(
                self.desk.office,
                title="Watch for",
                fields=[
                    Line(name="term", label="Word or phrase"),
                    OneOf(name="bell", label="Ring the terminal's bell", options=("no", "yes")),
                ],
                deed=deed,
                then=lambda term: self.read(at=term.term),
                done_word="watch",
            )
        )

    def action_bell(self) -> None:
        """Turn the bell of a term on or off."""
        if term := self.chosen:
            newsroom = self.newsroom

            def deed() -> WatchTerm:
                rings = any(one.term == term and one.bell for one in newsroom.store.watch_terms())
                return newsroom.watch.add(term, bell=not rings)

            self.act(deed, lambda one: f"{one.term} {'rings' if one.bell else 'does not ring'}")

    def action_remove(self) -> None:
        """Stop watching for a term."""
        if term := self.chosen:
            watch = self.newsroom.watch
            self.act(lambda: watch.remove(term), lambda one: f"{one.term} is not watched for any more")

    def action_show(self) -> None:
        """Filter the wire by the term."""
        if term := self.chosen:
            self.dismiss()
            self.desk.wire.open(f'"{term}"')

    def read(self, at: str = "") -> None:
        """Read the terms again, and let the desk mark them."""
        super().read(at)
        self.desk.lookout.load_room()


class ViewsScreen(ListScreen):
    """Saved views of the wire."""

    TITLE_WORDS = "Saved views"
    KEYS = "Enter open   a save the present filter   x remove   Esc leave"
    EMPTY = ("No view is saved yet.", "Filter the wire (/), then a saves the filter under a name.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="views-open"),
        Binding("a", "save", "Save", id="views-save"),
        Binding("x", "remove", "Remove", id="views-remove"),
    ]

    @staticmethod
    def load(newsroom: "Newsroom") -> list[Option]:
        """Read the views."""
        usual = Option(USUAL, "Usual view", USUAL_VIEW)
        saved = [Option(view.name, view.name, view.query) for view in newsroom.store.saved_views()]
        return [usual, *saved] if saved else []

    def action_open(self) -> None:
        """Show the wire through the view."""
        if (row := self.lines.current) is not None:
            self.dismiss()
            self.desk.wire.open(row.words)

    def action_save(self) -> None:
        """Ask for a name for the filter in force."""
        watch, query = self.newsroom.watch, self.desk.wire.query_text

        def deed(values: Values) -> SavedView:
            return watch.save_view(values["name"], values["query"])

        self.app.push_screen(
            FormScreen(
                self.desk.office,
                title="Save a view",
                fields=[Line(name="name", label="Name"), Line(name="query", label="Filter", value=query)],
                deed=deed,
                then=lambda view: self.read(at=view.name),
                done_word="save",
            )
        )

    def action_remove(self) -> None:
        """Forget the view."""
        if self.lines.current is None:
            return
        watch, name = self.newsroom.watch, self.chosen
        if name == USUAL:
            self.say("the usual view stays")
        else:
            self.act(lambda: watch.remove_view(name), lambda view: f"{view.name} is forgotten")
