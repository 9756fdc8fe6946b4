"""Tells an editor of what was typed and neither filed nor thrown away."""

from typing import TYPE_CHECKING

from tui.widgets.key_names import show_key
from tui.widgets.when import counted

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def tell_unfinished(desk: "DeskScreen") -> None:
    """Say in the foot how many drafts the editor has, and what lists them; nothing where there are none."""
    blogs = desk.newsroom.blogs

    def told(drafts: int) -> None:
        if drafts:
            desk.say(f"{counted(drafts, 'draft')} of yours kept: {way_to_drafts(desk)}")

    desk.office.ask(lambda: len(blogs.drafts()), told, group="unfinished", trouble=desk.company.out_of_reach)


def way_to_drafts(desk: "DeskScreen") -> str:
    """What lists an editor's drafts: "press E", or its name in the palette where the keymap has no key for it."""
    key = desk.desk_app.keys["drafts"].split(",")[0]
    return f"press {show_key(key)}" if key else "see “Your drafts”"
