"""``wireroom check``, ``export``, ``import`` and ``backup``: the store itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from storage.engine import Engine
from tui.bootstrap import open_documents
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, line, plain, print_json, say
from tui.cli.session import current_session
from tui.widgets.when import counted
from wireroom.errors import EXIT_STORE, StoreDamaged


@click.command(cls=DeskCommand)
@json_option
def check(as_json: bool) -> int:
    """Check the store: every row, the log's chain of hashes, and log and state against each other.

    Ends with 3 where something is wrong, and names it.
    """
    from storage.check import check as look_at_everything
    from storage.check import unopened

    try:
        with _engine(must_exist=True) as engine:
            report = look_at_everything(engine, _progress)
    except StoreDamaged as error:  # so badly that nothing of it opens
        report = unopened(error)
        say("Restore a backup. What can still be read of a file, SQLite's own shell brings out: .recover")
    _end_progress()
    if as_json:
        print_json(plain(report) | {"sound": report.sound})
    else:
        for damage in report.damages:
            click.echo(line(str(damage)))
        words = "Sound" if report.sound else f"{counted(len(report.damages), 'damage')} found"
        say(
            f"{words}: {counted(report.rows, 'row')}, {counted(report.events, 'event')}, {counted(report.chains, 'chain')}."
        )
    return 0 if report.sound else EXIT_STORE


@click.command(cls=DeskCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def export(file: Path, as_json: bool) -> None:
    """Write the whole store to FILE as plain TinyDB JSON; desks go on writing meanwhile."""
    from storage.exchange import export_store

    with _engine(must_exist=True) as engine:
        done = export_store(engine, file, _progress)
    _end_progress()
    if as_json:
        print_json(plain(done) | {"path": str(file)})
    else:
        say(
            f"Wrote {file}: {counted(done.rows, 'row')} in {counted(done.tables, 'table')}, revision {done.revision}."
        )


@click.command("import", cls=DeskCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def import_(file: Path, as_json: bool) -> None:
    """Fill an empty store from a FILE that export wrote: all of it or nothing."""
    from storage.exchange import import_store

    with _engine(must_exist=False) as engine:
        done = import_store(engine, file, _progress)
    _end_progress()
    if as_json:
        print_json(plain(done))
    else:
        say(
            f"Read {file}: {counted(done.rows, 'row')} in {counted(done.tables, 'table')}, revision {done.revision}."
        )


@click.command(cls=DeskCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the store to FILE while desks are open; the copy is a store itself."""
    with _engine(must_exist=True) as engine:
        engine.backup(file)
    say(f"Wrote {file}; open it with --store {file}.")


@contextmanager
def _engine(*, must_exist: bool) -> Iterator[Engine]:
    """The engine under the store of this run, closed at the end of the block."""
    store = open_documents(current_session().settings, must_exist=must_exist)
    try:
        yield store.engine
    finally:
        store.close()


def _progress(table: str, rows: int) -> None:
    """Show on a terminal how far a long walk is."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{table}: {rows} rows", nl=False, err=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
