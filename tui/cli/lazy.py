"""Commands that are imported when they are run: help and a bare start pay for none of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from tui.cli.sections import Lazy
from tui.cli.session import shared_options


class DeskCommand(click.Command):
    """A command that takes the shared options (``--store``, ``--as``, ``--config``) also after its own name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(shared_options())


class DeskGroup(click.Group):
    """A group of such commands, which takes the shared options itself, too."""

    command_class = DeskCommand
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(shared_options())


class LazyGroup(DeskGroup):
    """A group whose commands are listed in sections and imported only to be run."""

    def __init__(self, *args: Any, sections: Mapping[str, Sequence[Lazy]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        self._found = {lazy.name: lazy for section in sections.values() for lazy in section}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name every command, as help lists them."""
        return list(self._found)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import one command, or say that there is none of that name."""
        lazy = self._found.get(cmd_name)
        return lazy.load() if lazy else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write the sections without importing a command."""
        for title, commands in self.sections.items():
            with formatter.section(title):
                formatter.write_dl([(lazy.name, lazy.help) for lazy in commands])
