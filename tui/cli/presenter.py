"""Runs the command line and shows what went wrong: the one place where errors become words and exit codes."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from wireroom.errors import EXIT_USAGE, Conflict, RefusedError, UsageError, WireroomError

if TYPE_CHECKING:
    from tui.cli.session import Session

#: What shells report of a program that Ctrl+C ended.
EXIT_INTERRUPTED = 130


def run(
    command: click.Command, arguments: Sequence[str] | None = None, session: "Session | None" = None
) -> int:
    """Run a command, in a session if one is given, and give the code to exit with."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        _must_be_text(words)
        outcome = command.main(args=words, prog_name="wireroom", standalone_mode=False, obj=session)
    except click.ClickException as trouble:
        trouble.show()
        return EXIT_USAGE
    except (WireroomError, click.Abort, KeyboardInterrupt) as trouble:
        return code_of(trouble)
    except OSError as trouble:
        if trouble.filename is None:
            raise
        return code_of(
            UsageError(
                f"{trouble.filename}: {trouble.strerror}.",
                next_step="Name another place, or see that it is there, has room and lets you in.",
            )
        )
    return outcome if isinstance(outcome, int) else 0


def _must_be_text(words: Sequence[str]) -> None:
    """Refuse what no store, page or log could hold: bytes that Python could not read as the locale's letters."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError as trouble:
            raise UsageError(
                f"{word!a} is no text in UTF-8.", next_step="Type it in a terminal that sends UTF-8."
            ) from trouble


def code_of(trouble: WireroomError | click.Abort | KeyboardInterrupt) -> int:
    """Say on stderr why a run ended before its time, and give the code to exit with."""
    if isinstance(trouble, WireroomError):
        present(trouble)
        return trouble.exit_code
    click.echo("Interrupted.", err=True)
    return EXIT_INTERRUPTED


def present(trouble: WireroomError) -> None:
    """Say on stderr what happened, to what and why, and what to do now."""
    click.echo(f"{trouble.title}: {trouble.message}", err=True)
    if isinstance(trouble, RefusedError):
        for sentence in trouble.missing:
            click.echo(f"  - {sentence}", err=True)
    if isinstance(trouble, Conflict):
        click.echo(f"\nWhat stands now (revision {trouble.revision}):", err=True)
        click.echo(_indented(trouble.theirs), err=True)
        click.echo("\nWhat you wrote:", err=True)
        click.echo(_indented(trouble.yours) + "\n", err=True)
    if trouble.next_step:
        click.echo(trouble.next_step, err=True)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
