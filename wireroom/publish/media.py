"""Pictures for published pages: made anew, at a size phones can bear, without what the original carried.

A picture as it came may hold a place, a name or a program in its bytes, and one served from elsewhere tells its
host who reads. So each is decoded and encoded again (Pillow, the ``media`` extra) and kept in the store, from where
every desk publishes the same bytes.
"""

import hashlib
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from wireroom.errors import ConfigError, PublishError
from wireroom.model import Picture

if TYPE_CHECKING:
    from PIL import Image

#: Longest side in pixels, and the most pixels an original may have.
_SIDE = 1280

#: Widths in which a wider picture is made once more: a phone's column, and one of many pixels to the inch.
_WIDTHS = (400, 800)

_MOST_PIXELS = 50_000_000
_QUALITY = 82


def make_pictures(body: bytes, name: str) -> list[Picture]:
    """A picture as JPEG without metadata, and after it smaller ones of the same, smallest first.

    ``name`` is said in errors.

    Raises ``PublishError`` for what is no picture or too large, and ``ConfigError`` without Pillow.
    """
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError as missing:
        raise ConfigError(
            f"{name} can't be read: Pillow is not installed.",
            next_step="Install wireroom with the media extra.",
        ) from missing
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(body), formats=("JPEG", "PNG", "WEBP", "GIF")) as original:
                if original.width * original.height > _MOST_PIXELS:
                    raise PublishError(f"{name} has too many pixels.", next_step="Make it smaller.")
                seen = ImageOps.exif_transpose(original).convert("RGBA")
    except UnidentifiedImageError as trouble:
        raise PublishError(f"{name} is no picture.", next_step="Take a JPEG, PNG, WebP or GIF.") from trouble
    except (OSError, SyntaxError, Image.DecompressionBombError, Warning) as trouble:
        raise PublishError(
            f"{name} is no picture that can be read ({trouble}).", next_step="Take another one."
        ) from trouble
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    paper.thumbnail((_SIDE, _SIDE))
    smaller = [
        paper.resize((width, max(1, round(paper.height * width / paper.width))), Image.Resampling.LANCZOS)
        for width in _WIDTHS
        if width < paper.width
    ]
    return [_encoded(one) for one in (paper, *smaller)]


def _encoded(paper: "Image.Image") -> Picture:
    out = BytesIO()
    paper.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    jpeg = out.getvalue()
    return Picture(id=hashlib.sha256(jpeg).hexdigest(), width=paper.width, height=paper.height, jpeg=jpeg)
