"""The spiked drafts of a live blog, to bring one back."""

from typing import TYPE_CHECKING

from tui.screens.picking import Option, PickScreen
from tui.widgets.when import ago

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def choose_spiked(desk: "DeskScreen") -> None:
    """List the spiked drafts of the live blog that is open, and restore the one that is chosen."""
    view, newsroom = desk.blog, desk.newsroom
    if view is None:
        return

    def restore(chosen: str | None) -> None:
        if chosen:
            desk.act(lambda: newsroom.blogs.restore(chosen), lambda _: desk.say("the draft is back"))

    def show(options: list[Option]) -> None:
        notice = ("No draft of this live blog is spiked.", "s on a draft in its lane spikes it.")
        desk.app.push_screen(PickScreen(desk.office, "Spiked drafts", options, notice=notice), restore)

    def load() -> list[Option]:
        now = newsroom.clock.now()
        return [
            Option(draft.id, draft.headline, f"by {draft.author} · filed {ago(draft.filed, now)}")
            for draft in newsroom.blogs.spiked(view.blog.id)
        ]

    desk.office.open(load, show, group="spiked")
