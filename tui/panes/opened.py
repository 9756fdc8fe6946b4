"""A filter that is in force on the wire, and how far what it lets through is known."""

from dataclasses import dataclass, field

from tui.panes.wire_rows import BEFORE_ALL
from wireroom.ports.store import Cursor


@dataclass
class Opened:
    """A filter in force, and how far what it lets through is read."""

    query: str
    newest: Cursor = BEFORE_ALL
    """The place of the newest item that is known, in the list or among those that wait."""
    let_in: Cursor = BEFORE_ALL
    """The place of the newest item that was ever in the list: those beyond it wait."""
    ended: bool = False
    loading: bool = False
    trouble: str = ""
    revision: int = -1
    """All that was read for it was read at this revision of the store, or later."""
    whole: int | None = None
    """How many items the filter lets through, once that is counted."""
    counting: bool = False
    wants_more: bool = False
    """Whether older rows are to be loaded as soon as it is counted."""
    up_to: Cursor = BEFORE_ALL
    """Up to this place nothing is missing in the list above its last row."""
    words: dict[str, str] = field(default_factory=dict)
    """The words of the items that were read for it, by id."""
    doubtful: bool = False
    """Whether what is shown was loaded under a wider filter, and the store is still to be asked."""
