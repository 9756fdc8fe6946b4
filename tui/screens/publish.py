"""Publishing: what will change for readers, what lint objects to, then the snapshot, its progress and its result."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.links import open_address
from tui.printing import Printing
from tui.screens.form import FormScreen, Line, Values
from tui.screens.publish_copy import link_to, outlook_blocks, progress_blocks, report_blocks
from tui.screens.reading import TextScreen
from wireroom.desk.reports import PublishReport
from wireroom.errors import PublishStopped, RefusedError, WireroomError

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from wireroom.desk.outlook import Outlook

#: How often the bar is drawn anew.
BAR_SECONDS = 0.1
MEND = "Mend each in its lane (C corrects, d takes evidence), or publish against lint with a reason (!)."
BEFORE = "Enter publish   y preview   ! publish against lint, with a reason   Esc leave"
MEANWHILE = "x stop   Esc leave: it goes on"
AFTER = "o open the page   y preview   Esc leave"


class PublishScreen(TextScreen):
    """Shows the outlook; Enter publishes; a bar shows how far it is; the result can be opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,P", "publish", "Publish", id="publish-now"),
        Binding("exclamation_mark", "override", "Publish against lint", id="publish-override"),
        Binding("x", "stop", "Stop", id="publish-stop"),
        Binding("o", "open", "Open the page", id="publish-open"),
        Binding("y", "preview", "Preview", id="publish-preview"),
    ]
    KEYS: ClassVar[str] = BEFORE

    def __init__(self, desk: "DeskScreen") -> None:
        super().__init__(desk.office, "Publish")
        self._desk = desk
        self._drawn: Printing | None = None
        self._link = ""

    def on_mount(self) -> None:
        """Work out what will change, or show how far a publication is that is under way."""
        super().on_mount()
        self.set_interval(BAR_SECONDS, self._draw)
        if self._desk.press.now is None:
            self._read()
        else:
            self._draw()

    def _read(self) -> None:
        view, newsroom = self._desk.blog, self.office.newsroom
        if view is None:
            return
        self.say_keys(BEFORE)
        self.office.ask(
            lambda: newsroom.publishing.outlook(view.blog.id),
            self._foretell,
            group="outlook",
        )

    def _foretell(self, found: "Outlook") -> None:
        """Show what will change, unless it is being published meanwhile: then that is watched."""
        if self._desk.press.now is None:
            self.show(outlook_blocks(found, self.office.newsroom.publishing.target(found.blog)))

    # -- publishing

    def action_publish(self) -> None:
        """Write the snapshot."""
        if not self._link:
            self._publish("")

    def action_override(self) -> None:
        """Ask for the reason, then write it."""

        def deed(values: Values) -> str:
            return values["reason"]

        self.app.push_screen(
            FormScreen(
                self.office,
                title="Publish against lint",
                fields=[Line(name="reason", label="Reason (logged)")],
                deed=deed,
                then=self._publish,
                done_word="publish",
            )
        )

    def _publish(self, reason: str) -> None:
        view = self._desk.blog
        if view is None:
            return
        begun = self._desk.press.publish(
            view.blog.slug, override=reason, then=self._published, trouble=self._refused
        )
        if begun:
            self.say_keys(MEANWHILE)
            self._draw()

    def action_stop(self) -> None:
        """Stop what is under way, if readers see nothing of it yet."""
        self._desk.press.stop()
        self._draw()

    def _draw(self) -> None:
        now = self._desk.press.now
        if now is not None and now != self._drawn:
            if self._drawn is None:
                self.say_keys(MEANWHILE)
            self.show(progress_blocks(now))
        elif now is None and self._drawn is not None and not self._link:
            self._read()  # it was begun from a sheet that was left since
        self._drawn = now

    def _published(self, report: PublishReport) -> None:
        self._desk.say(f"published {report.blog}: {report.files_written} files written")
        self._desk.lookout.load_blog()
        self._link = link_to(report, self.office.newsroom.config)
        if self.is_attached:
            self.say_keys(AFTER)
            self.show(report_blocks(report, self._link))

    def _refused(self, error: WireroomError) -> None:
        if isinstance(error, PublishStopped):
            self._desk.mention("stopped: readers see what they saw before")
        elif isinstance(error, RefusedError):
            self.office.present(RefusedError(error.message, missing=error.missing, next_step=MEND))
        else:
            self.office.present(error)
        if self.is_attached:
            self._read()

    # -- looking at it

    def action_open(self) -> None:
        """Open the page that was published."""
        if self._link:
            open_address(self._desk, self._link)

    def action_preview(self) -> None:
        """Look at the page as it would be now, in the browser."""
        from tui.commands.house import Preview

        Preview.run(self._desk)
