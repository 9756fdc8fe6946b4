"""One pull of forty servers that misbehave and some that do not."""

import asyncio
from functools import partial

import pytest

from tests.feeds.conftest import AddFeed
from tests.feeds.documents import Story, rss
from tests.feeds.misbehaviour import misdeeds
from tests.support.clock import FakeClock
from tests.support.servers import Asked, Behaviour, Reply, WireServer
from wireroom.feeds.fetch import CurlFetcher, FetchLimits
from wireroom.feeds.ingest import Puller
from wireroom.feeds.pool import ParserPool
from wireroom.filters import Everything
from wireroom.model import FeedAccess
from wireroom.ports.fetching import FetchRequest, FetchResult
from wireroom.ports.store import Store

_GOOD_FEEDS = 8
#: What only its timeout ends.
_NEVER_END = {"/hangs", "/drips-headers", "/drips-body"}


async def test_every_misdeed_ends_in_its_own_reason_and_hurts_nobody_else(
    store: Store, clock: FakeClock, add_feed: AddFeed
) -> None:
    limits = FetchLimits(connect_timeout=2, total_timeout=4, private_connections=64)
    fetcher = _Listening(limits)
    puller = Puller(store, clock, fetcher, partial(ParserPool, 2, seconds=6))
    deeds = misdeeds()
    async with WireServer(validators=False) as server:
        bad = {add_feed(server.serve(path, deed.answer)).id: path for path, deed in deeds.items()}
        good = [
            add_feed(server.serve(f"/good-{number}", rss([Story(guid="1"), Story(guid="2")])))
            for number in range(_GOOD_FEEDS)
        ]
        report = await puller.pull(everything=True)
        await puller.close()

    assert len(deeds) >= 40
    items: dict[str, int] = {}
    for item in store.wire(Everything(), limit=1000):
        items[item.feed] = items.get(item.feed, 0) + 1
        assert "root:" not in item.headline
    assert [items.get(feed.id) for feed in good] == [2] * _GOOD_FEEDS
    ended = {path: (report.failures.get(feed, ""), items.get(feed, 0)) for feed, path in bad.items()}
    wrong = {
        path: ended[path]
        for path, deed in deeds.items()
        if ended[path][1] != deed.items
        or deed.words.lower() not in ended[path][0].lower()
        or bool(deed.words) != bool(ended[path][0])
    }
    assert wrong == {}
    timed_out = [fetcher.arrived.index(feed) for feed, path in bad.items() if path in _NEVER_END]
    assert len(timed_out) == len(_NEVER_END)
    assert max(fetcher.arrived.index(feed.id) for feed in good) < min(timed_out)


class _Listening(CurlFetcher):
    """Notes in which order answers arrive."""

    def __init__(self, limits: FetchLimits) -> None:
        super().__init__(limits)
        self.arrived: list[str] = []

    def taken(self, result: FetchResult) -> None:
        self.arrived.append(result.feed)
        super().taken(result)


async def _fetch(request: FetchRequest, limits: FetchLimits | None = None) -> FetchResult:
    fetcher = CurlFetcher(limits or FetchLimits(connect_timeout=2, total_timeout=5))
    try:
        (result,) = await asyncio.to_thread(list, fetcher.fetch([request]))
    finally:
        fetcher.close()
    return result


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"]
)
async def test_a_public_feed_never_reaches_the_own_machine(server: WireServer, host: str) -> None:
    server.serve("/w", b"secret")
    result = await _fetch(FetchRequest(feed="f", url=f"http://{host}:{server.port}/w"))

    assert (result.status, result.body) == (0, b"")
    assert "private address" in result.reason
    assert server.asked == []


async def test_a_redirect_to_the_own_machine_is_refused(server: WireServer) -> None:
    """The server is the proxy of a public feed, and answers for it with a redirect."""
    server.serve("http://wire.example/w", Reply(status=302, headers={"Location": server.url("/secret")}))
    access = FeedAccess(feed="f", proxy=server.url(""))
    result = await _fetch(FetchRequest(feed="f", url="http://wire.example/w", access=access))

    assert "private address 127.0.0.1 refused" in result.reason
    assert [asked.path for asked in server.asked] == ["http://wire.example/w"]


async def test_a_connection_of_a_private_feed_is_not_lent_to_a_public_one(server: WireServer) -> None:
    fetcher = CurlFetcher()
    server.serve("/w", b"secret")
    url = f"http://localhost:{server.port}/w"
    (own,) = await asyncio.to_thread(list, fetcher.fetch([FetchRequest(feed="f", url=url, private=True)]))
    (foreign,) = await asyncio.to_thread(list, fetcher.fetch([FetchRequest(feed="f", url=url)]))
    fetcher.close()

    assert own.body == b"secret"
    assert (foreign.body, len(server.asked)) == (b"", 1)


async def test_secrets_stay_with_the_server_they_were_given_for(server: WireServer) -> None:
    async with WireServer() as other:
        other.serve("/w", b"hello")
        server.serve("/w", _asks_for_a_password(Reply(status=302, headers={"Location": other.url("/w")})))
        access = FeedAccess(feed="f", user="dana", password="pw", headers=(("X-Key", "k"),))
        request = FetchRequest(feed="f", url=server.url("/w"), private=True, access=access, etag='"e"')
        result = await _fetch(request)

    assert result.body == b"hello"
    assert server.asked[-1].headers["x-key"] == "k"
    assert server.asked[-1].headers["authorization"].startswith("Basic ")
    assert {"x-key", "authorization"}.isdisjoint(other.asked[-1].headers)


@pytest.mark.parametrize("names_kept", [0.0, 60.0])
async def test_names_are_looked_up_anew_when_their_time_is_over(
    server: WireServer, names_kept: float
) -> None:
    server.serve("/w", b"hello")
    fetcher = CurlFetcher(FetchLimits(names_kept=names_kept))
    access = FeedAccess(feed="f", user="dana", password="pw")
    bodies = [
        result.body
        for known in (None, access, None, access)
        for result in await asyncio.to_thread(
            list,
            fetcher.fetch(
                [FetchRequest(feed="f", url=f"http://localhost:{server.port}/w", private=True, access=known)]
            ),
        )
    ]
    fetcher.close()

    assert bodies == [b"hello"] * 4


def _asks_for_a_password(then: Reply) -> Behaviour:
    async def ask(asked: Asked, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        challenge = Reply(
            status=401, headers={"WWW-Authenticate": 'Basic realm="wires"', "Connection": "close"}
        )
        reply = then if "authorization" in asked.headers else challenge
        head = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
        writer.write(f"HTTP/1.1 {reply.status} Words\r\n{head}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()

    return ask


async def test_a_fetcher_that_is_eased_keeps_the_gap_of_a_host_and_forgets_those_at_rest(
    server: WireServer,
) -> None:
    access = FeedAccess(feed="f", proxy=server.url(""))
    url = "http://wire.example/1"
    server.serve(url, b"x")
    fetcher = CurlFetcher(FetchLimits(gap=0.5))

    async def ask(address: str, access: FeedAccess | None) -> float:
        request = FetchRequest(feed="1", url=address, access=access, private=access is None)
        (result,) = await asyncio.to_thread(list, fetcher.fetch([request]))
        assert result.body == b"x"
        fetcher.ease()
        return result.seconds

    await ask(url, access)
    await ask(server.serve("/own", b"x"), None)
    assert list(fetcher._hosts) == [("wire.example", False)]
    assert await ask(url, access) >= 0.3
    fetcher.close()


async def test_one_public_host_is_asked_one_by_one_with_a_gap(server: WireServer) -> None:
    """Asked through a proxy, as the only way to a public name from here."""
    access = FeedAccess(feed="f", proxy=server.url(""))
    requests = []
    for number in range(3):
        url = f"http://wire.example/{number}"
        server.serve(url, b"x")
        requests.append(FetchRequest(feed=str(number), url=url, access=access))
    fetcher = CurlFetcher(FetchLimits(gap=0.2))
    results = await asyncio.to_thread(list, fetcher.fetch(requests))
    fetcher.close()

    assert [result.body for result in results] == [b"x"] * 3
    assert results[-1].seconds >= 0.4
