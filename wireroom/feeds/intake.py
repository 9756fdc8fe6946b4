"""What one parsed document means for the store: new items, new wordings, the feed's health."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wireroom.feeds.documents import Entry
from wireroom.feeds.identity import Identified, item_id, possible_identities, recognise
from wireroom.model import Feed, Item, ItemVersion
from wireroom.ports.store import KnownItem, Names, Reader

#: A document with fewer items says little about how its feed behaves.
_WHOLE_FEED = 5
#: What parts the items of one document on the wire, which is ordered by when they were first seen: newest first.
_MOMENT = timedelta(microseconds=1)
#: Fields of an item that every wording brings anew.
_SAID = (
    "link", "canonical_link", "headline", "summary", "body", "authors", "published", "published_raw", "published_quality",
    "wording", "cues", "priority", "links", "media",
)  # fmt: skip


class Intake(Struct, frozen=True, kw_only=True):
    """Items to be written and the wordings they replace.

    ``before`` are the changed items as they stood; ``ids`` are the items of the entries, in the entries' order.
    """

    new: tuple[Item, ...] = ()
    changed: tuple[Item, ...] = ()
    before: tuple[Item, ...] = ()
    ids: tuple[str, ...] = ()


class Recognised(Struct, frozen=True, kw_only=True):
    """The entries of one document with the stored items that they are wordings of.

    ``reworded`` are the entries that say it in other words than is stored, by the id of the item; ``present`` is how many
    items the document holds besides, unread.
    """

    entries: Sequence[Identified]
    reworded: dict[str, Entry]
    present: int


def names_of(entries: Sequence[Entry]) -> Names:
    """What stored items of the entries can be found by."""
    links = {link for entry in entries for link in (entry.link, entry.canonical_link) if link}
    return Names(possible_identities(entries), links)


def recognise_all(
    reader: Reader,
    entries: Sequence[Entry],
    known: Sequence[KnownItem],
    *,
    present: Collection[str] = (),
    before: Collection[str] = (),
) -> Recognised:
    """Find out which entries are known, and which of them as they are; ``known`` is what was found by their names.

    ``present`` are ids of items that the document still holds unread; ``before`` those of the last document.
    """
    identified = recognise(entries, known, present=frozenset(present))
    if not present and all(one.known is None for one in identified):
        identified = _renamed(identified, reader.items(before))
    reworded = {
        one.known.id: one.entry
        for one in identified
        if not one.repeats and one.known and one.known.wording != one.entry.wording
    }
    return Recognised(entries=identified, reworded=reworded, present=len(present))


def take_in(feed: Feed, recognised: Recognised, stood: Sequence[Item], now: datetime) -> Intake:
    """What a document means for the store; ``stood`` are the items that it says in other words, as they stand."""
    identified, reworded = recognised.entries, recognised.reworded
    ids = [one.known.id if one.known else item_id(feed.id, one.identity) for one in identified]
    return Intake(
        new=tuple(
            _new_item(feed, id_, one, now - place * _MOMENT)
            for place, (id_, one) in enumerate(zip(ids, identified, strict=True), recognised.present)
            if one.known is None and not one.repeats
        ),
        changed=tuple(_reworded(item, reworded[item.id], now) for item in stood),
        before=tuple(stood),
        ids=tuple(ids),
    )


def _renamed(identified: Sequence[Identified], stood: Iterable[Item]) -> list[Identified]:
    """A feed that gives all its items new guids and links at every poll: the words tell which is which."""
    by_wording = {item.wording: item for item in stood}
    again = sum(one.entry.wording in by_wording for one in identified)
    if len(identified) < _WHOLE_FEED or again * 2 < len(identified):
        return list(identified)
    found = []
    for one in identified:
        item = by_wording.pop(one.entry.wording, None)
        found.append(one if item is None else replace(one, identity=item.identity, known=_as_known(item)))
    return found


def _as_known(item: Item) -> KnownItem:
    return KnownItem(
        id=item.id,
        identity=item.identity,
        link=item.canonical_link,
        wording=item.wording,
        version=item.version,
    )


def wording_of(item: Item) -> ItemVersion:
    """The wording in which an item stands."""
    return ItemVersion(
        item=item.id,
        version=item.version,
        headline=item.headline,
        summary=item.summary,
        body=item.body,
        seen=item.changed or item.first_seen,
    )


def _new_item(feed: Feed, id_: str, one: Identified, now: datetime) -> Item:
    entry = one.entry
    return Item(
        id=id_,
        feed=feed.id,
        identity=one.identity,
        first_seen=now,
        origin=entry.credit or entry.via or feed.origin or feed.title,
        cluster=id_,
        language=entry.language,
        **_said(entry),
    )


def _reworded(item: Item, entry: Entry, now: datetime) -> Item:
    return replace(item, changed=now, version=item.version + 1, **_said(entry))


def _said(entry: Entry) -> dict[str, Any]:
    """What the source says, by the names of an item's fields."""
    return {name: getattr(entry, name) for name in _SAID}
