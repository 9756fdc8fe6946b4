"""One file of a snapshot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """One file of a snapshot: its path below the target, with slashes, and what it holds.

    ``owner`` says what it is made of: ``entry/ID``, ``page/NAME`` or, empty, the head.
    """

    path: str
    body: bytes
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that stays as readers have it; nobody need make it again."""

    path: str
