"""The life of an update: written, marked, corrected, taken back."""

from typing import TYPE_CHECKING

from tui.commands.command import Command, Needs

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class Writing(Command):
    """Base of commands on updates."""

    group = "Updates"
    needs = Needs.UPDATE


class WriteUp(Command):
    """Write an update from the item, with the item as evidence; in a lane, one that builds on the update there."""

    group = "Updates"
    keys = "w"
    footer = "write up"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open the composer beside the chosen items, or on the update: what was retracted is superseded."""
        from tui.screens.composer import compose

        if desk.floor.on_wire:
            compose(desk, desk.wire.chosen())
        else:
            compose(desk, [], follows=desk.floor.update)


class WriteOwn(Command):
    """Write an update that rests on no item of the wire."""

    group = "Updates"
    keys = "W"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open an empty composer."""
        from tui.screens.composer import compose

        compose(desk, [])


class Developing(Writing):
    """Publish a draft as developing, or put a confirmed update under review."""

    keys = "d"
    footer = "developing"
    title = "Mark developing"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for what the change needs."""
        from tui.screens.mark_forms import developing_form

        developing_form(desk, desk.update_here().id)


class Confirm(Writing):
    """Mark the update confirmed; asks how we know."""

    keys = "c"
    footer = "confirm"
    title = "Mark confirmed"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for the note and further evidence."""
        from tui.screens.mark_forms import confirm_form

        confirm_form(desk, desk.update_here().id)


class Retract(Writing):
    """Take the update back; asks what is wrong and why."""

    keys = "r"
    newsboat = "z"
    footer = "retract"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for the notice."""
        from tui.screens.mark_forms import retract_form

        retract_form(desk, desk.update_here().id)


class Correct(Writing):
    """Correct a standing update, or refile it; edit what no reader has seen."""

    keys = "C,e"
    footer = "correct"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open the words, with a note for readers."""
        from tui.screens.words_forms import words_form

        words_form(desk, desk.update_here().id)


class Drafts(Command):
    """Show what you typed and did not file, and go on with it."""

    group = "Updates"
    keys = "E"
    title = "Your drafts"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open the list."""
        from tui.screens.drafts import DraftsScreen

        desk.app.push_screen(DraftsScreen(desk))


class Kill(Writing):
    """Remove an update for law or safety; asks who ordered it and for the slug, typed."""

    keys = "X"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for the order."""
        from tui.screens.mark_forms import kill_form

        kill_form(desk, desk.update_here().id)


class Pin(Writing):
    """Pin the update on top of the page, or take the pin out."""

    keys = "p"
    newsboat = "ctrl+p"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Pin, or unpin the one that is."""
        update, view = desk.update_here(), desk.blog
        blogs = desk.newsroom.blogs
        if view is not None and view.blog.pinned == update.id:
            blog_id = view.blog.id
            desk.act(lambda: blogs.unpin(blog_id), lambda _: desk.say("unpinned"))
        else:
            desk.act(lambda: blogs.pin(update.id), lambda _: desk.say("pinned"))


class IntoSummary(Writing):
    """Put a line that stands on the update into the summary."""

    keys = "A"
    newsboat = "ctrl+a"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for the line and its heading."""
        from tui.screens.blog_forms import line_form

        line_form(desk, desk.update_here())


class Picture(Writing):
    """Show a picture with the update: of its items, an address, or a file."""

    keys = "I"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for it, and for what it shows."""
        from tui.screens.picture_forms import picture_form

        picture_form(desk, desk.update_here())


class TakePictureOff(Writing):
    """Take a picture off the update."""

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask which."""
        from tui.screens.picture_forms import take_off_form

        take_off_form(desk, desk.update_here())


class QuotePost(Writing):
    """Quote a social post or a video in the update, as words and a link."""

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for its words."""
        from tui.screens.picture_forms import quote_form

        quote_form(desk, desk.update_here())


class KeyEvent(Writing):
    """Make the update a key event, or an ordinary one."""

    keys = "K"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Turn it on or off."""
        update = desk.update_here()
        blogs = desk.newsroom.blogs
        words = "an ordinary update" if update.key_event else "key event"
        desk.act(lambda: blogs.key_event(update.id, not update.key_event), lambda _: desk.say(words))


class History(Writing):
    """Read what the update rests on and everything that was done with it, with the differences of its words."""

    keys = "H,V"
    footer = "history"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open it over the desk."""
        from tui.screens.verification import open_verification

        open_verification(desk)


COMMANDS = (
    WriteUp,
    WriteOwn,
    Developing,
    Confirm,
    Retract,
    Correct,
    Drafts,
    Kill,
    Pin,
    IntoSummary,
    KeyEvent,
    Picture,
    TakePictureOff,
    QuotePost,
    History,
)
