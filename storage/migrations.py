"""From an older layout of the store to the present one, step by step and with a backup before the first."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storage.engine import TableShape


@dataclass(frozen=True, slots=True)
class Migration:
    """One step; ``apply`` runs inside the transaction that also writes the new version."""

    to_version: int
    apply: Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables a store is laid out with, and how stores of earlier versions come to have them."""

    version: int = 1
    shapes: Mapping[str, TableShape] = field(default_factory=dict)
    migrations: Sequence[Migration] = ()

    def steps_from(self, version: int) -> list[Migration]:
        """What has to be applied to a store of that version, in order."""
        return sorted(
            (step for step in self.migrations if version < step.to_version <= self.version),
            key=lambda step: step.to_version,
        )


def backup_name(store: Path, version: int) -> Path:
    """Where the backup of a store goes before it leaves that version."""
    return store.with_name(f"{store.name}.before-layout-{version + 1}")
