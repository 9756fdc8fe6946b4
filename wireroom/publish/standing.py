"""What readers find in a folder while it is written.

Pages link to each other both ways, so no order of whole files alone keeps every link right. A page that others
link to before its turn stands in as one that leads to the head page; a permalink leads to its update's place on a
page once readers find it there, and to the top of the head page until then.
"""

from collections.abc import Callable, Mapping
from typing import Protocol


class Standing(Protocol):
    """What readers can open."""

    def lacks(self, path: str) -> bool:
        """Whether readers find nothing there."""
        ...

    def shows(self, path: str, entry_id: str) -> bool:
        """Whether readers find an update on a page."""
        ...


class Remembered:
    """What readers can open, by the publisher's memory of it, which is only kept where it is true.

    ``hashes`` gives the files of an owner, ``place`` the page on which an update stood until now, if on any.
    """

    def __init__(
        self, hashes: Callable[[str], Mapping[str, str]], place: Callable[[str], str | None]
    ) -> None:
        self._hashes = hashes
        self._place = place

    def lacks(self, path: str) -> bool:
        """Whether readers find nothing there."""
        folder, _, name = path.removesuffix(".html").partition("/")
        owner = f"entry/{name}" if folder == "p" else f"page/{name.partition('-')[0]}"
        return path not in self._hashes(owner)

    def shows(self, path: str, entry_id: str) -> bool:
        """Whether readers find an update on a page."""
        return self._place(entry_id) == path


class Found:
    """What readers can open, by looking; ``read`` gives what stands at a path, nothing where there is none."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self._opened = ("", b"")

    def lacks(self, path: str) -> bool:
        """Whether readers find nothing there."""
        return not self._read(path)

    def shows(self, path: str, entry_id: str) -> bool:
        """Whether readers find an update on a page. The page read last is remembered: many ask for the same one."""
        if self._opened[0] != path:
            self._opened = (path, self._read(path))
        return b'id="u-%s"' % entry_id.encode() in self._opened[1]
