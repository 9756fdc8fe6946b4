"""The house: live blogs, publishing, undo, help and everything that is not one item or one update."""

from functools import partial
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
        from tui.screens.publish import PublishScreen

        desk.app.push_screen(PublishScreen(desk))


class Preview(Command):
    """Preview the live blog in the browser; the page follows the desk, nothing is published."""

    group = "Live blog"
    keys = "y"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Serve it from a process of its own and open its address."""
        from tui.links import open_address

        view = desk.blog
        if view is None:
            return
        wires, slug = desk.desk_app.wires, view.blog.slug
        desk.mention("making the preview …")
        desk.office.ask(lambda: wires.preview(slug), partial(open_address, desk), group="preview")


class Undo(Command):
    """Undo your last act that can be undone; a bulk act as one."""

    keys = "u"
    footer = "undo"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Take back so many acts."""
        desk.undoing.take_back(desk.count)


class Repeat(Command):
    """Do the last triage act again."""

    keys = "full_stop"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Run the last repeatable command here."""
        if (last := desk.keyboard.last) is not None:
            last.run(desk)


class ChooseBlog(Command):
    """Choose the live blog to work on."""

    group = "Live blog"
    keys = "b"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """List them."""
        from tui.screens.picking import choose_blog

        choose_blog(desk)


class NewBlog(Command):
    """Begin a live blog."""

    group = "Live blog"
    keys = "B"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for slug and headline."""
        from tui.screens.small_forms import new_blog_form

        new_blog_form(desk)


class Summary(Command):
    """Write the summary: what we know, what we don't, what we got wrong."""

    group = "Live blog"
    keys = "M"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open all of it."""
        from tui.screens.blog_forms import summary_form

        summary_form(desk)


class ChangeBlog(Command):
    """Change the headline, standfirst, time zone, language or house rules of the live blog."""

    group = "Live blog"
    title = "Change the live blog"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open what it says of itself."""
        from tui.screens.blog_forms import change_form

        change_form(desk)


class EndCoverage(Command):
    """End the coverage of the live blog; lists what is undecided."""

    group = "Live blog"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask once more."""
        from tui.screens.small_forms import end_form

        end_form(desk)


class ReopenCoverage(Command):
    """Take up the coverage of a live blog that has ended again."""

    group = "Live blog"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Do so; one that is live says so itself."""
        assert desk.blog is not None
        blogs, slug = desk.newsroom.blogs, desk.blog.blog.slug
        desk.act(lambda: blogs.reopen(slug), lambda _: desk.say(f"{slug} is live again"))


class AddFeed(Command):
    """Subscribe to a wire: the address of a feed, or of a page that names one."""

    group = "Wires"
    keys = "plus"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for the address."""
        from tui.screens.small_forms import add_feed_form

        add_feed_form(desk)


class Health(Command):
    """Show how polling each feed goes; pause, rename, remove."""

    group = "Wires"
    keys = "F"
    title = "Health of the feeds"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open the list."""
        from tui.screens.health import HealthScreen

        desk.app.push_screen(HealthScreen(desk))


class Watch(Command):
    """Show the watch terms; add, remove, ring a bell."""

    group = "Wires"
    keys = "m"
    title = "Watch terms"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open the list."""
        from tui.screens.watching import WatchScreen

        desk.app.push_screen(WatchScreen(desk))


class Views(Command):
    """Show the saved views; open one, or save the present filter."""

    group = "Wires"
    keys = "v"
    title = "Saved views"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open the list."""
        from tui.screens.watching import ViewsScreen

        desk.app.push_screen(ViewsScreen(desk))


class DecideNow(Command):
    """Go through the updates that must be decided now, longest overdue first."""

    group = "Updates"
    keys = "D"
    title = "Decide now"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open the verification of the first."""
        from tui.screens.deciding import decide_now

        decide_now(desk)


class Log(Command):
    """Read the audit log."""

    keys = "L"
    title = "Audit log"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open it over the desk."""
        from tui.screens.records import show_log

        show_log(desk)


class HandOver(Command):
    """Read what the next shift must know."""

    group = "Live blog"
    keys = "O"
    newsboat = "ctrl+h"
    title = "Hand-over"
    needs = Needs.BLOG

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open it over the desk."""
        from tui.screens.records import show_handover

        show_handover(desk)


class ShowSettings(Command):
    """Read and change the settings."""

    keys = "comma"
    title = "Settings"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open them over the desk."""
        from tui.screens.settings import SettingsScreen

        desk.app.push_screen(SettingsScreen(desk))


class CommandLine(Command):
    """Run any command of the command line."""

    keys = "colon"
    title = "Command line"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open the line."""
        from tui.screens.command_line import CommandLineScreen

        desk.app.push_screen(CommandLineScreen(desk))


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
        from tui.screens.palette import open_palette

        open_palette(desk)


class Zen(Command):
    """Show this pane alone, or all of them again."""

    keys = "z"
    newsboat = "Z"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Turn it on or off."""
        desk.floor.zen()


class WiderWire(Command):
    """Give the wire more of the width; it is remembered."""

    keys = "greater_than_sign"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Five percent a step."""
        desk.desk_app.resize_panes(wire=5 * desk.count)


class NarrowerWire(Command):
    """Give the wire less of the width; it is remembered."""

    keys = "less_than_sign"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Five percent a step."""
        desk.desk_app.resize_panes(wire=-5 * desk.count)


class TallerDetail(Command):
    """Give the detail, or what else stands below, more room; it is remembered."""

    keys = "equals_sign"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Five percent a step."""
        desk.desk_app.resize_panes(upper=-5 * desk.count)


class ShorterDetail(Command):
    """Give the detail, or what else stands below, less room; it is remembered."""

    keys = "minus"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Five percent a step."""
        desk.desk_app.resize_panes(upper=5 * desk.count)


class NextTheme(Command):
    """Change the theme: dark, light, the terminal's own colours."""

    group = "Desk"
    keys = "T"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Take the next one."""
        desk.say(f"theme: {desk.desk_app.turn_theme(desk.count)}")


class Quit(Command):
    """Leave the desk without being asked; what was typed and what was done is kept."""

    keys = "Q,ctrl+q"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Leave."""
        desk.app.exit()


COMMANDS = (
    DecideNow, HandOver, Health, Watch, Views, Log, ShowSettings, CommandLine,
    Publish, Preview, Undo, Repeat, ChooseBlog, NewBlog, Summary, ChangeBlog, EndCoverage, ReopenCoverage, AddFeed, Help, Palette, Zen, WiderWire, NarrowerWire, TallerDetail, ShorterDetail, NextTheme, Quit,
)  # fmt: skip
