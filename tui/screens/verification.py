"""Verification: what an update rests on, its timeline with word differences, its alerts, and the decision."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.panes.lane_rows import LaneRow
from tui.panes.update_copy import DECIDING, Findings, find_out, update_blocks
from tui.screens.mark_forms import confirm_form, developing_form, retract_form
from tui.screens.reading import TextScreen
from tui.screens.words_forms import words_form
from tui.widgets.blocks import BLANK, Block, text
from tui.widgets.spans import Span
from wireroom.desk.reports import AlertView, Offer
from wireroom.model import SourceAlert

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def open_verification(desk: "DeskScreen") -> None:
    """Read what the update under the cursor rests on and what was done with it, and decide."""
    if (row := desk.floor.update_row) is not None:
        desk.app.push_screen(VerificationScreen(desk, row))


class VerificationScreen(TextScreen):
    """Everything that speaks for and against an update, and the keys to decide."""

    KEYS: ClassVar[str] = (
        "c confirm  d developing  C correct  r retract  S source looked at, it stands  Esc leave"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "confirm", "Confirm", id="verification-confirm"),
        Binding("d", "developing", "Developing", id="verification-developing"),
        Binding("C", "correct", "Correct", id="verification-correct"),
        Binding("r", "retract", "Retract", id="verification-retract"),
        Binding("S", "settle", "Settle the alert", id="verification-settle"),
    ]

    def __init__(self, desk: "DeskScreen", row: LaneRow) -> None:
        super().__init__(desk.office, f"Verification · {row.update.status.value}")
        self._desk = desk
        self._row = row
        self._alerts: tuple[AlertView, ...] = ()

    def on_mount(self) -> None:
        """Show the update, and read the rest."""
        super().on_mount()
        self.show(update_blocks(self._row, self.office.newsroom.clock))
        newsroom, update = self.office.newsroom, self._row.update

        def findings() -> tuple[Findings, list[Block]]:
            found = find_out(newsroom, update)
            extra = [
                Block((Span("House rule not met  ", "developing", True), Span(words)), hang=2)
                for words in newsroom.blogs.warnings(update.id)
            ]
            upon = newsroom.blogs.built_upon(update.id)
            if upon:
                extra += [
                    BLANK,
                    text("Built on it", "accent", bold=True),
                    *(text(one.headline, indent=2) for one in upon),
                ]
            return found, extra

        self.office.ask(findings, self._take, group="verification")

    def _take(self, answer: tuple[Findings, list[Block]]) -> None:
        found, extra = answer
        self._alerts = found.alerts
        blocks = update_blocks(self._row, self.office.newsroom.clock, found, keys=DECIDING)
        self.show([*blocks, *([BLANK, *extra] if extra and extra[0] is not BLANK else extra)])

    def _offer(self, to: str) -> Offer | None:
        return next((offer for view in self._alerts for offer in view.offers if offer.to == to), None)

    def action_confirm(self) -> None:
        """Leave for the form."""
        self.dismiss()
        confirm_form(self._desk, self._row.update.id)

    def action_developing(self) -> None:
        """Leave for the form, with the reason an alert gives."""
        offer = self._offer("downgrade")
        self.dismiss()
        developing_form(self._desk, self._row.update.id, note=offer.note if offer is not None else "")

    def action_correct(self) -> None:
        """Leave for the form, with the note an alert suggests."""
        offer = self._offer("correct")
        self.dismiss()
        words_form(self._desk, self._row.update.id, note=offer.note if offer is not None else "")

    def action_retract(self) -> None:
        """Leave for the form, with what an alert says is wrong."""
        self.dismiss()
        retract_form(self._desk, self._row.update.id, self._offer("retract"))

    def action_settle(self) -> None:
        """Write down that the oldest alert was looked at and the update stands."""
        if not self._alerts:
            self._desk.desk_app.tell("No alert is open on this update.")
            return
        blogs, alert = self.office.newsroom.blogs, self._alerts[0].alert.id
        self._desk.act(lambda: blogs.settle_alert(alert), self._settled)

    def _settled(self, alert: SourceAlert) -> None:
        self._alerts = tuple(view for view in self._alerts if view.alert.id != alert.id)
        self._desk.say("looked at the source; the update stands")
        self._desk.lookout.load_blog()
        if self.is_attached:
            self.dismiss()
