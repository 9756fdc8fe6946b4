"""A page's frame: the template filled once, with gaps where pages differ, and filled in for each of them.

A permalink page differs from the next in a dozen short texts; filling the whole template for each would cost more
than all the rest of a publication.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import escape
from msgspec import Struct

from wireroom.publish import prose
from wireroom.publish.theme import Theme

#: What differs from page to page. A template may print these, and ask whether they are there, but nothing else.
DIFFERENT = frozenset(
    (
        "title", "description", "url", "path", "position", "top", "top_hash", "json_ld", "place", "heading", "history",
        "first", "last", "other", "earlier", "later", "slot", "onward",
    )
)  # fmt: skip

#: What a template is given, by name; ``page`` is a mapping itself.
Values = dict[str, Any]

_GAP = re.compile("\x02([a-z_]+)\x03")


#: What a gap is filled with: bytes, or many that belong together.
Filling = bytes | Sequence[bytes]


class Frame(Struct, frozen=True):
    """A filled template in pieces: text, then the name of a gap, then text, and so on."""

    parts: tuple[bytes, ...]
    gaps: tuple[str, ...]

    def fill(self, values: Mapping[str, Filling]) -> bytes:
        """The page."""
        found = [self.parts[0]]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            value = values[gap]
            if isinstance(value, bytes):
                found.append(value)
            else:
                found += value
            found.append(part)
        return b"".join(found)


class Frames:
    """The frames of a theme, made when first asked for."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made: dict[Any, Frame] = {}
        self._parts: dict[str, tuple[dict[str, Any], bytes]] = {}
        self._numbers: dict[Any, int] = {}

    def number(self, shared: Any) -> int:
        """A number for what all pages of a state share, short to compare; equal values have the same."""
        return self._numbers.setdefault(shared, len(self._numbers))

    def page(
        self,
        template: str,
        differing: Mapping[str, str | int | Filling],
        key: Any,
        same: Callable[[], Values],
    ) -> bytes:
        """A page of a template. ``differing`` has values that other pages have others of, empty ones left out.

        ``same`` gives all the rest, and ``key`` changes with it. Values that are no bytes are escaped.
        """
        values = {
            name: value if isinstance(value, (bytes, list)) else escape(value).encode()
            for name, value in differing.items()
            if value or value == 0
        }
        frame = self._made.get(known := (template, key, frozenset(values)))
        if frame is None:
            frame = self._made[known] = self._frame(template, values, same())
        return frame.fill(values)

    def part(self, template: str, **values: Any) -> bytes:
        """A part of a page that often stays as it was: filled anew when one of its values is another."""
        known = self._parts.get(template)
        if known is None or known[0] != values:
            known = self._parts[template] = values, self._theme.render(template, **values).encode()
        return known[1]

    def _frame(self, template: str, values: Mapping[str, Filling], same: Values) -> Frame:
        gaps = {name: prose.trusted(f"\x02{name}\x03") for name in values}
        empty = {name: "" for name in DIFFERENT if name not in values}
        page = {**empty, **same["page"], **gaps}
        pieces = _GAP.split(self._theme.render(template, **{**same, "page": page}))
        return Frame(tuple(part.encode() for part in pieces[::2]), tuple(pieces[1::2]))
