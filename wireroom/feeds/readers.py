"""Where documents are read: an event loop and the parser that lives on it, begun with the first document.

Most rounds bring nothing to read, and what watches the wires all day is smaller without either.
"""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from wireroom.lean import load_asyncio

if TYPE_CHECKING:
    import asyncio

    from wireroom.feeds.documents import Parser

T = TypeVar("T")


class Readers:
    """An event loop that is there between its tasks; ``open_parser`` makes the parser when there is something to read."""

    def __init__(self, open_parser: "Callable[[], Parser]") -> None:
        self._open_parser = open_parser
        self._parser: Parser | None = None
        self._loop: asyncio.Runner | None = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something that needs an event loop, to its end."""
        if self._loop is None:
            self._loop = _new_loop()
        return self._loop.run(work)

    def read(self, reading: "Callable[[Parser], Coroutine[Any, Any, None]]") -> None:
        """Do something that needs the parser."""
        load_asyncio()  # before the parser's module brings it whole
        if self._parser is None:
            self._parser = self._open_parser()
        self.run(reading(self._parser))

    def rest(self) -> None:
        """Let the parser end what has had nothing to do for long: it can do so only while the loop runs."""
        if self._loop is not None:
            from asyncio import sleep

            self.run(sleep(0))

    def close(self) -> None:
        """End the parser and the loop; both begin again when they are needed."""
        try:
            if self._parser is not None:
                parser, self._parser = self._parser, None
                self.run(parser.close())
        finally:
            if self._loop is not None:
                loop, self._loop = self._loop, None
                loop.close()


def _new_loop() -> "asyncio.Runner":
    """A loop with one thread that writes and one that reads beside it: each has a connection to the store, and its memory."""
    load_asyncio()
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    runner = asyncio.Runner()
    runner.get_loop().set_default_executor(ThreadPoolExecutor(2, thread_name_prefix="store"))
    return runner
