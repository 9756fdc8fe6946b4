"""A picture of few colours as PNG (W3C Recommendation, third edition), its upper rows packed once for many pictures.

Where only the lowest rows differ from one picture to the next, packing all of them again is most of what it costs.
"""

import struct
import zlib
from collections.abc import Sequence

from msgspec import Struct

#: Bits of a pixel: sixteen colours.
_BITS = 4
_BY_PALETTE = 3
_FASTEST = 1


class Above(Struct, frozen=True):
    """Packed upper rows: the first part of a stream that ends on a byte and that nothing below refers to."""

    rows: int
    packed: bytes
    checksum: int


def above(pixels: bytes, width: int) -> Above:
    """Pack upper rows; ``pixels`` are two to a byte, row after row."""
    rows = _unfiltered(pixels, width)
    packer = zlib.compressobj(6)
    return Above(
        len(pixels) * 2 // width, packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH), zlib.adler32(rows)
    )


def picture(upper: Above, pixels: bytes, width: int, palette: Sequence[int]) -> bytes:
    """A whole picture: packed upper rows and the pixels below; ``palette`` is red, green, blue for each colour."""
    rows = _unfiltered(pixels, width)
    packer = zlib.compressobj(_FASTEST, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(rows) + packer.flush()
    checksum = struct.pack(">I", zlib.adler32(rows, upper.checksum))
    height = upper.rows + len(pixels) * 2 // width
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, _BITS, _BY_PALETTE, 0, 0, 0)),
            _chunk(b"PLTE", bytes(palette)),
            _chunk(b"IDAT", upper.packed + packed + checksum),
            _chunk(b"IEND", b""),
        )
    )


def _unfiltered(pixels: bytes, width: int) -> bytes:
    """Rows, each after the number of its filter: none."""
    step = width // 2
    return b"".join([b"\0" + pixels[begin : begin + step] for begin in range(0, len(pixels), step)])


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
