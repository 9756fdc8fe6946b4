"""``wireroom config`` and ``completion``: what is set, and help for a shell."""

import re

import click
from msgspec.structs import replace

from tui.bootstrap import editor_name, store_location
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, plain, print_json, say, table
from tui.cli.presenter import present
from tui.cli.session import current_session
from wireroom import config as configuration
from wireroom.config import Config
from wireroom.config_file import change, shown
from wireroom.errors import ConfigError

_SHELLS = ("bash", "zsh", "fish")


@click.command(cls=DeskCommand)
@click.option(
    "--set",
    "changes",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="Write a setting: desk.theme terminal",
)
@click.option("--unset", "removals", multiple=True, metavar="NAME", help="Take a setting out of the file.")
@json_option
def config(changes: tuple[tuple[str, str], ...], removals: tuple[str, ...], as_json: bool) -> int:
    """Say where the configuration is, what is in force, and what is wrong with it. Ends with 2 where something is.

    With --set or --unset it is changed first; comments in the file stay.
    """
    settings = current_session().settings
    path = settings.config_path
    for name, value in (*changes, *((name, None) for name in removals)):
        change(path, name, value)
    trouble: ConfigError | None = None
    try:
        found = configuration.load(path)
    except ConfigError as error:
        found, trouble = Config(), error
    store = without_password(store_location(settings, found))
    editor = editor_name(settings, found)
    told = replace(found, store=replace(found.store, path=without_password(found.store.path)))
    if as_json:
        print_json(
            {
                "path": str(path),
                "exists": path.exists(),
                "store": store,
                "editor": editor,
                "settings": plain(told),
                "problems": [str(trouble)] if trouble else [],
            }
        )
    else:
        rows = [("file", f"{path}{'' if path.exists() else ' (not there: everything is default)'}")]
        rows += [("store", store), ("editor", editor)]
        if trouble is None:
            sections: dict[str, dict[str, object]] = plain(told)
            rows += [
                (f"{section}.{key}", shown(value).replace("\n", ", ") or "not set")
                for section, values in sections.items()
                for key, value in values.items()
            ]
        table(rows)
    if trouble is not None:
        present(trouble)
        return trouble.exit_code
    return 0


@click.command(cls=DeskCommand)
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the completion script of SHELL."""
    from click.shell_completion import get_completion_class

    from tui.cli.root import wireroom

    maker = get_completion_class(shell)
    assert maker is not None
    click.echo(maker(wireroom, {}, "wireroom", "_WIREROOM_COMPLETE").source())
    say(f"Put this where {shell} reads it; docs/guide.md says where that is.")


def without_password(location: str) -> str:
    """An address fit to be shown: without the password it may hold, before the host or among the options."""
    if "://" not in location:
        return location
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(location)
    except ValueError:
        return "an address that is not understood"
    words = location if parts.password is None else location.replace(f":{parts.password}@", ":***@", 1)
    return re.sub(r"(?<=password=)[^&#]+", "***", words)
