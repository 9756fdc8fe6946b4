"""Publishing by itself: after each act, or every so many seconds, as long as coverage lasts."""

from collections.abc import Callable
from threading import Event

from wireroom.desk.publishing import PublishDesk
from wireroom.desk.reports import PublishReport
from wireroom.errors import (
    PublishError,
    RefusedError,
    StoreBusy,
    StoreFull,
    StoreUnreachable,
    WireroomError,
)
from wireroom.model import BlogState

#: An embargo ends without an act; it is looked for this often.
_LOOK = 15.0

#: How soon a wish to stop is heard.
_HEARD = 0.5

#: What passes by itself: the store is asked again.
_PASSING = (StoreBusy, StoreFull, StoreUnreachable)


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

    ``told`` hears of each snapshot, ``refused`` of what stands against one, once; it is tried again with the next act, and
    soon where the store was out of reach. Blocks: never on an event loop.
    """
    store = desk.seat.store
    revision, ended, said = 0, False, ""
    while not stop.is_set():
        try:
            revision = store.revision()
            ended = store.blog(blog).state is BlogState.ENDED
            report = desk.publish(blog, to=to)
        except (RefusedError, PublishError, *_PASSING) as trouble:
            if str(trouble) != said:
                refused(trouble)
            said = str(trouble)
        else:
            said = ""
            if report.files_written:
                told(report)
            if ended:
                return
        if not every or not stop.wait(every):
            _await_act(desk, stop, revision)


def _await_act(desk: PublishDesk, stop: Event, revision: int) -> None:
    """Return when something was written after a revision, or an embargo may have ended."""
    until = desk.seat.now().timestamp() + _LOOK
    while not stop.is_set() and desk.seat.now().timestamp() < until:
        try:
            if desk.seat.store.wait(revision, _HEARD) != revision:
                return
        except _PASSING:  # the next publication meets it too, and tells
            stop.wait(_HEARD)
            return
