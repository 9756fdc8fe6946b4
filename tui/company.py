"""Who else is at the desk, who is writing what, and what is told of it: taken over, cut off, back again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui.unfinished import way_to_drafts
from tui.widgets.when import counted
from wireroom.errors import StoreUnreachable, WireroomError

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from wireroom.desk.drafting import Kept
    from wireroom.desk.presence import Pulse

CUT_OFF = "The store can't be reached. What you type is kept on this machine; acts have to wait."


class Company:
    """Keeps this desk's pulse among the others, and tells each thing once."""

    def __init__(self, desk: "DeskScreen") -> None:
        self._desk = desk
        self.pulse: Pulse | None = None
        """How this desk stood when it last looked; nothing before the first look."""
        self._under_way = False
        self._said_kept_here = False

    @property
    def writers(self) -> Mapping[str, str]:
        """Who does what to which update, at other desks: "tomas is retracting"."""
        if self.pulse is None:
            return {}
        return {lease.subject: f"{lease.editor} is {lease.doing}" for lease in self.pulse.writing}

    @property
    def reached(self) -> bool:
        """Whether the store answered when it was last looked at."""
        return self.pulse is None or self.pulse.reached

    def look(self) -> None:
        """Say that this desk is open, and look around; once at a time, however long the store takes."""
        if self._under_way:
            return
        self._under_way = True
        view = self._desk.blog
        presence, blog = self._desk.newsroom.presence, view.blog.id if view is not None else ""
        self._desk.office.work(lambda: presence.pulse(blog), self._take, trouble=self._trouble)

    def out_of_reach(self, error: WireroomError) -> None:
        """Meet the trouble of a look at the store that nobody asked for: being cut off is told once, on top."""
        if not isinstance(error, StoreUnreachable):
            self._desk.office.present(error)
        elif self.reached:
            from wireroom.desk.presence import Pulse

            self._take(Pulse(reached=False))

    def kept(self, where: "Kept") -> None:
        """Say, once, that a draft is kept on this machine for now."""
        from wireroom.desk.drafting import Kept

        if where is Kept.HERE and not self._said_kept_here:
            self._said_kept_here = True
            self._desk.desk_app.tell(
                "The draft is kept on this machine until the store is back.", severity="warning"
            )

    def _trouble(self, error: WireroomError) -> None:
        self._under_way = False
        self.out_of_reach(error)

    def _take(self, pulse: "Pulse") -> None:
        self._under_way = False
        before, was_reached, self.pulse = self.pulse, self.reached, pulse
        self._tell_reach(pulse, was_reached=was_reached)
        if pulse.read_only and (before is None or pulse.read_only != before.read_only):
            self._desk.desk_app.tell(pulse.read_only, title="Read only", severity="warning")
        for lease in pulse.lost:
            self._tell_lost(lease.subject, lease.editor)
        if pulse.returned:
            torn = sum(not one.clean for one in pulse.returned)
            drafts = counted(len(pulse.returned), "draft")
            words = f"{drafts} kept while you were cut off: {way_to_drafts(self._desk)}."
            if torn:
                words += (
                    f" {counted(torn, 'text')} changed meanwhile: both stand side by side when you open it."
                )
            self._desk.desk_app.tell(words, title="Back at the store", severity="warning")
        if pulse != before:
            self._desk.show_company()

    def _tell_reach(self, pulse: "Pulse", *, was_reached: bool) -> None:
        tell = self._desk.desk_app.tell
        if was_reached and not pulse.reached:
            tell(CUT_OFF, title="Cut off", severity="error")
        elif pulse.reached and not was_reached:
            self._said_kept_here = False
            tell("The store answers again.", title="Back")

    def _tell_lost(self, subject: str, editor: str) -> None:
        row = self._desk.floor.update_of(subject)
        what = f"“{row.headline}”" if row is not None else "the update you were at"
        self._desk.desk_app.tell(
            f"{editor} has taken over {what}. What you typed stays: saving it shows both texts.",
            title="Taken over",
            severity="warning",
        )
