"""What a feed's server asks for, as options of commands; no secret has to stand on a command line."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from wireroom.model import FeedAccess

_OPTIONS = (
    click.option("--proxy", default="", metavar="URL", help="The proxy to fetch it through."),
    click.option(
        "--header",
        "headers",
        multiple=True,
        metavar="LINE",
        help="A header to send, as 'NAME: VALUE'; @FILE reads them from a file, one a line.",
    ),
    click.option(
        "--user",
        default="",
        metavar="NAME",
        help="The name that its server asks for. The password is asked for, or read from stdin.",
    ),
)


def access_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that :func:`given_access` understands: ``user``, ``headers`` and ``proxy``."""
    for option in _OPTIONS:
        command = option(command)
    return command


def given_access(user: str, headers: tuple[str, ...], proxy: str) -> FeedAccess | None:
    """The access that the options give, if any. Raises ``UsageError`` for a header or proxy that is none."""
    from wireroom.desk.access import access_of

    password = _password() if user else ""
    return access_of(user=user, password=password, headers=_lines(headers), proxy=proxy)


def _lines(headers: tuple[str, ...]) -> Iterator[str]:
    for header in headers:
        if header.startswith("@"):
            yield from filter(None, Path(header[1:]).read_text(encoding="utf-8").splitlines())
        else:
            yield header


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
