"""What a listing prints: one JSON document for machines, plain lines for people."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click
import msgspec

from wireroom.text.hygiene import clean_line, clean_text

_Command = TypeVar("_Command", bound=Callable[..., Any])


def json_option(command: _Command) -> _Command:
    """Give a command ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")(command)


def print_json(document: object) -> None:
    """Print one JSON document: snake_case keys, ISO 8601 times in UTC."""
    click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2))


def plain(value: object) -> Any:
    """A noun as plain dicts, lists and text, as it stands in JSON."""
    return msgspec.to_builtins(value)


def say(message: str) -> None:
    """Tell the person, on stderr."""
    click.echo(message, err=True)


def line(text: str) -> str:
    """Copy fit for one line of a terminal, whoever wrote it."""
    return clean_line(text)


def paragraphs(text: str) -> str:
    """Copy fit for a terminal, with its paragraphs."""
    return clean_text(text)


def short(full_id: str) -> str:
    """The end of an id that people type."""
    return full_id[-8:]


def moment(at: datetime | None, zone: str = "UTC") -> str:
    """A time as people read it, with its zone named; empty for none."""
    if at is None:
        return ""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"


def second(at: datetime, zone: str) -> str:
    """As :func:`moment`, to the second."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S} {zone}"


def table(rows: Iterable[Sequence[str]], *, empty: str = "") -> None:
    """Print rows in columns as wide as they need; the last column runs free. ``empty`` is said where there are none."""
    from rich.cells import cell_len, set_cell_size

    found = [tuple(row) for row in rows]
    if not found:
        if empty:
            say(empty)
        return
    widths = [max(cell_len(row[column]) for row in found) for column in range(len(found[0]) - 1)]
    for row in found:
        cells = [set_cell_size(cell, width) for cell, width in zip(row[:-1], widths, strict=True)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())
