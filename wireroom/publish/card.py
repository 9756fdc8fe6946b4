"""The picture that social networks show beside a link: the publisher, the headline and what stands confirmed.

Needs Pillow (the ``media`` extra). Without it, or without a font that has the headline's letters, there is no card,
and the publication says so.
"""

from functools import cache, lru_cache
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SIZE = (1200, 630)
_MARGIN = 80
_SIZES = (74, 62, 52, 44)
_LEADING = 1.18
_PAPER, _INK, _RED, _QUIET = 0, 1, 2, 3
_PALETTE = (255, 253, 248, 23, 24, 26, 159, 29, 32, 91, 95, 101)

#: Fonts with wide coverage, as distributions name them, tried when Pillow's own lacks a letter.
_FONTS = ("DejaVuSerif-Bold.ttf", "NotoSerif-Bold.ttf", "LiberationSerif-Bold.ttf", "DejaVuSans-Bold.ttf")

NO_PILLOW = "No card was drawn: Pillow is not installed (pipx inject wireroom pillow)."
NO_FONT = "No card was drawn: no font on this machine has the letters of the headline."


class CardText(Struct, frozen=True):
    """What a card says."""

    publisher: str
    headline: str
    state: str
    counts: str


class NoCardError(Exception):
    """Why there is no card, in a sentence."""


@cache
def can_draw() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def draw(text: CardText) -> bytes:
    """The card as PNG. Raises ``NoCardError``."""
    try:
        from PIL import Image, ImageDraw
    except ImportError as trouble:
        raise NoCardError(NO_PILLOW) from trouble
    picture = _background(text.publisher, text.headline, text.state).copy()
    pen: Any = ImageDraw.Draw(picture)
    pen.text((_MARGIN, 552), text.counts, fill=_QUIET, font=_font(text.counts, 30))
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)
    assert isinstance(picture, Image.Image)
    return out.getvalue()


@lru_cache(maxsize=4)
def _background(publisher: str, headline: str, state: str) -> "Image.Image":
    """Everything that seldom changes."""
    from PIL import Image, ImageDraw

    picture = Image.new("P", SIZE, _PAPER)
    picture.putpalette(_PALETTE)
    pen: Any = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    pen.rectangle((0, 0, SIZE[0], 14), fill=_RED)
    pen.text((_MARGIN, 62), publisher, fill=_INK, font=_font(publisher, 38))
    pen.line((_MARGIN, 122, SIZE[0] - _MARGIN, 122), fill=_INK, width=2)
    size = next((size for size in _SIZES if _lines_at(headline, size) <= _room(size)), _SIZES[-1])
    font = _font(headline, size)
    for number, line in enumerate(_wrapped(headline, font)[: _room(size)]):
        pen.text((_MARGIN, 158 + number * size * _LEADING), line, fill=_INK, font=font)
    pen.text((_MARGIN, 505), state, fill=_RED, font=_font(state, 34))
    return picture


def _room(size: int) -> int:
    """How many lines of a headline there is room for."""
    return int(330 / (size * _LEADING))


def _lines_at(headline: str, size: int) -> int:
    return len(_wrapped(headline, _font(headline, size)))


def _wrapped(text: str, font: "ImageFont.FreeTypeFont") -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= SIZE[0] - 2 * _MARGIN:
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
