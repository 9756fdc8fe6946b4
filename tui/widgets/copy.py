"""Text from outside, made fit for the screen: inert, and cut or filled to cells.

Copy is cleaned when it comes in; it is cleaned again here, because a store may hold what another version or
another tool wrote, and a terminal obeys what it is sent. Whatever a widget is given goes through :func:`content`
or the line widget, never as a string that Textual would read as markup.
"""

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from wireroom.text.hygiene import clean_line, clean_text

if TYPE_CHECKING:
    from textual.content import Content

ELLIPSIS = "…"


def content(text: str, style: str = "") -> "Content":
    """Make text of any origin into what a widget shows as it stands: no markup, no control characters."""
    from textual.content import Content

    return Content.styled(clean_text(text), style) if style else Content(clean_text(text))


def line(text: str) -> str:
    """One line of inert text."""
    return clean_line(text)


def paragraphs(text: str) -> str:
    """Inert text with its paragraphs."""
    return clean_text(text)


def fit(text: str, cells: int) -> str:
    """Text that takes exactly so many cells: filled with blanks, or cut with an ellipsis."""
    if cells <= 0:
        return ""
    if (size := cell_len(text)) <= cells:
        return text + " " * (cells - size)
    # Measured without the ellipsis: a text in plain letters has as many cells as letters.
    kept = set_cell_size(text, cells - 1).rstrip()
    return f"{kept}{ELLIPSIS}{' ' * (cells - 1 - cell_len(kept))}"


def cut(text: str, cells: int) -> str:
    """Text that takes at most so many cells."""
    return text if cell_len(text) <= cells else fit(text, cells).rstrip()


def wrap(text: str, cells: int) -> list[str]:
    """Lines of at most so many cells, broken between words; a word that is too long is broken inside.

    Paragraphs keep an empty line between them. Works by cells, so that CJK and combining marks come out right.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, max(cells, 1)))
    return lines


def _wrap_paragraph(paragraph: str, cells: int) -> list[str]:
    lines: list[str] = []
    current = ""
    taken = 0
    for word in paragraph.split():
        size = cell_len(word)
        if current and taken + 1 + size > cells:
            lines.append(current)
            current, taken = "", 0
        if size > cells:
            *whole, word = _pieces(word, cells)
            lines.extend(whole)
            size = cell_len(word)
        current = f"{current} {word}" if current else word
        taken += size + (1 if taken else 0)
    return [*lines, current]


def _pieces(word: str, cells: int) -> list[str]:
    """A word in pieces that fit; each at least one character, however wide. Reads it once."""
    pieces: list[str] = []
    begin = taken = 0
    for at, character in enumerate(word):
        size = cell_len(character)
        if taken + size > cells and at > begin:
            pieces.append(word[begin:at])
            begin, taken = at, 0
        taken += size
    return [*pieces, word[begin:]]
