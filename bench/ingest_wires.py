"""The wires of the ingest benchmark: made feeds, each on a loopback host of its own or all on one, that change when told to.

Run as ``python -m bench.ingest_wires PORT FEEDS ITEMS SINCE`` (the time of the newest items, in seconds of the epoch;
the others are older, as with real feeds: two thirds are of the last three days); ``GET /control?changed=10&latency=1`` on 127.0.0.1 turns
the world: so many percent of the feeds bring a new item and edit one, and hosts answer in 0.02 to 2 seconds.
"""

import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha1
from urllib.parse import parse_qs, urlsplit

_PROSE = """
cabinet minister said on Wednesday that talks over fuel prices would resume while observers reported gunfire
near the airport and a nation-scale outage of mobile networks according to officials quoted by two agencies
earlier claims about casualties could not be confirmed as crowds gathered outside the mayor's office again
a convoy of lorries waited at the border for a third day with drivers sleeping in their cabs and sharing food
engineers repaired one of four turbines before dark but the river rose by another metre and farms downstream
were cleared schools stay shut until Monday trains run every hour and the market opened late under clouds of
smoke that drifted from warehouses by the old harbour where fire crews had worked through much of the night
in parliament members argued whether an inquiry should begin now or wait for the report of its own committee
"""
_WORDS = _PROSE.split()
_SOUNDS = "al ba cor dan el fi gu har is jo ka lu mi nor os pe qua ri sa tor ul ve wan yo zel"
_SYLLABLES = _SOUNDS.split()
#: One word in eight is rarer, as names are: of so many, the first far more often than the last.
_NAMES = 20_000
_NAMED = 8
_ONE_HOST = "127.0.0.1"
_CONTROL = "/control"
_CHANNELS = {
    "rss": (
        '<rss version="2.0"><channel><title>{title}</title><link>https://{host}/</link>{date}',
        "</channel></rss>",
    ),
    "atom": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><id>urn:{host}</id>{date}',
        "</feed>",
    ),
}


def address(number: int, port: int, *, one_host: bool = False) -> str:
    """The address of a feed: a host of its own on loopback, or the one that has them all."""
    if one_host:
        return f"http://{_ONE_HOST}:{port}/{number}/wire.xml"
    return f"http://127.{1 + number // 62500}.{number // 250 % 250}.{number % 250 + 1}:{port}/wire.xml"


def _name(number: int) -> str:
    """A made-up name, the same for the same number."""
    made = ""
    while number or not made:
        number, syllable = divmod(number, len(_SYLLABLES))
        made += _SYLLABLES[syllable]
    return made.capitalize()


class Wire:
    """One feed: in RSS or Atom, one in fifty ill-formed, one in sixty in UTF-16."""

    def __init__(self, number: int, items: int, since: int) -> None:
        self._chance = random.Random(number)
        self._number = number
        self._kind = "atom" if number % 3 == 0 else "rss"
        self._newest = datetime.fromtimestamp(since, UTC)
        days = 20 ** self._chance.random()
        self._stories = [self._story(count, days * count / items) for count in range(items)]
        self._made = items
        self.delay = 0.02 * (100 ** self._chance.random())
        self.body = b""
        self.etag = ""
        self._render()

    def change(self) -> None:
        """Bring a new item, drop the oldest, edit one headline."""
        self._stories.insert(0, self._story(self._made))
        self._stories.pop()
        self._made += 1
        edited = self._chance.randrange(1, len(self._stories))
        guid, headline, text, date = self._stories[edited]
        self._stories[edited] = (guid, f"{headline} - update {self._made}", text, date)
        self._render()

    def _story(self, count: int, days_old: float = 0.0) -> tuple[str, str, str, datetime]:
        words = self._chance.choices(_WORDS, k=self._chance.randint(180, 320))
        for at in range(self._chance.randrange(_NAMED), len(words), _NAMED):
            words[at] = _name(int(_NAMES * self._chance.random() ** 3))
        paragraphs = [" ".join(words[at : at + 60]) for at in range(10, len(words), 60)]
        text = "".join(
            f'<p>{one} <a href="https://w{self._number}.example/{count}">more</a></p>' for one in paragraphs
        )
        date = self._newest - timedelta(days=days_old)
        return f"w{self._number}-{count}", " ".join(words[:10]).capitalize(), text, date

    def _render(self) -> None:
        head, tail = _CHANNELS[self._kind]
        date = (
            "<lastBuildDate>x</lastBuildDate>"
            if self._kind == "rss"
            else "<updated>2022-01-05T00:00:00Z</updated>"
        )
        head = head.format(title=f"Wire {self._number}", host=f"w{self._number}.example", date=date)
        body = head + "\n".join(self._item(*story) for story in self._stories) + tail
        if self._number % 50 == 7:
            body = body.replace("</p>", "</p> & ", 1).replace("&lt;/p", " & &lt;/p", 1)
        utf_16 = self._number % 60 == 11
        declared = "utf-16" if utf_16 else "utf-8"
        body = f'<?xml version="1.0" encoding="{declared}"?>\n{body}'
        self.body = body.encode(declared)
        self.etag = f'"{sha1(self.body, usedforsecurity=False).hexdigest()}"'

    def _item(self, guid: str, headline: str, text: str, date: datetime) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        link = f"https://w{self._number}.example/{guid}"
        if self._kind == "rss":
            return (
                f'<item><title>{headline}</title><link>{link}</link><guid isPermaLink="false">{guid}</guid>'
                f"<pubDate>{format_datetime(date, usegmt=True)}</pubDate><description>{text}</description></item>"
            )
        return (
            f'<entry><title>{headline}</title><link href="{link}"/><id>{guid}</id>'
            f'<updated>{date:%Y-%m-%dT%H:%M:%SZ}</updated><content type="html">{text}</content></entry>'
        )


class Wires:
    """Serves all feeds; the host asked for says which, or on the host that has them all the path."""

    def __init__(self, feeds: int, items: int, since: int) -> None:
        self._wires = [Wire(number, items, since) for number in range(feeds)]
        self._latency = False

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests on one connection."""
        local = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                target = head.split(" ", 2)[1]
                if local != _ONE_HOST:
                    first, second, third = (int(part) for part in local.split(".")[1:])
                    await self._answer((first - 1) * 62500 + second * 250 + third - 1, head, writer)
                elif target.startswith(_CONTROL):
                    self._turn(target)
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                else:
                    await self._answer(int(target.split("/")[1]), head, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _answer(self, number: int, head: str, writer: asyncio.StreamWriter) -> None:
        wire = self._wires[number]
        if self._latency:
            await asyncio.sleep(wire.delay)
        common = f"ETag: {wire.etag}\r\nContent-Type: application/xml\r\n"
        if f"if-none-match: {wire.etag}".lower() in head.lower():
            writer.write(f"HTTP/1.1 304 Not Modified\r\n{common}\r\n".encode())
        else:
            writer.write(
                f"HTTP/1.1 200 OK\r\n{common}Content-Length: {len(wire.body)}\r\n\r\n".encode() + wire.body
            )

    def _turn(self, target: str) -> None:
        asked = parse_qs(urlsplit(target).query)
        self._latency = asked.get("latency", ["0"])[0] == "1"
        percent = int(asked.get("changed", ["0"])[0])
        for number, wire in enumerate(self._wires):
            if number % 100 < percent:
                wire.change()


async def main() -> None:
    """Serve until stopped."""
    port, feeds, items, since = (int(argument) for argument in sys.argv[1:5])
    server = await asyncio.start_server(Wires(feeds, items, since).converse, "0.0.0.0", port, backlog=4096)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
