"""Everything that can go wrong, in words an editor can act on.

Every error carries a title (what happened), a message (to what, and why) and a next step (what to do). One
presenter shows them: a toast or dialog in the app, stderr and an exit code on the command line.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_STORE = 3
EXIT_NETWORK = 4


class WireroomError(Exception):
    """An error that a person can do something about.

    ``message`` says what happened to what, ``next_step`` what to do now; ``exit_code`` is what the command line
    ends with.
    """

    title: ClassVar[str] = "That did not work"
    exit_code: ClassVar[int] = EXIT_REFUSED

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


class UsageError(WireroomError):
    """The words of a command, a filter or a setting are not what was expected."""

    title = "Not understood"
    exit_code = EXIT_USAGE


class ConfigError(UsageError):
    """The configuration names something that is not there or not allowed."""

    title = "The configuration needs a look"


class NotFoundError(WireroomError):
    """A feed, item, live blog, update or snapshot that is not in the store."""

    title = "Not found"


class RefusedError(WireroomError):
    """A rule of the newsroom stands against it; nothing was changed.

    ``missing`` lists, one sentence each, what would have to be supplied.
    """

    title = "Refused"

    def __init__(self, message: str, *, missing: Sequence[str] = (), next_step: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.missing = tuple(missing)

    def __str__(self) -> str:
        return " ".join([self.message, *self.missing, self.next_step]).strip()


class BeingWritten(RefusedError):  # noqa: N818 - what is so, and no fault
    """Another desk is at work on this text: ``editor`` is who, ``doing`` what, ``since`` when. It can be taken over."""

    title = "Somebody is at work on this"

    def __init__(self, editor: str, since: datetime, doing: str = "writing") -> None:
        super().__init__(
            f"{editor} has been {doing} this since {since:%H:%M} UTC.",
            next_step="Wait, or take it over: their desk is told, and nothing of theirs is lost.",
        )
        self.editor = editor
        self.since = since
        self.doing = doing


class Conflict(WireroomError):  # noqa: N818 - the field's word for it
    """Somebody else changed the text since it was read; both texts are kept.

    ``theirs`` is what stands in the store, ``yours`` what was to be written; ``revision`` is the number to name
    when writing again.
    """

    title = "Somebody else changed this"

    def __init__(self, message: str, *, theirs: str, yours: str, revision: int, next_step: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.theirs = theirs
        self.yours = yours
        self.revision = revision


class StoreError(WireroomError):
    """The store can't be read or written as asked; what was acknowledged is still there."""

    title = "Trouble with the store"
    exit_code = EXIT_STORE


class StoreFull(StoreError):  # noqa: N818
    """The disk is full. Reading goes on, and the next write works when there is room."""

    title = "The disk is full"


class StoreBusy(StoreError):  # noqa: N818
    """Another desk is writing and did not finish within the time allowed."""

    title = "Another desk is writing"


class StoreUnreachable(StoreError):  # noqa: N818
    """The database does not answer; what was acknowledged is there when it does again."""

    title = "Cut off from the store"


class StoreReadOnly(StoreError):  # noqa: N818
    """The file, its directory or its file system does not allow writing."""

    title = "The store is read-only"


class StoreDamaged(StoreError):  # noqa: N818
    """A row's text does not match its checksum, or the file is not a sound store."""

    title = "The store is damaged"


class StoreTooNew(StoreError):  # noqa: N818
    """A newer version of Wireroom wrote this store."""

    title = "The store is from a newer version"


class FetchError(WireroomError):
    """A feed could not be fetched; what was stored before stands unchanged."""

    title = "Could not fetch"
    exit_code = EXIT_NETWORK


class ParseError(WireroomError):
    """What a feed's address gave is not a feed; what was stored before stands unchanged."""

    title = "Not a feed"
    exit_code = EXIT_NETWORK


class PublishError(WireroomError):
    """A snapshot could not be written; readers still see the one before it."""

    title = "Not published"


class PlaceError(PublishError):
    """The folder that is published to, or its disk, takes no more: full, read-only or not this user's."""

    exit_code = EXIT_STORE


class DeliveryError(PublishError):
    """A distant target was not reached, or took not all of a snapshot; the next publication goes on from there."""

    exit_code = EXIT_NETWORK


class ProofError(PublishError):
    """A signed manifest, or the row of them, does not hold."""

    title = "The proof does not hold"


class PublishStopped(PublishError):  # noqa: N818 - what was asked for, and no fault
    """An editor stopped a publication before readers saw anything of it."""

    title = "Stopped"

    def __init__(self) -> None:
        super().__init__("The publication was stopped.", next_step="Readers see what they saw before.")
