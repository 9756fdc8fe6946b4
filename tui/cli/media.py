"""``wireroom media``: pictures and posts that an update shows."""

import click

from tui.cli.kinds import read_time, update_id
from tui.cli.lazy import DeskGroup
from tui.cli.output import json_option, line, plain, print_json, say, short, table
from tui.cli.session import newsroom
from tui.widgets.when import counted
from wireroom.errors import NotFoundError, UsageError
from wireroom.model import Update
from wireroom.ports.store import Reader

_REVISION = click.option(
    "--revision", type=int, metavar="N", help="Refuse if the update is at another revision."
)


@click.group(cls=DeskGroup)
def media() -> None:
    """Put pictures and posts on an update."""


@media.command()
@click.argument("update", metavar="UPDATE")
@click.argument("source", metavar="SOURCE")
@click.option("--alt", required=True, metavar="WORDS", help="What it shows, for readers who can't see it.")
@click.option("--credit", default="", metavar="WORDS", help="Whose picture it is; stands under it.")
@click.option("--private", is_flag=True, help="Allow an address of your own network.")
@_REVISION
def add(update: str, source: str, alt: str, credit: str, private: bool, revision: int | None) -> None:
    """Put a picture on UPDATE.

    SOURCE is its address, a local file, or an item that carries it. The picture is made anew without what the
    original carried, kept in the store and served with the page. The same picture again gets new words.
    """
    here = newsroom()
    after = here.blogs.illustrate(
        update_id(here.store, update),
        _item(here.store, source),
        alt,
        credit=credit,
        private=private,
        revision=revision,
    )
    say(f"{_headline(after)} shows {counted(len(after.media), 'picture')}.")


@media.command("list")
@click.argument("update", metavar="UPDATE")
@json_option
def list_(update: str, as_json: bool) -> None:
    """List the pictures of UPDATE, and those that its items offer."""
    here = newsroom()
    full = update_id(here.store, update)
    shown = here.store.update(full).media
    offered = here.blogs.offers(full)
    if as_json:
        print_json({"shown": [plain(one) for one in shown], "offered": [plain(one) for one in offered]})
        return
    table(
        (
            short(one.picture),
            f"{one.width}x{one.height}",
            line(one.description),
            f"credit {line(one.credit)}" if one.credit else "no credit",
            f"from {line(one.source)}",
        )
        for one in shown
    )
    table(("offered by", short(one.item), line(one.url), line(one.description)) for one in offered)


@media.command()
@click.argument("update", metavar="UPDATE")
@click.argument("picture", metavar="PICTURE")
@_REVISION
def remove(update: str, picture: str, revision: int | None) -> None:
    """Take a PICTURE, as 'media list' names it, off UPDATE and out of everything published."""
    here = newsroom()
    after = here.blogs.take_off(update_id(here.store, update), picture, revision)
    say(f"Taken off {_headline(after)}; it leaves the page with the next publication.")


@media.command()
@click.argument("update", metavar="UPDATE")
@click.option("--who", required=True, metavar="NAME", help="Who posted it: @name and where.")
@click.option(
    "--text", required=True, metavar="WORDS", help="What the post or the video says, word for word."
)
@click.option("--url", required=True, metavar="URL", help="Where it is.")
@click.option("--seen", metavar="TIME", help="When it was seen like that; now if not given.")
@_REVISION
def quote(update: str, who: str, text: str, url: str, seen: str | None, revision: int | None) -> None:
    """Quote a social post or a video in UPDATE: words, link and when it was seen. Nothing of its host is loaded."""
    here = newsroom()
    full = update_id(here.store, update)
    zone = here.store.blog(here.store.update(full).blog).zone
    at = read_time(seen, now=here.clock.now(), zone=zone) if seen else None
    say(f"Quoted in {_headline(here.blogs.quote(full, who, url, text, seen=at, revision=revision))}.")


def _headline(update: Update) -> str:
    return f"“{line(update.headline)}” ({short(update.id)})"


def _item(reader: Reader, source: str) -> str:
    """The full id where the end of an item's id was typed; anything else as it is."""
    if "/" in source or "." in source:
        return source
    try:
        return reader.resolve("item", source)
    except (NotFoundError, UsageError):
        return source
