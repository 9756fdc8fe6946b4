"""Publishing by itself: after each act, or every so many seconds, as long as coverage lasts."""

from collections.abc import Callable
from threading import Event

from wireroom.desk.publishing import PublishDesk
from wireroom.desk.reports import PublishReport
from wireroom.errors import PublishError, RefusedError, WireroomError
from wireroom.model import BlogState

#: An embargo ends without an act; it is looked for this often.
_LOOK = 15.0

#: How soon a wish to stop is heard.
_HEARD = 0.5


def follow(
    desk: PublishDesk,
    blog: str,
    stop: Event,
    *,
    every: float = 0.0,
    to: str | None = None,
    told: Callable[[PublishReport], None],
    refused: Callable[[WireroomError], None],
) -> None:
    """Publish after each act, or at most every so many seconds, until ``stop`` is set or coverage has ended.

    ``told`` hears of each snapshot, ``refused`` of what stands against one; the next act is tried again. Blocks: never
    on an event loop.
    """
    store = desk.seat.store
    said = ""
    while not stop.is_set():
        revision = store.revision()
        ended = store.blog(blog).state is BlogState.ENDED
        try:
            report = desk.publish(blog, to=to)
            said = ""
            if report.files_written:
                told(report)
        except (RefusedError, PublishError) as trouble:
            if str(trouble) != said:
                refused(trouble)
            said = str(trouble)
        if ended and not said:
            return
        waited = stop.wait(every) if every else False
        until = desk.seat.now().timestamp() + _LOOK
        while not waited and not stop.is_set() and desk.seat.now().timestamp() < until:
            waited = store.wait(revision, _HEARD) != revision
