"""A fetcher on an event loop: it is turned whenever libcurl's sockets are ready or its time has come."""

import asyncio
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from wireroom.feeds.transfer import Transfers


class Turning(Protocol):
    """What makes its way by being turned: a fetcher, as far as its attendance knows it."""

    @property
    def transfers(self) -> "Transfers":
        """Its exchanges: what gets ready, and by when."""
        ...

    @property
    def may_begin(self) -> bool:
        """Whether a turn would begin something."""
        ...

    def turn(self, seconds: float) -> None:
        """Make one turn, waiting at most so many seconds for something to get ready."""
        ...

    def due_in(self) -> float:
        """Seconds until something of its own is due."""
        ...


class Attendance:
    """Turns a fetcher on the running loop while anybody is inside ``with``."""

    def __init__(self, fetcher: Turning) -> None:
        self._fetcher = fetcher
        self._loop: asyncio.AbstractEventLoop | None = None
        self._present = 0
        self._next: asyncio.Handle | None = None
        self._waiting: list[asyncio.Future[None]] = []

    def __enter__(self) -> Self:
        """Begin to turn the fetcher."""
        self._present += 1
        if self._present == 1:
            self._loop = asyncio.get_running_loop()
            self._loop.add_reader(self._fetcher.transfers.fileno(), self._turn)
        self._soon()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave it alone."""
        self._present -= 1
        if self._present == 0:
            assert self._loop is not None
            self._loop.remove_reader(self._fetcher.transfers.fileno())
            self._rest()
            self._loop = None

    async def moved(self) -> None:
        """Return after the next turn."""
        assert self._loop is not None
        turned = self._loop.create_future()
        self._waiting.append(turned)
        if self._fetcher.may_begin:
            self._soon()
        await turned

    def _turn(self) -> None:
        """Turn the fetcher. What stops it goes to those who wait for the turn: the loop would only write it down."""
        assert self._loop is not None
        self._rest()
        waiting, self._waiting = self._waiting, []
        try:
            self._fetcher.turn(0.0)
        except Exception as trouble:
            if not waiting:
                raise
            for turned in waiting:
                if not turned.done():
                    turned.set_exception(trouble)
        else:
            for turned in waiting:
                if not turned.done():
                    turned.set_result(None)
        finally:
            due = self._fetcher.transfers.due_in()
            wait = self._fetcher.due_in() if due is None else min(due, self._fetcher.due_in())
            self._next = self._loop.call_later(wait, self._turn)

    def _soon(self) -> None:
        assert self._loop is not None
        self._rest()
        self._next = self._loop.call_soon(self._turn)

    def _rest(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None
