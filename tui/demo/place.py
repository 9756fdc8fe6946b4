"""Where a demo newsroom lives: a store and a folder of its own, apart from everybody's work."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.bootstrap import Settings, open_newsroom
from wireroom.ports.clock import Clock

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

#: The publisher that the demo's page names.
PUBLISHER = "The Demo Newsroom"


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
