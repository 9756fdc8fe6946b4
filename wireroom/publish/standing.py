"""What readers find in a folder while it is written.

Pages link to each other both ways, so no order of whole files alone keeps every link right. A page that others
link to before its turn stands in as one that leads to the head page; a permalink leads to its update's place on a
page once readers find it there, and to the top of the head page until then.
"""

from collections.abc import Callable


class Standing:
    """The files readers can open; ``read`` gives what stands at a path, nothing where there is none."""

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
