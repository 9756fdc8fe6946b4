"""``wireroom watch`` and ``views``: words that must not be missed, and filters worth a name."""

import click

from tui.cli.lazy import DeskGroup
from tui.cli.output import json_option, line, plain, print_json, say, table
from tui.cli.session import newsroom


@click.group(cls=DeskGroup)
def watch() -> None:
    """Watch for words that must not be missed."""


@watch.command()
@click.argument("term", nargs=-1, required=True, metavar="TERM")
@click.option("--bell", is_flag=True, help="Ring the terminal's bell when it comes in.")
def add(term: tuple[str, ...], bell: bool) -> None:
    """Watch for TERM, a word or a phrase."""
    say(f"Watching for {newsroom().watch.add(' '.join(term), bell=bell).term!r}.")


@watch.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the terms in force."""
    terms = newsroom().watch.list()
    if as_json:
        print_json([plain(term) for term in terms])
        return
    table(
        ((line(term.term), f"by {line(term.by)}", "bell" if term.bell else "no bell") for term in terms),
        empty="Nothing is watched for. Watch for a word: wireroom watch add TERM",
    )


@watch.command()
@click.argument("term", nargs=-1, required=True, metavar="TERM")
def remove(term: tuple[str, ...]) -> None:
    """Stop watching for TERM."""
    say(f"No longer watching for {newsroom().watch.remove(' '.join(term)).term!r}.")


@click.group(cls=DeskGroup)
def views() -> None:
    """Keep filters worth a name."""


@views.command(context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("query", nargs=-1, required=True, type=click.UNPROCESSED)
def save(name: str, query: tuple[str, ...]) -> None:
    """Give the filter QUERY a NAME."""
    here = newsroom()
    text = " ".join(query)
    here.wire.parse(text)
    say(f"Saved {line(here.watch.save_view(name, text).name)}.")


@views.command("list")
@json_option
def list_views(as_json: bool) -> None:
    """List the saved filters."""
    found = newsroom().watch.views()
    if as_json:
        print_json([plain(view) for view in found])
        return
    table(
        ((line(view.name), line(view.query)) for view in found),
        empty="No filter is saved. Save one: wireroom views save NAME QUERY",
    )


@views.command("remove")
@click.argument("name")
def remove_view(name: str) -> None:
    """Forget the filter NAME."""
    say(f"Removed {line(newsroom().watch.remove_view(name).name)}.")
