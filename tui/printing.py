"""The press: one publication at a time, beside the acts of the desk, to be watched and stopped."""

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

from msgspec import Struct

from wireroom.errors import PublishStopped, WireroomError
from wireroom.model import BlogState

if TYPE_CHECKING:
    from tui.office import Office
    from tui.screens.desk import DeskScreen
    from wireroom.desk.reports import PublishReport


class Printing(Struct, frozen=True):
    """How far a publication is: files made of about so many; both 0 before the first."""

    blog: str
    made: int = 0
    expected: int = 0
    stopping: bool = False

    @property
    def part(self) -> float:
        """How much of it is done, from 0 to 1."""
        return min(self.made / self.expected, 1.0) if self.expected else 0.0


class Press:
    """Publishes away from the event loop and from the thread on which acts are written.

    Readers see nothing of a publication that was stopped; once its files go to their places it can't be any more.
    """

    def __init__(self, office: "Office") -> None:
        self._office = office
        self._stop = Event()
        self._now: Printing | None = None

    @property
    def now(self) -> Printing | None:
        """What is being published; nothing while the press rests."""
        return self._now

    def publish(
        self,
        slug: str,
        *,
        override: str,
        then: Callable[["PublishReport"], None],
        trouble: Callable[[WireroomError], None],
    ) -> bool:
        """Begin to publish a live blog; tells whether it could: one at a time."""
        if self._now is not None:
            return False
        self._stop.clear()
        self._now = Printing(slug)
        publishing = self._office.newsroom.publishing

        def done(report: "PublishReport") -> None:
            self._now = None
            then(report)

        def refused(error: WireroomError) -> None:
            self._now = None
            trouble(error)

        self._office.work(
            lambda: publishing.publish(slug, override=override, heed=self._heed), done, trouble=refused
        )
        return True

    def stop(self) -> None:
        """Stop, if readers see nothing of it yet."""
        if self._now is not None:
            self._stop.set()
            self._now = Printing(self._now.blog, self._now.made, self._now.expected, stopping=True)

    def _heed(self, made: int, expected: int) -> None:
        """Runs on the press's own thread: takes note, and raises when it is to stop."""
        now = self._now
        if now is not None:
            self._now = Printing(now.blog, made, expected, now.stopping)
        if self._stop.is_set():
            raise PublishStopped


class Round:
    """Publishes the live blog on the screen now and then by itself, where the configuration asks for it."""

    def __init__(self, desk: "DeskScreen") -> None:
        self._desk = desk
        self._refused = ""

    def turn(self) -> None:
        """Publish, if the blog is live and readers have not seen everything of it."""
        view, now = self._desk.blog, self._desk.newsroom.clock.now()
        if view is not None and view.blog.state is BlogState.LIVE and view.unpublished(now):
            self._desk.press.publish(
                view.blog.slug, override="", then=self._published, trouble=self._not_published
            )

    def _published(self, report: "PublishReport") -> None:
        self._refused = ""
        self._desk.say(f"published {report.blog} by itself: {report.files_written} files written")
        self._desk.lookout.load_blog()

    def _not_published(self, error: WireroomError) -> None:
        """Tell what stands against it once, and not at every turn."""
        if str(error) != self._refused:
            self._refused = str(error)
            self._desk.desk_app.tell(self._refused, title="Not published by itself", severity="warning")
