"""``wireroom tag``, ``keep``, ``spike`` and ``restore``: what becomes of items, and of drafts nobody wants."""

from collections.abc import Sequence

import click

from tui.cli.kinds import item_ids
from tui.cli.lazy import DeskCommand
from tui.cli.output import line, say
from tui.cli.session import newsroom
from tui.widgets.when import counted
from wireroom.errors import NotFoundError, UsageError
from wireroom.model import Item
from wireroom.ports.store import Reader


@click.command(cls=DeskCommand, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED, metavar="ID... +TAG... -TAG...")
def tag(words: tuple[str, ...]) -> None:
    """Put tags on items (+TAG) or take them off (-TAG)."""
    ids, added, removed = split_tags(words)
    if not ids or not (added or removed):
        raise UsageError(
            "A tag needs an item, and an item a tag.", next_step="Write wireroom tag ID... +TAG... -TAG..."
        )
    here = newsroom()
    done = here.wire.tag(item_ids(here.store, ids), add=added, remove=removed)
    say(f"Tagged {counted(len(done), 'item')}.")


def split_tags(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Part what was typed into ids, tags to add and tags to remove."""
    ids = tuple(word for word in words if word[:1] not in {"+", "-"})
    added = tuple(word[1:] for word in words if word.startswith("+"))
    removed = tuple(word[1:] for word in words if word.startswith("-"))
    if "" in {*added, *removed} or any(tag.startswith("-") for tag in removed):
        raise UsageError(
            f"{' '.join(words)!r} holds something that is neither an id nor a tag.",
            next_step="Write ID... +TAG... -TAG...; 'wireroom tag --help' lists the options.",
        )
    return ids, added, removed


@click.command(cls=DeskCommand)
@click.argument("items", nargs=-1, required=True, metavar="ID...")
def keep(items: tuple[str, ...]) -> None:
    """Keep items for writing up."""
    here = newsroom()
    _told("Kept", here.wire.keep(item_ids(here.store, items)))


@click.command(cls=DeskCommand)
@click.argument("items", nargs=-1, required=True, metavar="ID...")
def spike(items: tuple[str, ...]) -> None:
    """Reject items, and drafts that nobody wants any more."""
    here = newsroom()
    found, drafts = _parted(here.store, items)
    if found:
        _told("Spiked", here.wire.spike(found))
    for draft in drafts:
        say(f"Spiked the draft {line(here.blogs.spike(draft).headline)!r}.")


@click.command(cls=DeskCommand)
@click.argument("items", nargs=-1, required=True, metavar="ID...")
def restore(items: tuple[str, ...]) -> None:
    """Put items back as new, and bring spiked drafts back."""
    here = newsroom()
    found, drafts = _parted(here.store, items)
    if found:
        _told("Restored", here.wire.restore(found))
    for draft in drafts:
        say(f"The draft {line(here.blogs.restore(draft).headline)!r} is back.")


def _parted(reader: Reader, texts: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Full ids of what was typed: those of items, and those of updates. Raises ``NotFoundError``."""
    found: list[str] = []
    drafts: list[str] = []
    for text in texts:
        try:
            found.append(reader.resolve("item", text))
        except NotFoundError:
            drafts.append(reader.resolve("update", text))
    return found, drafts


def _told(verb: str, done: Sequence[Item]) -> None:
    say(f"{verb} {counted(len(done), 'item')}.")
