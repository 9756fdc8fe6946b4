"""Which sockets are ready, asked of the system in the cheapest way that it has.

Both classes speak libcurl's bits: 1 for reading, 2 for writing, 4 for no longer; and ``heed`` is what libcurl calls when
it wants a socket watched.
"""

import select
import sys

_NO_LONGER = 4


class Readiness:
    """Sockets that are watched, on any system."""

    def __init__(self) -> None:
        import selectors

        self._selector = selectors.DefaultSelector()

    def fileno(self) -> int:
        """A descriptor that is readable when any of the sockets is ready."""
        return self._selector.fileno()

    def heed(self, what: int, descriptor: int, _multi: object = None, _data: object = None) -> None:
        """Watch a socket, watch it for something else, or no longer."""
        if descriptor in self._selector.get_map():
            self._selector.unregister(descriptor)
        if what != _NO_LONGER:
            self._selector.register(descriptor, what)

    def wait(self, seconds: float) -> list[tuple[int, int]]:
        """Sockets that are ready and for what, after so many seconds at the latest."""
        return [(key.fd, ready) for key, ready in self._selector.select(seconds)]

    def close(self) -> None:
        """Let go of them."""
        self._selector.close()


if sys.platform == "linux":
    _READ, _WRITE = select.EPOLLIN, select.EPOLLOUT
    _EVENTS = (0, _READ, _WRITE, _READ | _WRITE)
    _READY = {_READ: 1, _WRITE: 2}

    class LinuxReadiness:
        """Sockets that are watched by epoll: half the work of the general way, and every request asks for it."""

        def __init__(self) -> None:
            self._epoll = select.epoll()
            self._watched: set[int] = set()

        def fileno(self) -> int:
            """A descriptor that is readable when any of the sockets is ready."""
            return self._epoll.fileno()

        def heed(self, what: int, descriptor: int, _multi: object = None, _data: object = None) -> None:
            """Watch a socket, watch it for something else, or no longer."""
            watched = self._watched
            if descriptor not in watched:
                if what != _NO_LONGER:
                    watched.add(descriptor)
                    self._epoll.register(descriptor, _EVENTS[what])
            elif what == _NO_LONGER:
                watched.remove(descriptor)
                self._epoll.unregister(descriptor)
            else:
                self._epoll.modify(descriptor, _EVENTS[what])

        def wait(self, seconds: float) -> list[tuple[int, int]]:
            """Sockets that are ready and for what, after so many seconds at the latest."""
            return [
                (
                    descriptor,
                    _READY.get(event) or (1 if event & ~_WRITE else 0) | (2 if event & ~_READ else 0),
                )
                for descriptor, event in self._epoll.poll(seconds)
            ]

        def close(self) -> None:
            """Let go of them."""
            self._epoll.close()


def watcher() -> "Readiness | LinuxReadiness":
    """The cheapest way of this system."""
    return LinuxReadiness() if sys.platform == "linux" else Readiness()
