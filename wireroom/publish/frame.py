"""A page's frame: the template filled once, with gaps where pages differ, and filled in for each of them.

A permalink page differs from the next in a dozen short texts; filling the whole template for each would cost more
than all the rest of a publication.
"""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape
from msgspec import Struct

from wireroom.publish import prose
from wireroom.publish.theme import Theme

#: What differs from page to page. A template may print these, and ask whether they are there, but nothing else.
DIFFERENT = frozenset(
    (
        "title", "description", "url", "path", "position", "top", "top_hash", "json_ld", "place", "heading", "history",
        "first", "last", "other", "earlier", "later", "slot",
    )
)  # fmt: skip

_GAP = re.compile("\x02([a-z_]+)\x03")


class Frame(Struct, frozen=True):
    """A filled template in pieces: text, then the name of a gap, then text, and so on."""

    parts: tuple[bytes, ...]
    gaps: tuple[str, ...]

    def fill(self, values: Mapping[str, Any]) -> bytes:
        """The page. Values that are no bytes and no markup are escaped."""
        found = [self.parts[0]]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            value = values[gap]
            found.append(value if isinstance(value, bytes) else str(escape(value)).encode())
            found.append(part)
        return b"".join(found)


class Frames:
    """The frames of a theme, made when first asked for."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made: dict[Any, Frame] = {}
        self._parts: dict[str, tuple[dict[str, Any], bytes]] = {}

    def page(self, template: str, page: Mapping[str, Any], **shared: Any) -> bytes:
        """A page of a template; ``page`` has its values, ``shared`` those of all pages, hashable."""
        differing = {name for name, value in page.items() if name in DIFFERENT and value not in ("", b"")}
        same = tuple((name, value) for name, value in sorted(page.items()) if name not in differing)
        key = (
            template,
            same,
            frozenset(differing),
            tuple((name, _key(value)) for name, value in shared.items()),
        )
        frame = self._made.get(key)
        if frame is None:
            gaps: dict[str, Markup] = {name: prose.trusted(f"\x02{name}\x03") for name in differing}
            text = self._theme.render(template, page={**page, **gaps}, **shared)
            pieces = _GAP.split(text)
            frame = Frame(tuple(part.encode() for part in pieces[::2]), tuple(pieces[1::2]))
            self._made[key] = frame
        return frame.fill(page)

    def part(self, template: str, **values: Any) -> bytes:
        """A part of a page that often stays as it was: filled anew when one of its values is another."""
        known = self._parts.get(template)
        if known is None or known[0] != values:
            known = self._parts[template] = values, self._theme.render(template, **values).encode()
        return known[1]


def _key(value: Any) -> Any:
    return tuple(sorted(value.items())) if isinstance(value, dict) else value
