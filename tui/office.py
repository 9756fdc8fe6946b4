"""Where the screen's work is done: use cases run on threads, their answers come back as calls on the loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App

from tui.faults import fault_of
from tui.typeahead import TypeAhead
from tui.widgets.brush import Brush
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

Answer = TypeVar("Answer")


class Office:
    """The way from the screen to the newsroom.

    Writing happens on one thread, so that acts keep the order of the keys; reading on two others. Nothing waits
    for a disk on the event loop. ``trouble`` meets an error where the caller knows better than the presenter what
    to do with it.
    """

    def __init__(
        self,
        app: App[Any],
        newsroom: "Newsroom",
        brush: Callable[[], Brush],
        present: Callable[[WireroomError], None],
        ahead: TypeAhead,
    ) -> None:
        self.newsroom = newsroom
        self.brush = brush
        self.present = present
        self._app = app
        self._ahead = ahead
        self.faults: list[Exception] = []
        self.underway: set[asyncio.Future[Any]] = set()
        """What was asked for and is not answered yet."""
        self.latest: dict[str, asyncio.Future[Any]] = {}
        """What was asked last of each group."""
        self._closed = False
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="desk-writer")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="desk-reader")
        self._workers = ThreadPoolExecutor(2, thread_name_prefix="desk-worker")

    def act(
        self,
        deed: Callable[[], Answer],
        then: Callable[[Answer], None] = lambda _: None,
        *,
        trouble: Callable[[WireroomError], None] | None = None,
    ) -> None:
        """Do something that writes, after everything that was asked before it."""
        self._run(self._writer, deed, then, trouble, group="acts", exclusive=False)

    def ask(
        self,
        question: Callable[[], Answer],
        then: Callable[[Answer], None],
        *,
        group: str,
        trouble: Callable[[WireroomError], None] | None = None,
    ) -> None:
        """Read something. A later question of the same group makes this one's answer unwanted."""
        self._run(self._readers, question, then, trouble, group=group, exclusive=True)

    def open(self, question: Callable[[], Answer], show: Callable[[Answer], None], *, group: str) -> None:
        """Read what a screen opens with. Keys wait until ``show`` has put it up, or the error is shown."""
        release = self._ahead.hold()

        def shown(answer: Answer) -> None:
            try:
                show(answer)
            finally:
                release()

        def refused(error: WireroomError) -> None:
            release()
            self.present(error)

        self._run(self._readers, question, shown, refused, group=group, exclusive=False)

    def work(
        self,
        deed: Callable[[], Answer],
        then: Callable[[Answer], None],
        *,
        trouble: Callable[[WireroomError], None] | None = None,
    ) -> None:
        """Do something long that the acts of the desk must not wait for."""
        self._run(self._workers, deed, then, trouble, group="work", exclusive=False)

    def close(self) -> None:
        """Finish what was begun, say that this desk closes, and take nothing more."""
        if self._closed:
            return
        self._closed = True
        self._writer.submit(self.newsroom.presence.leave).add_done_callback(self._left)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._workers.shutdown(wait=True)

    def _left(self, leaving: "Future[None]") -> None:
        error = leaving.exception()
        if isinstance(error, Exception) and not isinstance(error, WireroomError):
            self.faults.append(error)

    def _run(
        self,
        threads: ThreadPoolExecutor,
        work: Callable[[], Answer],
        then: Callable[[Answer], None],
        trouble: Callable[[WireroomError], None] | None,
        *,
        group: str,
        exclusive: bool,
    ) -> None:
        if self._closed:
            return
        answer = asyncio.get_running_loop().run_in_executor(threads, work)
        if exclusive:
            if (earlier := self.latest.get(group)) is not None:
                earlier.cancel()  # if its thread has begun it ends, and nobody hears of it
            self.latest[group] = answer
        self.underway.add(answer)

        def tell(hear: Callable[[Any], None], said: object) -> None:
            if not exclusive or self.latest[group] is answer:  # it may have waited while another was asked
                hear(said)

        def answered(answer: "asyncio.Future[Answer]") -> None:
            self.underway.discard(answer)
            if answer.cancelled():
                return
            error = answer.exception()
            if error is None:
                self._app.call_later(tell, then, answer.result())
            elif isinstance(error, WireroomError):
                self._app.call_later(tell, trouble or self.present, error)
            elif isinstance(error, Exception):  # a fault of ours must not end the night
                self.faults.append(error)
                self._run(
                    threads,
                    partial(fault_of, error),
                    trouble or self.present,
                    None,
                    group="",
                    exclusive=False,
                )
            else:
                raise error

        answer.add_done_callback(answered)
