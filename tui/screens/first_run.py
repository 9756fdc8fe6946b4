"""The first run: nothing is there yet, and three doors lead on."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.screens.sheet import Sheet
from tui.widgets.hints import Hints
from tui.widgets.room import Room

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

DOORS = (
    (
        "d",
        "The demo newsroom",
        "A breaking story from eleven invented wires, replayed on this machine. No network.",
    ),
    (
        "s",
        "A starter list of wires",
        "Public broadcasters, agencies and observatories of the world, from a list in the project.",
    ),
    ("u", "A URL to paste", "The address of a feed, or of a page that names one."),
)


class FirstRunScreen(Sheet[str | None]):
    """Three doors; the answer is the key of the one that was taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,1", "take('d')", "Demo", id="first-demo"),
        Binding("s,2", "take('s')", "Starter list", id="first-starter"),
        Binding("u,3", "take('u')", "URL", id="first-url"),
        Binding("escape,q", "dismiss(None)", "Later", id="first-later"),
    ]

    def compose(self) -> ComposeResult:
        """What this is, and the doors."""
        with Room(classes="sheet") as sheet:
            sheet.border_title = Content("Wireroom")
            yield Static(
                Content(
                    "This is a live-blog desk. Wires come in on the left; what you write from them stands in three lanes: developing, confirmed, retracted. Nothing has come in yet. Take a door:"
                ),
                classes="intro",
            )
            for key, name, words in DOORS:
                yield Static(
                    Content.styled(f" {key} ", "bold $wr-accent") + Content.styled(name, "bold"),
                    classes="label",
                )
                yield Static(Content(words), classes="door")
            yield Hints("Esc look at the empty desk first")

    def action_take(self, door: str) -> None:
        """Go through a door."""
        self.dismiss(door)


def open_doors(desk: "DeskScreen") -> None:
    """Offer the doors and do what was chosen."""
    from tui.screens.small_forms import add_feed_form

    deeds: dict[str, Callable[[], None]] = {
        "d": lambda: desk.desk_app.leave_for_demo(),
        "s": lambda: add_starter_list(desk),
        "u": lambda: add_feed_form(desk),
    }
    desk.app.push_screen(FirstRunScreen(), lambda door: deeds[door]() if door else None)


def add_starter_list(desk: "DeskScreen") -> None:
    """Subscribe to the feeds of the list that comes with Wireroom, and ask them."""
    wire = desk.newsroom.wire

    def deed() -> int:
        from wireroom.feeds.opml import starter

        feeds, _ = wire.add_feeds(starter())
        return len(feeds)

    def done(number: int) -> None:
        desk.say(f"subscribed to {number} wires; asking them")
        desk.desk_app.wires.ask_all()
        desk.lookout.load_room()

    desk.act(deed, done)
