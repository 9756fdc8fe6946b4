"""What the last items told, in the words that stories are told apart by: a pull that begins need not read the items for that.

It lies on pages of a few items each, in the order they came. It is made of items and can be made again: exports leave it out,
whatever takes words out of the store empties it, and where it is damaged it is as if it were not there.
"""

from collections.abc import Sequence
from itertools import chain

import msgspec
from msgspec import Struct

from storage.engine import Engine
from storage.schema import TOLD
from storage.shelf import sound_rows
from wireroom.ports.store import Told

#: Items on one page: a pull that brings one item writes the last page again.
_PAGE = 32
#: Full pages that are kept: as many items as a pull that begins goes on from.
_PAGES = 32


class _Page(Struct, frozen=True):
    """Some items in their order (a list of :class:`Told`), and the number of the rules that made their words."""

    rules: int
    told: msgspec.Raw


_page = msgspec.json.Decoder(_Page).decode
_items = msgspec.json.Decoder(list[Told]).decode


def read_told(engine: Engine, rules: int, after: int) -> list[Told] | None:
    """What items told as transactions after this one wrote it down; see :meth:`wireroom.ports.store.Reader.told`."""
    rows, left_out = sound_rows(engine, TOLD, "WHERE rev > ? ORDER BY place", (after,))
    if left_out or not (rows or engine.count(TOLD)):
        return None
    pages = [_page(row.body) for row in rows]
    if any(page.rules != rules for page in pages):
        return None
    return list(chain.from_iterable(_items(page.told) for page in pages))


def write_told(engine: Engine, told: Sequence[Told], rules: int) -> None:
    """Write down what more items told, and let go what is too many. Inside a write that has read what is there."""
    rows, damaged = sound_rows(engine, TOLD, "ORDER BY place DESC LIMIT 1")
    if damaged:
        engine.empty(TOLD)
    number = int(rows[0].id) if rows else 1
    standing = _items(_page(rows[0].body).told) if rows else []
    if len(standing) == _PAGE:
        number, standing = number + 1, []
    written = [*standing, *told[-_PAGE * _PAGES :]]
    pages = [written[start : start + _PAGE] for start in range(0, len(written), _PAGE)]
    documents = (
        (str(at), msgspec.json.encode({"rules": rules, "told": page}))
        for at, page in enumerate(pages, number)
    )
    engine.put(TOLD, documents)
    beyond = engine.select(
        f"SELECT id FROM {TOLD.sql_name} ORDER BY place DESC LIMIT ? OFFSET ?", (len(pages) + 1, _PAGES + 1)
    )
    if beyond:
        engine.delete(TOLD, [str(row[0]) for row in beyond])


def forget_told(engine: Engine) -> None:
    """Forget what items told. Inside a write."""
    if engine.count(TOLD):
        engine.empty(TOLD)


def tells_of(engine: Engine, items: frozenset[str]) -> bool:
    """Whether what is written down tells of one of the items, or can't be read."""
    rows, left_out = sound_rows(engine, TOLD)
    return bool(left_out) or any(told.id in items for row in rows for told in _items(_page(row.body).told))
