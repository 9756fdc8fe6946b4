"""``wireroom feeds``: which wires come in, and how polling them goes."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.bootstrap import look_for_feeds
from tui.cli.access import access_options, given_access
from tui.cli.documents import feed_document, feed_title
from tui.cli.kinds import feed_id
from tui.cli.lazy import DeskGroup
from tui.cli.output import json_option, line, moment, print_json, say, short, table
from tui.cli.presenter import present
from tui.cli.session import newsroom
from tui.widgets.when import counted
from wireroom.desk.access import words_of
from wireroom.errors import EXIT_NETWORK, WireroomError
from wireroom.feeds.addresses import access_at
from wireroom.feeds.health import MOVED_FOR
from wireroom.model import Feed, FeedAccess, FeedHealth

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom


@click.group(cls=DeskGroup)
def feeds() -> None:
    """Subscribe to wires, and see how they do."""


@feeds.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option(
    "--private", is_flag=True, help="Allow a loopback or private address, for these feeds from now on."
)
@click.option("--tag", "tags", multiple=True, metavar="T", help="A tag on these feeds.")
@click.option("--title", default="", help="What to call the feed in place of its own title.")
@click.option("--origin", default="", help="The organisation behind it: copies of its words count once.")
@click.option("--unseen", is_flag=True, help="Take the address as it is, without looking.")
@access_options
@json_option
def add(
    urls: tuple[str, ...],
    private: bool,
    tags: tuple[str, ...],
    title: str,
    origin: str,
    unseen: bool,
    user: str,
    headers: tuple[str, ...],
    proxy: str,
    as_json: bool,
) -> int:
    """Subscribe to URL...: of a feed, or of a page that names one. Prints the ids."""
    here = newsroom()
    access = given_access(user, headers, proxy)
    added: list[Feed] = []
    failed = 0
    looked_up = _looked_up(here, urls, private=private, unseen=unseen, access=access)
    for asked, address, own_title in looked_up:
        if isinstance(address, WireroomError):
            present(address)
            failed += 1
            continue
        feed = here.wire.add_feed(
            address,
            title=title or own_title,
            private=private,
            tags=tags,
            origin=origin,
            access=access and access_at(address, access, given_for=asked),
        )
        added.append(feed)
    if as_json:
        print_json([feed_document(feed, here.store.health(feed.id)) for feed in added])
    else:
        for feed in added:
            click.echo(feed.id)
            say(f"Subscribed to {line(feed.url)}.")
    return EXIT_NETWORK if failed else 0


@feeds.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), metavar="FILE.opml")
@click.option(
    "--private", is_flag=True, help="Allow loopback and private addresses, for these feeds from now on."
)
def import_(file: str, private: bool) -> None:
    """Subscribe to every feed of an OPML file."""
    from wireroom.feeds import opml

    document = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    here = newsroom()
    before = {feed.id for feed in here.store.feeds()}
    listed = opml.read(document, name=file)
    added, refused = here.wire.add_feeds(listed, private=private)
    for remark in (*listed.remarks, *refused):
        say(line(remark))
    new = {feed.id for feed in added} - before
    say(f"{counted(len(listed), 'feed')} in the file, {len(new)} new.")


@feeds.command()
@click.argument("file", type=click.Path(dir_okay=False), default="-", metavar="[FILE]")
def export(file: str) -> None:
    """Write the feeds as OPML, to FILE or to stdout."""
    from wireroom.feeds import opml

    document = opml.write(newsroom().store.feeds())
    if file == "-":
        click.echo(document, nl=False)
    else:
        Path(file).write_bytes(document)
        say(f"Wrote {file}.")


@feeds.command("list")
@click.option("--removed", is_flag=True, help="Also those taken off the list.")
@json_option
def list_(removed: bool, as_json: bool) -> None:
    """List the feeds with their health."""
    store = newsroom().store
    healths = store.healths()
    found = [(feed, healths.get(feed.id, FeedHealth(feed=feed.id))) for feed in store.feeds(removed=removed)]
    if as_json:
        print_json([feed_document(feed, health) for feed, health in found])
        return
    table(
        (
            (
                short(feed.id),
                _state(feed, health),
                counted(health.items, "item"),
                line(feed_title(feed)),
                line(health.outcome),
            )
            for feed, health in found
        ),
        empty="No wire is subscribed to. Add one: wireroom feeds add URL",
    )


@feeds.command()
@click.argument("feed")
@json_option
def show(feed: str, as_json: bool) -> None:
    """Show FEED: how polling it stands, and why."""
    store = newsroom().store
    found = store.feed(feed_id(store, feed))
    health = store.health(found.id)
    if as_json:
        print_json(feed_document(found, health))
        return
    table(
        [
            ("feed", line(feed_title(found))),
            ("id", found.id),
            ("address", line(found.url)),
            ("origin", line(found.origin) or "its title"),
            ("tags", " ".join(f"#{tag}" for tag in found.tags) or "none"),
            ("private address", "allowed" if found.private else "refused"),
            ("its server is given", line(words_of(store.access(found.id)))),
            ("state", _state(found, health)),
            ("last fetch", f"{moment(health.fetched) or 'never'}: {line(health.outcome)}"),
            ("last success", moment(health.succeeded) or "never"),
            ("next due", "not while it is paused" if found.paused else moment(health.next_due) or "now"),
            ("items", f"{health.items}, {health.items_a_day:.1f} a day, edited {health.edits} times"),
            ("moved to", _moved(health)),
        ]
    )


@feeds.command()
@click.argument("feed")
def pause(feed: str) -> None:
    """Stop polling FEED until it is resumed."""
    here = newsroom()
    done = here.wire.pause_feed(feed_id(here.store, feed))
    say(f"Paused {line(feed_title(done))}.")


@feeds.command()
@click.argument("feed")
def resume(feed: str) -> None:
    """Poll FEED again."""
    here = newsroom()
    done = here.wire.resume_feed(feed_id(here.store, feed))
    say(f"Resumed {line(feed_title(done))}.")


@feeds.command()
@click.argument("feed")
def remove(feed: str) -> None:
    """Take FEED off the list; its items stay."""
    here = newsroom()
    done = here.wire.remove_feed(feed_id(here.store, feed))
    say(f"Removed {line(feed_title(done))}. Its items stay.")


@feeds.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("feed")
@click.argument("tags", nargs=-1, type=click.UNPROCESSED, metavar="[+TAG|-TAG]...")
@click.option("--title", help="What to call it.")
@click.option("--origin", help="The organisation behind it.")
@click.option(
    "--forget-access", is_flag=True, help="Send no name, password or header any more, and use no proxy."
)
@access_options
def set_(
    feed: str,
    tags: tuple[str, ...],
    title: str | None,
    origin: str | None,
    forget_access: bool,
    user: str,
    headers: tuple[str, ...],
    proxy: str,
) -> None:
    """Change the title, the origin or the tags of FEED, or what its server is given."""
    from tui.cli.triage import split_tags

    here = newsroom()
    found = feed_id(here.store, feed)
    _, added, removed = split_tags(tags)
    access = given_access(user, headers, proxy)
    if forget_access or access is not None:
        here.wire.give_access(found, access)
    changed = here.wire.describe_feed(found, title=title, origin=origin, add=added, remove=removed)
    say(f"Changed {line(feed_title(changed))}.")


def _looked_up(
    here: "Newsroom", urls: Sequence[str], *, private: bool, unseen: bool, access: FeedAccess | None
) -> Iterator[tuple[str, str | WireroomError, str]]:
    """Each URL with address and title of its best feed, or what went wrong; names the others that a page has."""
    if unseen:
        yield from ((url, url, "") for url in urls)
        return
    answers = look_for_feeds(here, urls, private=private, access=access)
    for url, found in zip(urls, answers, strict=True):
        if isinstance(found, WireroomError):
            yield url, found, ""
            continue
        for other in found[1:]:
            say(f"{line(url)} also names {line(other.url)}: {line(other.title) or 'no title'}")
        yield url, found[0].url, found[0].title


def _moved(health: FeedHealth) -> str:
    if not health.moved_to or health.moved_since is None:
        return "nowhere"
    return f"{line(health.moved_to)}; asked there from {moment(health.moved_since + MOVED_FOR)} on if it stays so"


def _state(feed: Feed, health: FeedHealth) -> str:
    if feed.removed is not None:
        return "removed"
    return "paused" if feed.paused else health.state.value
