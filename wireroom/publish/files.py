"""One file of a snapshot."""

from msgspec import Struct

#: What the name of a packed twin ends in.
TWIN = ".gz"


class File(Struct, frozen=True):
    """One file of a snapshot: its path below the target, with slashes, and what it holds.

    ``owner`` says what it is made of: ``entry/ID``, ``page/NAME`` or, empty, the head.
    """

    path: str
    body: bytes
    owner: str = ""


class Kept(Struct, frozen=True):
    """A file that stays as readers have it; nobody need make it again."""

    path: str
