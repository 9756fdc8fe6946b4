"""Servers that behave badly, each in its own way, and how a poll of each has to end."""

import asyncio
import gzip
import socket
import struct
import sys
from dataclasses import dataclass

import brotli

from tests.feeds.documents import Story, rss
from tests.support.servers import Asked, Behaviour, Reply

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
_GOOD = rss([Story(guid="1", headline="It works"), Story(guid="2", headline="It still works")])
_NOTHING = b"0" * 64 * 1024 * 1024
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@dataclass(frozen=True, slots=True)
class Misdeed:
    """What a server does, and the words that a poll ends with (part of them); without words items come in."""

    answer: Reply | Behaviour
    words: str = ""
    items: int = 0


def misdeeds() -> dict[str, Misdeed]:
    """Every misdeed by the path it is served at."""
    return {
        # connections
        "/hangs": Misdeed(_hangs, "no full answer within"),
        "/drips-headers": Misdeed(_drips(_HEAD, b"X-More: yes\r\n"), "no full answer within"),
        "/drips-body": Misdeed(_drips(_HEAD + b"\r\n", b"<"), "no full answer within"),
        "/resets": Misdeed(_resets(b""), "connection broke while reading"),
        "/resets-midway": Misdeed(_resets(_HEAD + b"Content-Length: 9999\r\n\r\n<rss>"), "connection broke while reading"),
        "/hangs-up": Misdeed(_sends(b""), "closed the connection without an answer"),
        "/is-no-http": Misdeed(_sends(b"SSH-2.0-OpenSSH_9.2\r\n"), "not an HTTP answer"),
        "/endless-headers": Misdeed(_floods(_HEAD, b"X-Filler: " + b"x" * 4000 + b"\r\n"), "headers are endless"),
        "/endless-hints": Misdeed(_floods(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"), "headers are endless"),
        "/endless-body": Misdeed(_floods(_HEAD + b"\r\n", b"<item>" * 10_000), "longer than 15 MiB"),
        "/endless-chunks": Misdeed(_floods(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"y" * 10_000 + b"\r\n"), "longer than 15 MiB"),
        "/too-long-stated": Misdeed(_sends(_HEAD + b"Content-Length: 99999\r\n\r\n" + _GOOD), "cut short"),
        "/too-short-stated": Misdeed(Reply(body=_GOOD, headers={"Content-Length": "200"}), items=1),
        "/broken-chunks": Misdeed(_sends(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + _GOOD), "broke while reading"),
        # encodings
        "/gzip-bomb": Misdeed(_encoded(_bomb(), "gzip"), "unpacks to more than 15 MiB"),
        "/gzip-bomb-in-gzip": Misdeed(_encoded(gzip.compress(_bomb()), "gzip, gzip"), "unpacks to more than 15 MiB"),
        "/brotli-bomb": Misdeed(_encoded(brotli.compress(_NOTHING, quality=5), "br"), "unpacks to more than 15 MiB"),
        "/zstd-bomb": Misdeed(_encoded(zstd.compress(_NOTHING), "zstd"), "unpacks to more than 15 MiB"),
        "/gzip-bomb-unannounced": Misdeed(Reply(body=_bomb()), "unpacks to more than"),
        "/broken-gzip": Misdeed(_encoded(b"\x1f\x8b\x08\x00not gzip at all", "gzip"), "compression is broken"),
        "/broken-brotli": Misdeed(_encoded(b"\xff\xff\xff\xffno", "br"), "compression is broken"),
        "/broken-zstd": Misdeed(_encoded(b"\x28\xb5\x2f\xfd" + b"\xff" * 50, "zstd"), "compression is broken"),
        "/ends-early-in-gzip": Misdeed(_encoded(gzip.compress(_GOOD)[:-20], "gzip"), "compression ends in the middle"),
        "/ends-early-in-zstd": Misdeed(_encoded(zstd.compress(_GOOD)[:-20], "zstd"), "compression ends in the middle"),
        "/unknown-coding": Misdeed(_encoded(_GOOD, "wireroom-zip"), "compression “wireroom-zip” is not known"),
        "/says-gzip-and-is-not": Misdeed(_encoded(_GOOD, "gzip"), items=2),
        "/truncated-gzip": Misdeed(Reply(body=gzip.compress(_GOOD)[:-20]), items=1),
        # redirects
        "/redirect-loop": Misdeed(_redirect("/redirect-loop"), "more than 10 redirects"),
        "/redirect-to-file": Misdeed(_redirect("file:///etc/passwd"), "only http and https"),
        "/redirect-to-gopher": Misdeed(_redirect("gopher://127.0.0.1:70/"), "only http and https"),
        "/redirect-nowhere": Misdeed(Reply(status=302), "302 Found"),
        "/redirect-to-nonsense": Misdeed(_redirect("http://[half"), "not an address"),
        # statuses
        "/304-for-ever": Misdeed(Reply(status=304), "nothing to compare"),
        "/403-page": Misdeed(Reply(status=403, body=b"<html>Are you a robot?</html>"), "403 Forbidden"),
        "/500": Misdeed(Reply(status=500, body=_GOOD), "500 Internal Server Error"),
        "/999": Misdeed(Reply(status=999), "999"),
        "/204": Misdeed(Reply(status=204), "empty"),
        # documents that are none
        "/page": Misdeed(Reply(body=b"<!doctype html><html><title>News</title></html>"), "HTML page where a feed was expected"),
        "/empty": Misdeed(Reply(), "empty"),
        "/blank": Misdeed(Reply(body=b" \n" * 100), "empty"),
        "/picture": Misdeed(Reply(body=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20), "no feed"),
        "/json": Misdeed(Reply(body=b'{"error": "no such feed"}'), "no JSON Feed"),
        "/broken-json": Misdeed(Reply(body=b'{"version": "https://jsonfeed.org/version/1", "items": ['), "broken JSON"),
        "/deep-json": Misdeed(Reply(body=b'{"items": ' + b"[" * 100_000), "broken JSON"),
        # documents made to hurt
        "/100000-deep": Misdeed(Reply(body=b"<rss><channel>" + b"<a>" * 100_000 + b"</a>" * 100_000), "nested too deep"),
        "/hurts-its-reader": Misdeed(Reply(body=b"<rss><channel>" + b"<" * 15_000_000), "took longer than"),
        "/cut-short": Misdeed(Reply(body=_GOOD[:150]), "ends in the middle"),
        # documents that are odd but have news
        "/billion-laughs": Misdeed(Reply(body=_laughing()), items=1),
        "/external-entity": Misdeed(Reply(body=_external()), items=1),
        "/wrong-charset": Misdeed(Reply(body='<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><item><title>Прес-служба</title></item></channel></rss>'.encode("cp1251")), items=1),
        "/unknown-charset": Misdeed(Reply(body=_GOOD.replace(b"UTF-8", b"x-klingon")), items=2),
        "/controls": Misdeed(Reply(body=_GOOD.replace(b"works", b"w\x00o\x1brks")), items=2),
        "/odd-headers": Misdeed(Reply(body=_GOOD, headers={"X-Name": "caf\xe9 \x7f", "Date": "32 Foo 99", "Expires": "-1", "Retry-After": "soon"}), items=2),
    }  # fmt: skip


async def _hangs(_asked: Asked, _reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


def _sends(words: bytes) -> Behaviour:
    async def send(_asked: Asked, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        await writer.drain()

    return send


def _drips(first: bytes, drop: bytes) -> Behaviour:
    async def drip(_asked: Asked, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.1)

    return drip


def _floods(first: bytes, wave: bytes) -> Behaviour:
    async def flood(_asked: Asked, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(wave)
            await writer.drain()

    return flood


def _resets(first: bytes) -> Behaviour:
    async def reset(_asked: Asked, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        await writer.drain()
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return reset


def _encoded(body: bytes, coding: str) -> Reply:
    return Reply(body=body, headers={"Content-Encoding": coding})


def _redirect(where: str) -> Reply:
    return Reply(status=302, headers={"Location": where})


def _bomb() -> bytes:
    return gzip.compress(_NOTHING, 9)


def _laughing() -> bytes:
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{_LAUGHS}]>'
    return (
        f"{doctype}<rss version='2.0'><channel><item><title>Ha &l9;</title></item></channel></rss>".encode()
    )


def _external() -> bytes:
    doctype = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    return f"{doctype}<rss version='2.0'><channel><item><title>A &file; b</title></item></channel></rss>".encode()
