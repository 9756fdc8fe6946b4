"""An editor's own drafts: what was typed and neither filed nor thrown away, at this desk or while it was cut off."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.screens.held import Work
from tui.screens.lists import ListScreen
from tui.screens.picking import Option
from tui.widgets.when import ago, counted
from wireroom.errors import NotFoundError, StoreUnreachable
from wireroom.model import Draft

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom


class DraftsScreen(ListScreen):
    """Drafts, newest first."""

    TITLE_WORDS = "Your drafts"
    KEYS = "Enter go on writing   x throw away   Esc leave"
    EMPTY = (
        "Nothing of yours is unfinished.",
        "What you type in a composer or a form is kept here until you file it.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Go on writing", id="drafts-open"),
        Binding("x", "drop", "Throw away", id="drafts-drop"),
    ]

    @staticmethod
    def load(newsroom: "Newsroom") -> list[Option]:
        """Read the drafts."""
        return [_option(newsroom, draft) for draft in newsroom.blogs.drafts()]

    def action_open(self) -> None:
        """Go on with the draft under the cursor."""
        if not (chosen := self.chosen):
            return
        blogs, desk = self.newsroom.blogs, self.desk

        def go_on(draft: Draft) -> None:
            self.dismiss()
            if draft.update:
                from tui.screens.resuming import resume

                resume(desk, draft.update, _work(draft))
            else:
                from tui.screens.composer import compose_draft

                compose_draft(desk, draft)

        desk.office.ask(lambda: _find(blogs.drafts(), chosen), go_on, group="draft")

    def action_drop(self) -> None:
        """Forget the draft under the cursor."""
        if (chosen := self.chosen) and self.asked_twice("x again throws this away for good"):
            blogs = self.newsroom.blogs
            self.act(lambda: blogs.drop_draft(chosen), lambda _: "thrown away")


def _find(drafts: list[Draft], draft_id: str) -> Draft:
    for draft in drafts:
        if draft.id == draft_id:
            return draft
    raise NotFoundError("That draft was filed or thrown away meanwhile.")


def _work(draft: Draft) -> Work:
    return Work(draft.fields.get("form", Work.EDIT))


def _option(newsroom: "Newsroom", draft: Draft) -> Option:
    headline, what = str(draft.fields.get("headline", "")), _resting_on(draft)
    if draft.update:
        standing, what = _standing(newsroom, draft)
        headline = headline or standing
    typed = f"typed {ago(draft.saved, newsroom.clock.now())}"
    return Option(draft.id, headline or "(no headline)", f"{what} · {typed}")


def _standing(newsroom: "Newsroom", draft: Draft) -> tuple[str, str]:
    """The headline of the update that a draft is about, as far as it is known, and what the draft does to it."""
    doing = _work(draft).doing
    try:
        update = newsroom.store.update(draft.update)
    except NotFoundError:
        return "", f"{doing} an update that is gone"
    except StoreUnreachable:
        return "", f"{doing} an update"
    changed = "" if update.revision == draft.revision else " that was changed since"
    return update.headline, f"{doing} an update{changed}"


def _resting_on(draft: Draft) -> str:
    items = draft.fields.get("items", ())
    return f"write-up of {counted(len(items), 'item')}" if items else "write-up"
