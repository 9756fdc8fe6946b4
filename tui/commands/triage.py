"""Triage: what becomes of the items on the wire."""

from typing import TYPE_CHECKING

from tui.commands.command import Command, Needs
from wireroom.model import Item, Stage

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from wireroom.feeds.article import Article


class Triage(Command):
    """Base of commands on items."""

    group = "Triage"
    needs = Needs.ITEM


def _stage(desk: "DeskScreen", stage: Stage) -> None:
    """Move the chosen items, or as many from the cursor on as were counted, to a stage."""
    wire = desk.newsroom.wire
    deed = {Stage.KEPT: wire.keep, Stage.SPIKED: wire.spike, Stage.NEW: wire.restore}[stage]
    picked = bool(desk.wire.lines.picked)
    items = desk.wire.chosen() if picked or desk.count == 1 else desk.wire.from_cursor(desk.count)
    ids = [item.id for item in items]
    desk.wire.show_stage(ids, stage)
    if picked:
        desk.wire.lines.pick(())
    else:
        desk.wire.lines.move(len(ids))

    def done(changed: list[Item]) -> None:
        desk.wire.take_items(changed)
        word = {Stage.KEPT: "kept", Stage.SPIKED: "spiked", Stage.NEW: "restored"}[stage]
        desk.say(f"{word} {len(changed)}" if len(changed) != 1 else word)

    desk.act(lambda: deed(ids), done, trouble=desk.triage_refused)


class Keep(Triage):
    """Keep the item for writing up, and go on to the next."""

    keys = "a"
    footer = "keep"
    repeatable = True

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Keep the selected items, or so many from the cursor on."""
        _stage(desk, Stage.KEPT)


class Spike(Triage):
    """Spike the item (reject it), and go on to the next; in a lane, the draft."""

    keys = "s"
    footer = "spike"
    needs = Needs.SPIKABLE
    repeatable = True

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Spike the selected items, or so many from the cursor on; or the draft under the cursor."""
        if desk.floor.on_wire:
            _stage(desk, Stage.SPIKED)
            return
        blogs, draft = desk.newsroom.blogs, desk.update_here()
        desk.act(
            lambda: blogs.spike(draft.id, draft.revision), lambda _: desk.say("spiked: S brings drafts back")
        )


class Restore(Triage):
    """Put the item back among the new ones; in a lane, bring a spiked draft back."""

    keys = "S"
    needs = Needs.NOTHING
    repeatable = True

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Restore the selected items, or so many from the cursor on; or ask which draft."""
        if desk.floor.on_wire:
            _stage(desk, Stage.NEW)
        elif desk.blog is not None:
            from tui.screens.spiked import choose_spiked

            choose_spiked(desk)
        else:
            desk.foot.hint(Needs.ITEM.value)


class Tag(Triage):
    """Tag the item; -tag takes one off. Known tags are completed."""

    keys = "t"
    footer = "tag"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Ask for tags."""
        from tui.screens.small_forms import tag_form

        items = desk.wire.chosen() if desk.count == 1 else desk.wire.from_cursor(desk.count)
        tag_form(desk, items)


class Select(Triage):
    """Select the item for an act on several, and go on to the next."""

    keys = "space"
    footer = "select"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Select, or give up, so many from the cursor on."""
        for _ in range(desk.count):
            desk.wire.lines.toggle_pick()
            desk.wire.lines.move(1)
        desk.wire.recount()


class SelectAll(Triage):
    """Select everything the filter shows that is loaded."""

    keys = "asterisk"
    newsboat = "A"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Select all, or nothing if all are selected."""
        lines = desk.wire.lines
        everything = [row.key for row in lines.rows()]
        lines.pick(() if len(lines.picked) == len(everything) else everything)
        desk.wire.recount()


class Filter(Command):
    """Filter the wire as you type; words, feed:, tag:, stage:, since:2h and more."""

    group = "Triage"
    keys = "slash"
    footer = "filter"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Open the filter's line."""
        desk.floor.leave_reader()
        desk.wire.ask_filter()


class OpenLink(Command):
    """Open the link of the item, or of the update's source, in the browser."""

    group = "Triage"
    keys = "o"
    newsboat = "O"
    title = "Open link"
    footer = "link"
    needs = Needs.EITHER

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Hand the address to the browser of this machine."""
        from tui.links import open_link

        open_link(desk)


class FullText(Triage):
    """Read the whole article of the item from its page, into the detail."""

    keys = "f"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Fetch the page while the desk goes on."""
        from tui.bootstrap import read_article

        item, newsroom = desk.wire.chosen()[0], desk.newsroom
        desk.say("reading the article …")

        def show(article: "Article") -> None:
            desk.floor.detail.add_article(item.id, article)
            desk.say("the article is in the detail")

        desk.office.work(lambda: read_article(newsroom, item), show)


class AskWires(Command):
    """Ask all wires now instead of when they are due."""

    group = "Triage"
    keys = "R"
    title = "Ask the wires"
    newsboat = "R,r"

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Let a process of its own pull everything."""
        begun = desk.desk_app.wires.ask_all()
        desk.say("asking all wires" if begun else "the wires are being asked")


COMMANDS = (Keep, Spike, Tag, Select, Restore, SelectAll, Filter, OpenLink, FullText, AskWires)
