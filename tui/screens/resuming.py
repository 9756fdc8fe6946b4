"""Going on with a form that was left: each kind of work opens in its own."""

from typing import TYPE_CHECKING

from tui.screens.held import Work
from tui.screens.mark_forms import confirm_form, developing_form, kill_form, retract_form
from tui.screens.words_forms import words_form

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def resume(desk: "DeskScreen", update_id: str, work: Work) -> None:
    """Open the form that does some work on an update; what was typed into it comes back."""
    match work:
        case Work.EDIT | Work.CORRECT:
            words_form(desk, update_id)
        case Work.DEVELOPING:
            developing_form(desk, update_id)
        case Work.CONFIRM:
            confirm_form(desk, update_id)
        case Work.RETRACT:
            retract_form(desk, update_id)
        case Work.KILL:
            kill_form(desk, update_id)
