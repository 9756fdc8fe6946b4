"""The commands of the desk in Textual's command palette."""

import asyncio
from collections.abc import Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.commands.command import Command
from tui.commands.registry import ALL, show_keys
from tui.screens.desk import DeskScreen

#: A hit in a command's help stands behind every hit in a name.
IN_THE_HELP = 0.01
#: So many commands are looked at before the loop may do something else.
AT_ONCE = 8


class DeskCommands(Provider):
    """Every command that makes sense where one is, with its keys."""

    def _here(self) -> list[tuple[type[Command], Callable[[], None], str]]:
        desk = self.screen
        if not isinstance(desk, DeskScreen):
            return []
        keys, present = desk.desk_app.keys, desk.present()
        return [
            (
                command,
                partial(desk.action_command, command.id()),
                " ".join(filter(None, (command.help(), f"({show_keys(keys.get(command.id(), ''))})"))),
            )
            for command in ALL
            if command.needs in present
        ]

    async def discover(self) -> Hits:
        """All of them."""
        for number, (command, run, words) in enumerate(self._here()):
            yield DiscoveryHit(command.name(), run, help=words)
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)

    async def search(self, query: str) -> Hits:
        """Those whose name is like the query, then those whose help holds all its words."""
        matcher = self.matcher(query)
        wanted = query.casefold().split()
        for number, (command, run, words) in enumerate(self._here()):
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
            if (score := matcher.match(command.name())) > 0:
                yield Hit(score, matcher.highlight(command.name()), run, help=words)
            elif all(word in words.casefold() for word in wanted):
                yield Hit(IN_THE_HELP, Content(command.name()), run, help=words)
