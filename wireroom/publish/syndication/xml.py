"""Elements of XML 1.0, escaped."""

from functools import lru_cache
from html import escape

from wireroom.publish.prose import fit_for_xml


def element(name: str, text: str = "", **attributes: str) -> str:
    """An element with escaped text; an underscore in an attribute's name stands for a colon."""
    opening = name
    for key, value in attributes.items():
        if value:
            opening += f' {key.rstrip("_").replace("_", ":")}="{escaped(value)}"'
    return f"<{opening}>{escaped(text)}</{name}>" if text else f"<{opening}/>"


@lru_cache(maxsize=4096)
def escaped(text: str) -> str:
    """Text as an element or an attribute holds it."""
    return escape(fit_for_xml(text), quote=True)
