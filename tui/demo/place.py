"""Where a demo newsroom lives: a store and a folder of its own, apart from everybody's work."""

import dataclasses
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.bootstrap import Settings, open_newsroom
from tui.places import data_folder
from wireroom.errors import UsageError
from wireroom.ports.clock import Clock

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

#: Story minutes that pass in a real one: the day takes a quarter of an hour.
DEFAULT_SPEED = 60.0
#: The publisher that the demo's page names.
PUBLISHER = "The Demo Newsroom"


def demo_folder(asked: str) -> Path:
    """The demo's own folder, empty: a demo is never played into a newsroom that somebody works in.

    ``asked`` is the store that was named, if any. Raises ``UsageError`` where that is there already.
    """
    if not asked:
        folder = data_folder() / "demo"
        shutil.rmtree(folder, ignore_errors=True)
    elif "://" in asked or Path(asked).exists():
        raise UsageError(
            f"The demo makes a store of its own, and {asked} is there already.",
            next_step="Name a file that does not exist, or leave out --store.",
        )
    else:
        folder = Path(asked).parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def demo_settings(settings: Settings, folder: Path) -> Settings:
    """The settings of a demo in ``folder``: its store is there, if none is asked for."""
    return replace(settings, store=settings.store or str(folder / "demo.wireroom"))


def demo_newsroom(settings: Settings, folder: Path, clock: Clock) -> "Newsroom":
    """Open the newsroom of a demo in ``folder``, under the story's clock; what it publishes goes beside its store.

    Raises ``ConfigError`` or ``StoreError``; the caller closes ``newsroom.store``.
    """
    newsroom = open_newsroom(demo_settings(settings, folder), clock=clock)
    config = newsroom.config
    return dataclasses.replace(
        newsroom,
        config=replace(
            config,
            newsroom=replace(config.newsroom, name=PUBLISHER, base_url="", logo="", contact=""),
            publish=replace(config.publish, folder=str(folder / "published"), websub=(), every_seconds=0),
        ),
    )
