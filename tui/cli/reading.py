"""``wireroom cues`` and ``suggest``: what reading copy finds."""

import click

from tui.cli.kinds import read_text
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, line, paragraphs, plain, print_json, table
from tui.cli.session import newsroom


@click.command(cls=DeskCommand)
@click.argument("file", default="-", metavar="[FILE|-]")
@click.option(
    "--language", default="", metavar="CODE", help="The language of the copy (en, ru, ...), if known."
)
@json_option
def cues(file: str, language: str, as_json: bool) -> None:
    """Say what reading this copy finds: hedges, attributions, urgency, figures, quotes, posts."""
    from wireroom.text.cues import find_cues

    found = find_cues(read_text(file), language)
    if as_json:
        print_json([plain(cue) for cue in found])
        return
    table((f"{cue.start}-{cue.end}", cue.kind.value, f"{line(cue.text)}{_who(cue.who)}") for cue in found)


@click.command(cls=DeskCommand)
@click.argument("item_id", metavar="ID")
@json_option
def suggest(item_id: str, as_json: bool) -> None:
    """Say what an item suggests for its write-up."""
    here = newsroom()
    found = here.wire.suggest(here.store.resolve("item", item_id))
    if as_json:
        print_json(plain(found))
        return
    table(
        [
            ("headline", line(found.headline)),
            ("status", found.status.value),
            ("priority", found.priority.value),
            *(("evidence", f"{piece.kind.value}: {line(piece.who)}") for piece in found.evidence),
            *(("because", line(reason)) for reason in found.reasons),
        ]
    )
    click.echo(f"\n{paragraphs(found.body)}")


def _who(who: str) -> str:
    return f" ({line(who)})" if who else ""


@click.command(cls=DeskCommand)
@click.argument("item_id", metavar="ID")
@json_option
def article(item_id: str, as_json: bool) -> None:
    """Read the whole article of an item from its page."""
    from tui.bootstrap import read_article

    here = newsroom()
    found = read_article(here, here.store.item(here.store.resolve("item", item_id)))
    if as_json:
        print_json(plain(found))
        return
    click.echo(line(found.headline))
    click.echo()
    click.echo(paragraphs(found.text))
