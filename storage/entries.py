"""What items and updates are found by, taken from the bytes of their documents; each engine keeps it in its way."""

import msgspec

from storage.words import copy_words, origin_term


class _ItemCopy(msgspec.Struct):
    headline: str
    summary: str = ""
    body: str = ""


class _Cue(msgspec.Struct):
    kind: str
    text: str = ""


class _ItemMarks(msgspec.Struct):
    origin: str = ""
    tags: tuple[str, ...] = ()
    cues: tuple[_Cue, ...] = ()


class _UpdateCopy(msgspec.Struct):
    headline: str
    body: str


class _Evidence(msgspec.Struct):
    item: str = ""


class _UpdateMarks(msgspec.Struct):
    evidence: tuple[_Evidence, ...] = ()


_ITEM_COPY = msgspec.json.Decoder(_ItemCopy).decode
_ITEM_MARKS = msgspec.json.Decoder(_ItemMarks).decode
_UPDATE_COPY = msgspec.json.Decoder(_UpdateCopy).decode
_UPDATE_MARKS = msgspec.json.Decoder(_UpdateMarks).decode


def item_words(body: bytes) -> str:
    """The words of an item's copy."""
    item = _ITEM_COPY(body)
    return copy_words(item.headline, item.summary, item.body)


def item_terms(body: bytes) -> frozenset[str]:
    """The terms of an item: ``tag=``, ``cue=`` and ``origin=``."""
    item = _ITEM_MARKS(body)
    terms = {origin_term(item.origin)}
    terms.update(f"tag={tag}" for tag in item.tags)
    for cue in item.cues:
        terms.add(f"cue={cue.kind}")
        terms.add(f"cue={cue.text.casefold()}")
    return frozenset(terms)


def update_words(body: bytes) -> str:
    """The words of an update."""
    update = _UPDATE_COPY(body)
    return copy_words(update.headline, update.body)


def update_cites(body: bytes) -> frozenset[str]:
    """The items that an update rests on."""
    return frozenset(evidence.item for evidence in _UPDATE_MARKS(body).evidence if evidence.item)
