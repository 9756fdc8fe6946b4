"""The top of the command line: its sections, and what happens without a command."""

import os
import sys

import click

from tui.cli.lazy import LazyGroup
from tui.cli.sections import SECTIONS
from tui.cli.session import Session, session
from wireroom.errors import UsageError


@click.group(
    cls=LazyGroup,
    sections=SECTIONS,
    invoke_without_command=True,
    context_settings={"max_content_width": 110},
    epilog="Listings take --json. Ids may be shortened to an unambiguous end of four characters or more. "
    "Exit codes: 0 done, 1 refused, 2 wrong usage or configuration, 3 store trouble, 4 network.",
)
@click.option("--plain", is_flag=True, help="The desk as lines of text, for screen readers.")
@click.option("--version", is_flag=True, help="Print the version.")
@click.pass_context
def wireroom(ctx: click.Context, *, plain: bool, version: bool) -> None:
    """Run a live-blog desk: wires in, updates marked, a page published. Without a command, opens the desk."""
    here = session(ctx)
    if version:
        _print_version()
    elif ctx.invoked_subcommand is None:
        _open(here, plain=plain)


def _print_version() -> None:
    from wireroom import __version__

    click.echo(f"wireroom {__version__}")


def _open(here: Session, *, plain: bool) -> None:
    if plain:
        from tui.cli.plain import read_desk

        read_desk(here)
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise UsageError(
            "The desk needs a terminal, and this is not one.",
            next_step="Use a command ('wireroom --help' lists them), or 'wireroom --plain' for lines of text.",
        )
    from tui.cli.desk import open_desk

    open_desk(here)
