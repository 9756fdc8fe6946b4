"""What editors keep for their own work: watch terms, saved views, drafts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field


class WatchTerm(Struct, frozen=True, kw_only=True):
    """A word or phrase that must not be missed."""

    id: str
    term: str
    added: datetime
    by: str = ""
    bell: bool = False
    removed: datetime | None = None


class SavedView(Struct, frozen=True, kw_only=True):
    """A filter worth a name."""

    id: str
    name: str
    query: str
    by: str = ""
    removed: datetime | None = None


class Draft(Struct, frozen=True, kw_only=True):
    """What a composer holds and nobody has filed yet, kept for the editor who writes it.

    ``update`` and ``revision`` name the standing text it changes, if any.
    """

    id: str
    editor: str
    blog: str
    saved: datetime
    update: str = ""
    revision: int = 0
    fields: Mapping[str, Any] = field(default_factory=dict)
