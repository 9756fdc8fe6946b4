"""Pictures on published pages: fetched, made anew, described, and served from the snapshot itself.

A picture as it came may carry a place, a name or a program in its bytes, and one served from elsewhere tells its
host who reads. So each is decoded and encoded again (Pillow, the ``media`` extra), without metadata, at a size
phones can bear. A library keeps what was made: a publication never fetches anything.
"""

import hashlib
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from wireroom.errors import PublishError
from wireroom.model import Media, Update
from wireroom.ports import Fetcher, FetchRequest

#: Longest side in pixels, and the most pixels an original may have.
_SIDE = 1280
_MOST_PIXELS = 50_000_000
_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the library: the name of its file, and its size in pixels."""

    name: str
    width: int
    height: int


class Library:
    """A folder of pictures, by the address or path they came from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, url: str) -> Picture | None:
        """The picture that came from an address, if it was added."""
        try:
            return msgspec.json.decode(self._note(url).read_bytes(), type=Picture)
        except FileNotFoundError:
            return None

    def body(self, picture: Picture) -> bytes:
        """The picture as JPEG."""
        return (self._folder / picture.name).read_bytes()

    def add(self, url: str, body: bytes) -> Picture:
        """Make a picture anew and keep it. Raises ``PublishError`` for what is no picture or too large."""
        encoded, width, height = encode(body, url)
        picture = Picture(f"{hashlib.sha256(encoded).hexdigest()[:16]}.jpg", width, height)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / picture.name).write_bytes(encoded)
        self._note(url).write_bytes(msgspec.json.encode(picture))
        return picture

    async def collect(self, updates: Iterable[Update], fetcher: Fetcher) -> list[str]:
        """Add what updates show and the library lacks; the problems, one a sentence."""
        problems: list[str] = []
        wanted: dict[str, Media] = {}
        for media in (media for update in updates for media in update.media):
            if not media.description.strip():
                problems.append(f"{media.url} is not described: say in words what it shows.")
            elif self.find(media.url) is None:
                wanted[media.url] = media
        remote = [url for url in wanted if urlsplit(url).scheme in ("http", "https")]
        for url in wanted:
            if url not in remote:
                problems += self._try(url, _read(Path(url)))
        async for result in fetcher.fetch(FetchRequest(feed=url, url=url) for url in remote):
            if result.reason or result.status != 200:
                problems.append(f"{result.feed} was not fetched: {result.reason or result.status}.")
            else:
                problems += self._try(result.feed, result.body)
        return problems

    def _try(self, url: str, body: bytes) -> list[str]:
        try:
            self.add(url, body)
        except PublishError as trouble:
            return [trouble.message]
        return []

    def _note(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"


def encode(body: bytes, name: str) -> tuple[bytes, int, int]:
    """A picture as JPEG without metadata, with its width and height. Raises ``PublishError``."""
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError as missing:
        raise PublishError(
            f"{name} is left out: Pillow is not installed.",
            next_step="Install wireroom with the media extra.",
        ) from missing
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(body), formats=("JPEG", "PNG", "WEBP", "GIF")) as original:
                if original.width * original.height > _MOST_PIXELS:
                    raise PublishError(
                        f"{name} is left out: it has too many pixels.", next_step="Make it smaller."
                    )
                picture = ImageOps.exif_transpose(original).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError, Warning) as trouble:
        raise PublishError(
            f"{name} is left out: it is no picture that can be read ({trouble}).",
            next_step="Take another one.",
        ) from trouble
    picture.thumbnail((_SIDE, _SIDE))
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue(), picture.width, picture.height


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
