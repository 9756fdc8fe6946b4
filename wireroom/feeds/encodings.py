"""Compressed answers, unpacked piece by piece as they arrive, within a bound on what they unpack to.

libcurl could do this, but the builds that come with pycurl know no zstd, and all of them take a stream that ends in the
middle for a whole one.
"""

import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Protocol

#: Bytes that are unpacked at a time.
_PIECE = 64 * 1024
#: Codings over one another; an honest server has one, and a proxy before it another.
_MOST_CODINGS = 3
#: What servers name that is no coding.
_NONE = ("", "identity", "none", "utf-8")
#: The largest window of zstd on the web is 8 MiB (RFC 9659).
_ZSTD_WINDOW_LOG = 23


class BrokenEncoding(Exception):  # noqa: N818 - the field's word
    """A body that can't be unpacked, and why."""


class Unpacking:
    """The body of one answer on its way through the codings that ``Content-Encoding`` names.

    ``limit`` bounds the bytes that any of the codings may unpack to. Raises ``BrokenEncoding``.
    """

    def __init__(self, codings: str, limit: int) -> None:
        names = [name.strip() for name in codings.lower().split(",")]
        named = [name for name in names if name not in _NONE]
        if len(named) > _MOST_CODINGS:
            raise BrokenEncoding(f"the answer is compressed {len(named)} times over")
        self._stages = [_Stage(_stream_of(name), limit) for name in reversed(named)]

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """The plain bytes that more of the body gives, in pieces."""
        return _through(self._stages, data)

    @property
    def whole(self) -> bool:
        """Whether the body may end here."""
        return all(stage.whole for stage in self._stages)


def _through(stages: "Sequence[_Stage]", data: bytes) -> Iterator[bytes]:
    if not stages:
        yield data
        return
    for piece in stages[0].unpack(data):
        yield from _through(stages[1:], piece)


class _Stream(Protocol):
    """One compressed stream; while it is not ``hungry`` it has more to give without being given any.

    ``begins`` are the bytes that it may begin with, all if there are none. ``repeats``: another may follow its end.
    """

    begins: ClassVar[bytes]
    repeats: ClassVar[bool]
    hungry: bool
    ended: bool
    rest: bytes

    def __init__(self, first: int) -> None: ...

    def give(self, data: bytes) -> bytes:
        """Plain bytes, about a piece at most. ``rest`` is what followed once it has ended."""
        ...


class _Stage:
    """One coding being undone."""

    def __init__(self, kind: type[_Stream], limit: int) -> None:
        self._kind = kind
        self._limit = limit
        self._given = 0
        self._stream: _Stream | None = None
        self._ended = False
        self._mislabelled = False

    @property
    def whole(self) -> bool:
        """Whether no stream is open."""
        return self._stream is None

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """What more of the coded bytes gives.

        A body that does not begin as its label says is none, and handed on as it is; what follows the end is filling.
        """
        while data and not self._mislabelled:
            if self._stream is None and not self._open(data):
                break
            assert self._stream is not None
            yield from self._read(self._stream, data)
            data = self._stream.rest if self._stream.ended else b""
            if self._stream.ended:
                self._stream, self._ended = None, True
        if self._mislabelled:
            yield data

    def _open(self, data: bytes) -> bool:
        """Whether a stream begins here."""
        begins = data[0] in self._kind.begins if self._kind.begins else True
        self._mislabelled = not begins and not self._ended
        if begins and (self._kind.repeats or not self._ended):
            self._stream = self._kind(data[0])
        return self._stream is not None

    def _read(self, stream: _Stream, data: bytes) -> Iterator[bytes]:
        """What an open stream gives, up to its end or until it needs more."""
        more = True
        while more:
            piece = stream.give(data)
            data = b""
            self._given += len(piece)
            if self._given > self._limit:
                raise BrokenEncoding(f"the answer unpacks to more than {self._limit / 1048576:g} MiB")
            if piece:
                yield piece
            more = not (stream.hungry or stream.ended)


class _Zlib:
    """What zlib reads; ``first`` is the first byte of the stream."""

    begins: ClassVar[bytes] = b""
    repeats: ClassVar[bool] = False

    def __init__(self, first: int) -> None:
        self._stream = zlib.decompressobj(self._window_bits(first))
        self.hungry = self.ended = False
        self.rest = b""

    def give(self, data: bytes) -> bytes:
        stream = self._stream
        try:
            piece = stream.decompress(stream.unconsumed_tail + data, _PIECE)
        except zlib.error as trouble:
            raise _broken() from trouble
        self.hungry = not stream.unconsumed_tail and len(piece) < _PIECE
        self.ended, self.rest = stream.eof, stream.unused_data
        return piece

    def _window_bits(self, _first: int) -> int:
        return 16 + zlib.MAX_WBITS


class _Gzip(_Zlib):
    """gzip (RFC 1952): members, one after the other."""

    begins = b"\x1f"
    repeats = True


class _Deflate(_Zlib):
    """deflate: a zlib stream (RFC 1950), or bare (RFC 1951) as some servers have sent it ever since."""

    def _window_bits(self, first: int) -> int:
        return zlib.MAX_WBITS if first & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS


class _Brotli:
    """br (RFC 7932); nothing tells its first byte from another's."""

    begins: ClassVar[bytes] = b""
    repeats: ClassVar[bool] = False

    def __init__(self, _first: int) -> None:
        import brotli

        self._error = brotli.error
        self._stream = brotli.Decompressor()
        self.hungry = self.ended = False
        self.rest = b""

    def give(self, data: bytes) -> bytes:
        try:
            piece: bytes = self._stream.process(data, output_buffer_limit=_PIECE)
        except self._error as trouble:
            raise _broken() from trouble
        self.hungry = self._stream.can_accept_more_data() and len(piece) < _PIECE
        self.ended = self._stream.is_finished()
        return piece


class _Zstd:
    """zstd (RFC 8878): frames, one after the other, some of which may be there to be skipped."""

    begins: ClassVar[bytes] = b"\x28" + bytes(range(0x50, 0x60))
    repeats: ClassVar[bool] = True

    def __init__(self, _first: int) -> None:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd

        self._error = zstd.ZstdError
        self._stream = zstd.ZstdDecompressor(
            options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
        )
        self.hungry = self.ended = False
        self.rest = b""

    def give(self, data: bytes) -> bytes:
        stream = self._stream
        try:
            piece = stream.decompress(data, _PIECE)
        except self._error as trouble:
            raise _broken() from trouble
        self.hungry, self.ended, self.rest = stream.needs_input, stream.eof, stream.unused_data
        return piece


_STREAMS: Mapping[str, type[_Stream]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}


def _stream_of(name: str) -> type[_Stream]:
    stream = _STREAMS.get(name)
    if stream is None:
        raise BrokenEncoding(f"the answer's compression “{name[:40]}” is not known")
    return stream


def _broken() -> BrokenEncoding:
    return BrokenEncoding("the answer's compression is broken")
