"""Which stored item an entry is, or whether it is a new one.

The rules are in the order of trust: the publisher's guid within its feed (a guid is never global); without a guid the
canonical link; without a link headline and date. What a document repeats is told apart, a guid by its link, a link
by its headline. A guid that changed while the link stayed names the same item, if the old guid left the document.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha1

from msgspec import Struct
from msgspec.structs import replace

from wireroom.feeds.documents import Entry
from wireroom.ports.store import KnownItem
from wireroom.text.links import canonical_link

_SPACE = bytes.fromhex("6f0c3a5292c45a778f2e1d3f6b7a9c10")


class Identified(Struct, frozen=True):
    """An entry, its identity in the feed, and the stored item it is a wording of, if any.

    ``repeats`` names an entry that says what another one of the document does: it is no item of its own.
    """

    entry: Entry
    identity: str
    known: KnownItem | None = None
    repeats: bool = False


def item_id(feed_id: str, identity: str) -> str:
    """The id of an item, the same on every desk: a UUID of version 5 (RFC 9562)."""
    digest = bytearray(sha1(_SPACE + f"{feed_id}\n{identity}".encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    name = digest.hex()
    return f"{name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:]}"


def possible_identities(entries: Iterable[Entry]) -> set[str]:
    """Every identity that the entries could be stored under."""
    return {name for entry in entries for name in (_plain(entry), _qualified(entry))}


def recognise(
    entries: Sequence[Entry], known: Iterable[KnownItem], *, present: frozenset[str] = frozenset()
) -> list[Identified]:
    """Pair each entry with its stored item, if there is one.

    ``known`` are the stored items with one of the entries' possible identities or links; ``present`` are ids of
    items that other parts of the document still hold as they are stored.
    """
    stored = {item.identity: replace(item, link=canonical_link(item.link)) for item in known}
    named = _names(entries, stored, present)
    in_document = set(named)
    at_link: defaultdict[str, list[KnownItem]] = defaultdict(list)
    for other in stored.values():
        if other.link and other.identity not in in_document and other.id not in present:
            at_link[other.link].append(other)
    times_linked = Counter(entry.canonical_link for entry in entries)
    taken = {item.identity for item in stored.values() if item.id in present}
    found: list[Identified] = []
    for entry, name in zip(entries, named, strict=True):
        item: KnownItem | None = stored.get(name)
        moved = at_link[entry.canonical_link] if times_linked[entry.canonical_link] == 1 else []
        if item is None and len(moved) == 1:
            item = moved[0]
            name = item.identity
        found.append(Identified(entry, name, item, repeats=name in taken))
        taken.add(name)
    return found


def _names(entries: Sequence[Entry], stored: dict[str, KnownItem], present: frozenset[str]) -> list[str]:
    """The identity of each entry: plain where that is enough, qualified where the document repeats it."""
    variants: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        variants[_plain(entry)].add(_qualified(entry))
    named = []
    for entry in entries:
        plain, qualified = _plain(entry), _qualified(entry)
        item = stored.get(plain)
        if qualified in stored:
            named.append(qualified)
        elif item is not None and entry.guid and item.link == entry.canonical_link:
            named.append(plain)
        elif len(variants[plain]) > 1 or (item is not None and item.id in present and entry.guid):
            named.append(qualified)
        else:
            named.append(plain)
    return named


def _plain(entry: Entry) -> str:
    return entry.guid or entry.canonical_link or f"{entry.headline}\n{entry.published_raw}"


def _qualified(entry: Entry) -> str:
    plain = _plain(entry)
    if entry.guid:
        return f"{plain}\n{entry.canonical_link}"
    return f"{plain}\n{entry.headline}" if entry.canonical_link else plain
