"""Undo at the desk: acts are taken back, and what can't be is told before it is passed over."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class Undoing:
    """Takes acts back, and keeps in mind of which it was told that it stays."""

    def __init__(self, desk: "DeskScreen") -> None:
        self._desk = desk
        self._told = 0
        """The number of the event that an editor was last told would be passed over."""

    def take_back(self, times: int = 1, *, then: Callable[[str], None] | None = None) -> None:
        """Take so many acts back; ``then`` is told which in place of the foot.

        What was done since and can't be taken back is told first: the same key again then goes on to the act before.
        """
        desk, told = self._desk, self._told
        trail, zone = desk.newsroom.trail, desk.zone

        def deed() -> tuple[str, int]:
            passed = trail.passed_over()
            if passed and passed[0].sequence != told:
                stays = trail.stays(passed, zone)
                return f"{stays} Undo again goes on to the act before.", passed[0].sequence
            words = [sentence for _ in range(times) for sentence in trail.sentences(trail.undo(), zone)]
            return "; ".join(words), told

        def done(answer: tuple[str, int]) -> None:
            words, now_told = answer
            if now_told != told:
                self._told = now_told
                desk.desk_app.tell(words, title="Not undone")
                return
            desk.wire.forget_acts()
            (then or desk.say)(words)

        desk.act(deed, done, trouble=desk.triage_refused)
