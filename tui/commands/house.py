"""The house: live blogs, publishing, undo, help and everything that is not one item or one update."""

from typing import TYPE_CHECKING

from tui.commands.command import Command, Needs

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class Publish(Command):
    """Publish a snapshot of the live blog."""

    group = "Live blog"
    keys = "P"
    footer = "publish"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Show what will change for readers, then publish."""
        desk.open_publish()


class Undo(Command):
    """Undo your last act that can be undone; a bulk act as one."""

    keys = "u"
    footer = "undo"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Take back so many acts."""
        for _ in range(desk.count):
            desk.undo()


class Repeat(Command):
    """Do the last triage act again."""

    keys = "full_stop"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Run the last repeatable command here."""
        if desk.last is not None:
            desk.last.run(desk)


class ChooseBlog(Command):
    """Choose the live blog to work on."""

    group = "Live blog"
    keys = "b"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """List them."""
        desk.choose_blog()


class NewBlog(Command):
    """Begin a live blog."""

    group = "Live blog"
    keys = "B"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for slug and headline."""
        from tui.screens.small_forms import new_blog_form

        new_blog_form(desk)


class EndCoverage(Command):
    """End the coverage of the live blog; lists what is undecided."""

    group = "Live blog"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask once more."""
        from tui.screens.small_forms import end_form

        end_form(desk)


class AddFeed(Command):
    """Subscribe to a wire: the address of a feed, or of a page that names one."""

    group = "Wires"
    keys = "plus"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for the address."""
        from tui.screens.small_forms import add_feed_form

        add_feed_form(desk)


class Help(Command):
    """Show every command with its keys; type to search."""

    keys = "question_mark"
    footer = "help"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open it over the desk."""
        from tui.screens.help import HelpScreen

        desk.app.push_screen(HelpScreen(desk))


class Palette(Command):
    """Find a command by its name."""

    keys = "ctrl+p"
    newsboat = "ctrl+o"
    title = "Command palette"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open it."""
        desk.app.action_command_palette()


class Zen(Command):
    """Show this pane alone, or all of them again."""

    keys = "z"
    newsboat = "Z"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Turn it on or off."""
        desk.zen()


class NextTheme(Command):
    """Change the theme: dark, light, the terminal's own colours."""

    group = "Desk"
    keys = "T"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Take the next one."""
        desk.next_theme(desk.count)


class Quit(Command):
    """Leave the desk."""

    keys = "Q,ctrl+q"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Leave; what was acknowledged is kept."""
        desk.app.exit()


COMMANDS = (
    Publish, Undo, Repeat, ChooseBlog, NewBlog, EndCoverage, AddFeed, Help, Palette, Zen, NextTheme, Quit,
)  # fmt: skip
