"""Publishing: what will change for readers, what lint objects to, then the snapshot."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.screens.form import FormScreen, Line, Values
from tui.screens.publish_copy import Outlook, outlook_blocks, report_blocks
from tui.screens.reading import TextScreen
from tui.widgets.reader import text
from wireroom.desk.reports import PublishReport
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class PublishScreen(TextScreen):
    """Shows the outlook; Enter publishes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,P", "publish", "Publish", id="publish-now"),
        Binding("o", "override", "Publish against lint", id="publish-override"),
    ]
    KEYS: ClassVar[str] = "Enter publish   o publish against lint, with a reason   Esc leave"

    def __init__(self, desk: "DeskScreen") -> None:
        super().__init__(desk.office, "Publish")
        self._desk = desk
        self._under_way = False

    def on_mount(self) -> None:
        """Work out what will change."""
        super().on_mount()
        self._read()

    def _read(self) -> None:
        view, newsroom = self._desk.blog, self.office.newsroom
        if view is None:
            return
        self.office.ask(
            lambda: Outlook.of(newsroom, view.blog.id),
            lambda found: self.show(outlook_blocks(found)),
            group="outlook",
        )

    def action_publish(self) -> None:
        """Write the snapshot."""
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
        if view is None or self._under_way:
            return
        self._under_way = True
        self.show(
            [
                text(f"Writing {view.blog.slug} …", "accent", bold=True),
                text("The desk goes on; Esc leaves this sheet.", "quiet"),
            ]
        )
        publishing, slug = self.office.newsroom.publishing, view.blog.slug
        self.office.act(
            lambda: publishing.publish(slug, override=reason), self._published, trouble=self._refused
        )

    def _published(self, report: PublishReport) -> None:
        self._under_way = False
        if self.is_attached:
            self.show(report_blocks(report))
        self._desk.say(f"published {report.blog} at {report.sequence}: {report.files_written} files written")
        self._desk.load_blog()

    def _refused(self, error: WireroomError) -> None:
        self._under_way = False
        self.office.present(error)
        self._read()
