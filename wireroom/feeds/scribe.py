"""What has been read is written down while more is read."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

from wireroom.feeds.polling import Polled


class Scribe:
    """A thread that writes batches down, one at a time, with ``write``. What stops it is kept for who gives the batches."""

    def __init__(self, write: Callable[[list[Polled]], None]) -> None:
        self.busy = False
        self._write = write
        self._batches: SimpleQueue[list[Polled]] = SimpleQueue()
        self._trouble: BaseException | None = None
        self._thread = Thread(target=self._work, name="scribe")
        self._thread.start()

    def write(self, batch: list[Polled]) -> None:
        """Have a batch written; ``busy`` until it is."""
        self.busy = True
        self._batches.put(batch)

    def raise_trouble(self) -> None:
        """Raise what writing met."""
        if self._trouble is not None:
            raise self._trouble

    def end(self) -> None:
        """End the thread when everything is written."""
        self._batches.put([])
        self._thread.join()

    def _work(self) -> None:
        while batch := self._batches.get():
            try:
                self._write(batch)
            except BaseException as trouble:  # noqa: BLE001 - raised where the batches come from
                self._trouble = trouble
                return
            finally:
                self.busy = False
