"""Compressed answers: every coding that is asked for, in pieces, wrongly labelled, cut short, or made to hurt."""

import asyncio
import gzip
import random
import resource
import sys
import zlib
from collections.abc import Callable, Iterable
from functools import cache

import brotli
import pytest

from tests.support.servers import Reply, WireServer
from wireroom.feeds.encodings import BrokenEncoding, Unpacking
from wireroom.feeds.fetch import CurlFetcher, FetchLimits
from wireroom.ports.fetching import FetchRequest, FetchResult

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_LIMIT = 1024 * 1024
#: Longer than a piece, and nothing that packs to a few bytes.
_WORDS = b"<rss>" + bytes(random.Random(7).choices(b"abcdefgh <>&;\n", k=200_000))


def _bare_deflate(words: bytes) -> bytes:
    return zlib.compress(words)[2:-4]


_CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip, in capitals": ("X-GZip", gzip.compress),
    "gzip of two members": ("gzip", lambda words: gzip.compress(words[:999]) + gzip.compress(words[999:])),
    "gzip with filling behind": ("gzip", lambda words: gzip.compress(words) + b"\0" * 100),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", _bare_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
    "zstd of two frames": ("zstd", lambda words: zstd.compress(words[:999]) + zstd.compress(words[999:])),
    "zstd with a frame to skip": (
        "zstd",
        lambda words: b"\x50\x2a\x4d\x18\x03\0\0\0abc" + zstd.compress(words),
    ),
    "one over the other": ("br, identity, gzip", lambda words: gzip.compress(brotli.compress(words))),
    "named, and not there": ("gzip", lambda words: words),
    "zstd named, and not there": ("zstd", lambda words: words),
    "no coding": ("identity", lambda words: words),
    "a charset": ("UTF-8", lambda words: words),
}


@pytest.mark.parametrize("size", [1, 1000, 10**9])
@pytest.mark.parametrize(("codings", "pack"), _CODINGS.values(), ids=_CODINGS)
def test_a_body_is_unpacked_however_it_arrives(
    codings: str, pack: Callable[[bytes], bytes], size: int
) -> None:
    packed = pack(_WORDS)
    unpacking = Unpacking(codings, _LIMIT)
    pieces = [piece for part in _parts(packed, size) for piece in unpacking.unpack(part)]

    assert b"".join(pieces) == _WORDS
    assert unpacking.whole
    assert max(map(len, pieces)) <= max(128 * 1024, size if packed == _WORDS else 0)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_stream_that_ends_in_the_middle_is_not_whole(coding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
    unpacking = Unpacking(coding, _LIMIT)
    given = b"".join(unpacking.unpack(pack[coding](_WORDS)[:-20]))

    assert _WORDS.startswith(given)
    assert not unpacking.whole


def test_an_answer_without_a_body_is_whole() -> None:
    assert Unpacking("gzip", _LIMIT).whole


def test_what_unpacks_to_much_is_stopped_within_a_piece() -> None:
    for coding, bomb in _bombs().items():
        given: list[bytes] = []
        with pytest.raises(BrokenEncoding, match="unpacks to more than 1 MiB"):
            given.extend(Unpacking(coding, _LIMIT).unpack(bomb))
        assert 0 < sum(map(len, given)) <= _LIMIT, coding


def test_a_bomb_inside_another_coding_is_stopped_where_it_goes_off() -> None:
    """Hundreds of empty members, which unpack to nothing at all, packed once more."""
    nothing = gzip.compress(gzip.compress(b"") * 200_000)
    with pytest.raises(BrokenEncoding, match="unpacks to more than"):
        list(Unpacking("gzip, gzip", _LIMIT).unpack(nothing))


@pytest.mark.parametrize(
    ("codings", "body", "words"),
    [
        ("compress", b"\x1f\x9d\x90", "“compress” is not known"),
        ("gzip, gzip, gzip, gzip", b"\x1f\x8b", "compressed 4 times over"),
        ("gzip", b"\x1f\x8b\x08\x00not gzip at all", "is broken"),
        ("deflate", b"\xff\xff", "is broken"),
        ("br", b"\xff\xff\xff\xffno", "is broken"),
        ("zstd", b"\x28\xb5\x2f\xfdno frame", "is broken"),
        ("gzip", gzip.compress(b"news", mtime=0)[:-8] + b"\0" * 8, "is broken"),
    ],
)
def test_what_cannot_be_unpacked_says_why(codings: str, body: bytes, words: str) -> None:
    with pytest.raises(BrokenEncoding, match=words):
        list(Unpacking(codings, _LIMIT).unpack(body))


def test_a_frame_may_not_ask_for_a_window_wider_than_the_web_has() -> None:
    wide = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.content_size_flag: 0}
    compressor = zstd.ZstdCompressor(options=wide)
    frame = compressor.compress(_WORDS) + compressor.flush()
    with pytest.raises(BrokenEncoding, match="is broken"):
        list(Unpacking("zstd", _LIMIT).unpack(frame))


# over HTTP


async def _fetch(url: str, limits: FetchLimits | None = None) -> FetchResult:
    fetcher = CurlFetcher(limits or FetchLimits(connect_timeout=2, total_timeout=20))
    (result,) = await asyncio.to_thread(list, fetcher.fetch([FetchRequest(feed="f", url=url, private=True)]))
    fetcher.close()
    return result


async def test_all_four_codings_are_asked_for_and_read(server: WireServer) -> None:
    for name, (coding, pack) in _CODINGS.items():
        url = server.serve("/w", Reply(body=pack(_WORDS), headers={"Content-Encoding": coding}))
        assert ((await _fetch(url)).reason, (await _fetch(url)).body) == ("", _WORDS), name

    assert server.asked[0].headers["accept-encoding"] == "gzip, deflate, br, zstd"


async def test_one_handle_reads_one_coding_after_the_other(server: WireServer) -> None:
    """Nothing of one answer's compression is left for the next one's."""
    fetcher = CurlFetcher()
    replies = [
        Reply(body=gzip.compress(_WORDS)[:-20], headers={"Content-Encoding": "gzip"}),
        Reply(body=_WORDS),
        Reply(body=zstd.compress(_WORDS), headers={"Content-Encoding": "zstd"}),
        Reply(status=304, headers={"Content-Encoding": "gzip"}),
    ]
    read = []
    for number, reply in enumerate(replies):
        request = FetchRequest(feed="f", url=server.serve(f"/{number}", reply), private=True)
        (one,) = await asyncio.to_thread(list, fetcher.fetch([request]))
        read.append((one.reason, one.body))
    fetcher.close()

    assert read == [
        ("the answer's compression ends in the middle", b""),
        ("", _WORDS),
        ("", _WORDS),
        ("", b""),
    ]


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
async def test_a_bomb_costs_no_more_than_the_cap(server: WireServer, coding: str) -> None:
    url = server.serve("/w", Reply(body=_bombs()[coding], headers={"Content-Encoding": coding}))
    await _fetch(server.serve("/small", Reply(body=b"\x1f", headers={"Content-Encoding": coding})))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = await _fetch(url, FetchLimits(body=4 * 1024 * 1024))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert "unpacks to more than 4 MiB" in result.reason
    assert grown < 16 * 1024


@cache
def _bombs() -> dict[str, bytes]:
    """256 MiB of nothing, in each coding."""
    packer = zlib.compressobj(9, wbits=31)
    nothing = bytes(1024 * 1024)
    gzipped = b"".join(packer.compress(nothing) for _ in range(256)) + packer.flush()
    brotlied = brotli.Compressor(quality=5, lgwin=22)
    broken_down = b"".join(brotlied.process(nothing) for _ in range(256)) + brotlied.finish()
    compressor = zstd.ZstdCompressor()
    zstandard = b"".join(compressor.compress(nothing) for _ in range(256)) + compressor.flush()
    return {"gzip": gzipped, "br": broken_down, "zstd": zstandard}


def _parts(body: bytes, size: int) -> Iterable[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))
