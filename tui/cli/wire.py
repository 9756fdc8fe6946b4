"""``wireroom wire`` and ``wireroom item``: reading what came in."""

import click

from tui.cli.documents import feed_title, full_item_document, wire_documents
from tui.cli.kinds import ONE_OR_MORE
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, line, moment, paragraphs, print_json, say, short, table
from tui.cli.session import newsroom
from tui.widgets.when import counted
from wireroom.desk.pages import WirePage
from wireroom.model import Item
from wireroom.ports.store import Reader


@click.command(cls=DeskCommand, context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, type=click.UNPROCESSED, metavar="[QUERY]")
@click.option("--limit", type=ONE_OR_MORE, default=100, show_default=True, metavar="N")
@json_option
def wire(query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List items, newest first seen first.

    QUERY is in the filter language: words, "phrases", feed:bbc, tag:almaty or #almaty, stage:new, priority:urgent,
    cue:unconfirmed, origin:reuters, since:2h, before:2026-01-05, changed:yes, title:/regex/, with and, or, not, -
    and parentheses.
    """
    from wireroom.desk.query import is_by_cues

    here = newsroom()
    text = " ".join(query)
    page = here.wire.page(text, limit=limit)
    if is_by_cues(text):
        _say_what_is_unread(here.store)
    if as_json:
        print_json(wire_documents(page))
        return
    table(
        (_row(item, page) for item in page.items),
        empty="Nothing on the wire matches."
        if query
        else "Nothing has come in yet. Ask the wires: wireroom pull"
        if here.store.feeds()
        else "No wire is subscribed to yet. Begin with one: wireroom feeds add URL",
    )
    if page.next is not None:
        say(f"The first {limit}; more with --limit.")


def _say_what_is_unread(reader: Reader) -> None:
    """Say that a filter by cues overlooks what nobody has read for them yet."""
    unread = sum(health.backlog for health in reader.healths().values())
    if unread:
        say(
            f"Older items of {counted(unread, 'new feed')} are not read for cues yet: "
            "'wireroom pull' does it when nothing is due, and so does the desk."
        )


@click.command(cls=DeskCommand)
@click.argument("item_id", metavar="ID")
@json_option
def item(item_id: str, as_json: bool) -> None:
    """Show one item with all its versions."""
    store = newsroom().store
    found = store.item(store.resolve("item", item_id))
    versions = store.versions(found.id)
    title = feed_title(store.feed(found.feed))
    if as_json:
        size = store.cluster_sizes([found.cluster]).get(found.cluster)
        print_json(full_item_document(found, title, size, versions))
        return
    table(
        [
            ("headline", line(found.headline)),
            ("from", line(title)),
            ("words of", line(found.origin) or "not known"),
            ("by", line(", ".join(found.authors)) or "not said"),
            ("link", line(found.link)),
            ("first seen", moment(found.first_seen)),
            ("published", moment(found.published) or line(found.published_raw) or "not said"),
            ("stage", found.stage.value),
            ("priority", found.priority.value),
            ("tags", _tags(found) or "none"),
            ("id", found.id),
        ]
    )
    for text in (found.summary, found.body):
        if text:
            click.echo(f"\n{paragraphs(text)}")
    for version in versions[:-1]:
        click.echo(f"\nVersion {version.version}, seen {moment(version.seen)}: {line(version.headline)}")


def _row(found: Item, page: WirePage) -> tuple[str, ...]:
    size = page.sizes.get(found.cluster)
    return (
        short(found.id),
        f"{found.first_seen:%m-%d %H:%MZ}",
        found.stage.value,
        found.priority.value,
        f"{size.items}/{size.origins}" if size else "1/1",
        line(feed_title(page.feeds.get(found.feed)))[:20],
        f"{line(found.headline)} {_tags(found)}".strip(),
    )


def _tags(found: Item) -> str:
    return " ".join(f"#{tag}" for tag in found.tags)
