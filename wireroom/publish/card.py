"""The picture that social networks show beside a link: the publisher, the headline and what stands confirmed.

Needs Pillow (the ``media`` extra). Without it, or without a font that has the headline's letters, there is no card,
and the publication says so.
"""

from functools import cache, lru_cache
from importlib.util import find_spec
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SIZE = (1200, 630)
_MARGIN = 80
_WIDTH = SIZE[0] - 2 * _MARGIN
_SIZES = (74, 62, 52, 44)
#: From one line of a headline to the next; letters with marks above and below them stand further apart.
_LEADING, _LEADING_LEFTWARDS = 1.18, 1.4

#: Ink, red and quiet, each in so many shades on paper: letters have smooth edges in sixteen colours.
_SHADES = 5
_PAPER = (255, 253, 248)
_INK, _RED, _QUIET = 0, 1, 2
_COLOURS = ((23, 24, 26), (159, 29, 32), (91, 95, 101))
_PALETTE = (
    *_PAPER,
    *(
        round(paper + (part - paper) * shade / _SHADES)
        for colour in _COLOURS
        for shade in range(1, _SHADES + 1)
        for part, paper in zip(colour, _PAPER, strict=True)
    ),
)

#: Fonts with wide coverage, as distributions name them, tried when Pillow's own lacks a letter.
_FONTS = ("DejaVuSerif-Bold.ttf", "NotoSerif-Bold.ttf", "LiberationSerif-Bold.ttf", "DejaVuSans-Bold.ttf")

NO_PILLOW = "No card was drawn: Pillow is not installed (pipx inject wireroom pillow)."
NO_FONT = "No card was drawn: no font on this machine has the letters of the headline."


class CardText(Struct, frozen=True):
    """What a card says; ``leftwards`` is a headline that is read from the right."""

    publisher: str
    headline: str
    state: str
    counts: str
    leftwards: bool = False


class NoCardError(Exception):
    """Why there is no card, in a sentence."""


@cache
def can_draw() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def draw(text: CardText) -> bytes:
    """The card as PNG. Raises ``NoCardError``."""
    if not can_draw():
        raise NoCardError(NO_PILLOW)
    picture = _without_counts(text.publisher, text.headline, text.state, leftwards=text.leftwards).copy()
    _write(picture, (_MARGIN, 552), text.counts, _QUIET, _font(text.counts, 30))
    picture.putpalette(_PALETTE)
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


@lru_cache(maxsize=4)
def _without_counts(publisher: str, headline: str, state: str, *, leftwards: bool) -> "Image.Image":
    """Everything that seldom changes; a pixel is the number of its colour."""
    from PIL import Image

    paper = Image.new("L", SIZE, 0)
    paper.paste(_colour(_RED), (0, 0, SIZE[0], 14))
    _write(paper, (_MARGIN, 62), publisher, _INK, _font(publisher, 38))
    paper.paste(_colour(_INK), (_MARGIN, 121, SIZE[0] - _MARGIN, 123))
    leading = _LEADING_LEFTWARDS if leftwards else _LEADING
    size = next((size for size in _SIZES if _lines_at(headline, size) <= _room(size, leading)), _SIZES[-1])
    font = _font(headline, size)
    for number, line in enumerate(_balanced(headline, font)[: _room(size, leading)]):
        left = SIZE[0] - _MARGIN - round(font.getlength(line)) if leftwards else _MARGIN
        _write(paper, (left, round(158 + number * size * leading)), line, _INK, font, bold=True)
    _write(paper, (_MARGIN, 505), state, _RED, _font(state, 34))
    return paper


def _write(
    paper: "Image.Image",
    place: tuple[int, int],
    words: str,
    colour: int,
    font: "ImageFont.FreeTypeFont",
    *,
    bold: bool = False,
) -> None:
    """Write words with smooth edges; ``bold`` where the font has no heavier cut of its own."""
    from PIL import Image, ImageDraw

    stroke = int(bold)
    left, top, right, bottom = font.getbbox(words, stroke_width=stroke)
    aside, above = max(0, ceil(-left)), max(0, ceil(-top))  # where marks leave the room of their letters
    letters = Image.new("L", (aside + ceil(right) + stroke, above + ceil(bottom) + stroke), 0)
    ImageDraw.Draw(letters).text((aside, above), words, fill=255, font=font, stroke_width=stroke)
    numbers, covered = _tables(colour)
    paper.paste(letters.point(numbers), (place[0] - aside, place[1] - above), mask=letters.point(covered))


@cache
def _tables(colour: int) -> tuple[list[int], list[int]]:
    """For each strength of a letter's pixel the number of its colour, and whether it covers the paper."""
    shades = [round(light * _SHADES / 255) for light in range(256)]
    return [colour * _SHADES + shade if shade else 0 for shade in shades], [
        255 if shade else 0 for shade in shades
    ]


def _colour(colour: int) -> int:
    return (colour + 1) * _SHADES


def _room(size: int, leading: float) -> int:
    """How many lines of a headline there is room for."""
    return int(330 / (size * leading))


def _lines_at(headline: str, size: int) -> int:
    return len(_wrapped(headline, _font(headline, size)))


def _balanced(text: str, font: "ImageFont.FreeTypeFont") -> list[str]:
    """The fewest lines there is room for, none much shorter than the others."""
    lines = _wrapped(text, font)
    narrow, wide = 0, _WIDTH
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        tried = _wrapped(text, font, middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            wide, lines = middle, tried
    return lines


def _wrapped(text: str, font: "ImageFont.FreeTypeFont", width: int = _WIDTH) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _font(letters: str, size: int) -> "ImageFont.FreeTypeFont":
    """A font that has the letters. Raises ``NoCardError``."""
    for name in ("", *_FONTS):
        font = _load(name, size)
        if font and all(_has(name, letter) for letter in set(letters) if not letter.isspace()):
            return font
    raise NoCardError(NO_FONT)


@lru_cache(maxsize=32)
def _load(name: str, size: int) -> "ImageFont.FreeTypeFont | None":
    """A font by its file's name, Pillow's own without one; none where it is not installed."""
    from PIL import ImageFont

    try:
        font = ImageFont.truetype(name, size) if name else ImageFont.load_default(size)
    except OSError:
        return None
    return font if isinstance(font, ImageFont.FreeTypeFont) else None


@lru_cache(maxsize=4096)
def _has(name: str, letter: str) -> bool:
    """Whether a letter is not drawn as the box that stands for a missing one."""
    font = _load(name, 20)
    assert font is not None
    return bytes(font.getmask(letter)) != bytes(font.getmask("\U0010fffe"))
