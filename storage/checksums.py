"""What a row is known to be whole by."""

import zlib


def row_checksum(row_id: str, rev: int, body: bytes) -> int:
    """CRC-32 over id, rev and body: finds every flip of up to 32 neighbouring bits."""
    return zlib.crc32(body, zlib.crc32(b"%s\0%d\0" % (row_id.encode("utf-8", "surrogatepass"), rev)))
