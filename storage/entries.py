"""What items and updates are found by, taken from the bytes of their documents; each engine keeps it in its way."""

from typing import NamedTuple

import msgspec

from storage.words import copy_words, origin_term


class _Cue(msgspec.Struct):
    kind: str
    text: str = ""


class _Item(msgspec.Struct):
    headline: str
    first_seen: str
    summary: str = ""
    body: str = ""
    origin: str = ""
    tags: tuple[str, ...] = ()
    cues: tuple[_Cue, ...] = ()


class _Evidence(msgspec.Struct):
    item: str = ""


class _Update(msgspec.Struct):
    headline: str
    body: str
    evidence: tuple[_Evidence, ...] = ()


class ItemEntries(NamedTuple):
    """The words of an item's copy, when it was first seen, and its terms: ``tag=``, ``cue=`` and ``origin=``."""

    words: str
    first_seen: str
    terms: frozenset[str]


class UpdateEntries(NamedTuple):
    """The words of an update and the items it rests on."""

    words: str
    cited: frozenset[str]


_DECODE_ITEM = msgspec.json.Decoder(_Item).decode
_DECODE_UPDATE = msgspec.json.Decoder(_Update).decode


def item_entries(body: bytes) -> ItemEntries:
    """What an item is found by."""
    item = _DECODE_ITEM(body)
    terms = {origin_term(item.origin)}
    terms.update(f"tag={tag}" for tag in item.tags)
    for cue in item.cues:
        terms.add(f"cue={cue.kind}")
        terms.add(f"cue={cue.text.casefold()}")
    return ItemEntries(copy_words(item.headline, item.summary, item.body), item.first_seen, frozenset(terms))


def update_entries(body: bytes) -> UpdateEntries:
    """What an update is found by."""
    update = _DECODE_UPDATE(body)
    cited = frozenset(evidence.item for evidence in update.evidence if evidence.item)
    return UpdateEntries(copy_words(update.headline, update.body), cited)
