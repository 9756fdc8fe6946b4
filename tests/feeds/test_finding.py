"""Lists of feeds, feeds found from a page, links followed to their end, articles read."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tests.feeds.conftest import AddFeed
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.servers import Reply, WireServer
from wireroom.errors import FetchError, ParseError, UsageError
from wireroom.feeds import opml
from wireroom.feeds.article import fetch_article
from wireroom.feeds.discovery import Found, FoundFeed, find_feeds, with_scheme
from wireroom.feeds.fetch import CurlFetcher
from wireroom.feeds.ingest import Puller
from wireroom.feeds.pool import ParserPool
from wireroom.feeds.resolve import LinkResolver, is_relayed, resolve_items
from wireroom.filters import Everything
from wireroom.model import Feed, FeedAccess
from wireroom.ports.fetching import FetchRequest, FetchResult
from wireroom.ports.store import Store
from wireroom.text.tags import folder_tag

_WHEN = datetime(2022, 1, 5, tzinfo=UTC)


def _feed(number: int, **fields: object) -> Feed:
    made = Feed(id=str(number), url=f"https://a{number}.example/rss", title=f"Wire {number}", added=_WHEN)
    return replace(made, **fields)


def _taken(listed: opml.FeedList) -> list[Feed]:
    """The feeds of a list as a newsroom keeps them."""
    return [
        Feed(
            id=one.url, url=one.url, title=one.title, site=one.site, origin=one.origin, added=_WHEN,
            tags=tuple(map(folder_tag, one.folders)), folders=one.folders,
        )
        for one in listed
    ]  # fmt: skip


def test_a_list_comes_back_whole() -> None:
    feeds = [
        _feed(1, site="https://a1.example/", origin="Meridian & Sons", tags=("agencies",)),
        _feed(2, tags=("world/asia", "fast", 'odd-"quoted"-<tag>')),
        _feed(3, title="Прес-служба"),
        _feed(4, tags=("world",)),
    ]
    back = {one.url: one for one in _taken(opml.read(opml.write(feeds)))}

    assert {one.url for one in feeds} == back.keys()
    for one in feeds:
        other = back[one.url]
        assert (other.title, other.site, other.origin, other.tags) == (
            one.title,
            one.site,
            one.origin,
            one.tags,
        )
    assert opml.write(back[one.url] for one in feeds) == opml.write(feeds)


def test_folders_keep_their_capitals_and_the_feeds_their_folders() -> None:
    document = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:wireroom="urn:wireroom:opml">
  <head><title>Wireroom feeds</title></head>
  <body>
    <outline text="World News" title="World News">
      <outline type="rss" text="One" title="One" xmlUrl="https://a.example/rss" category="/Fast/First,/EU"/>
      <outline text="TV/Radio" title="TV/Radio">
        <outline type="rss" text="Two" title="Two" xmlUrl="https://b.example/rss"/>
      </outline>
    </outline>
  </body>
</opml>
"""
    one, two = _taken(opml.read(document))
    assert one.tags == ("world-news", "fast/first", "eu")
    assert two.tags == ("world-news/tv/radio",)
    assert opml.write([one, two]) == document

    retagged = opml.write([replace(one, tags=("local", "eu"))]).decode()
    assert '<outline text="EU" title="EU">' in retagged
    assert 'category="/local"' in retagged
    assert "World News" not in retagged


def test_opml_1_with_folders_twice_named_feeds_and_gaps() -> None:
    listed = opml.read(
        b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.1"><head><title>Caf\xe9</title></head><body>
<outline text="World"><outline text="Asia">
<outline type="rss" title="One" xmlUrl="feed://a.example/rss" htmlUrl="https://a.example/"/>
</outline></outline>
<outline text="Fast"><outline text="One again" XMLURL="http://a.example/rss"/></outline>
<outline type="rss" text="Lost"/>
<outline text="Local" xmlUrl="file:///etc/passwd"/>
</body></opml>"""
    )
    (feed,) = listed
    assert (listed.title, feed.url, feed.folders, feed.line) == (
        "Café",
        "http://a.example/rss",
        ("World/Asia", "Fast"),
        4,
    )
    assert [remark.partition(":")[0] for remark in listed.remarks] == ["line 7", "line 8"]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b'<opml>\n<body>\n<outline text="a & b"/></body></opml>', "line 3: an & must be written &amp; "),
        (b'<opml>\n<body>\n<outline xmlUrl="http://a/?b=1&c=2"/></body></opml>', "line 3: an & must be"),
        (
            b'<opml>\n<body>\n<outline text="a"\n\n<outline/></body></opml>',
            "line 3: the tag that begins here",
        ),
        (
            b'<opml>\n<body>\n<outline text="a">\n</body></opml>',
            "line 3: the <outline> that begins here is not closed",
        ),
        (b"<opml>\n<body>\n</outline>\n</body></opml>", "line 3: this closes what is not open"),
        (b'<opml>\n<body>\n<outline text="a" text="b"/></body></opml>', "line 3: duplicate attribute"),
        (b'<opml>\n<body>\n<outline text="a', "line 3: the file ends within the tag that begins here"),
        (b"<opml>\n<body>", "feeds.opml, line 2: the <body> that begins here is not closed"),
        (b"name,address\n", "feeds.opml, line 1: no OPML begins here"),
        (b"\n<rss/>", "feeds.opml, line 2: an OPML document begins with <opml>"),
        (b"", "feeds.opml, line 1"),
        (b"<opml><body>" + b'<outline text="x">' * 200, "nested more than"),
    ],
)
def test_bad_opml_names_its_line(document: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        opml.read(document, name="feeds.opml")


def test_ten_thousand_outlines() -> None:
    feeds = [_feed(number, tags=(f"folder {number % 50}",)) for number in range(10_000)]
    assert len(opml.read(opml.write(feeds))) == 10_000


def test_the_starter_list() -> None:
    listed = opml.starter()

    assert len(listed) >= 25
    assert listed.remarks == ()
    assert {feed.folders[0] for feed in listed} == {
        "agencies",
        "broadcasters",
        "fact bodies",
        "observatories",
    }
    assert all(
        feed.title and feed.site and feed.origin and feed.url.startswith("https://") for feed in listed
    )


async def _looked_up(
    clock: FakeClock, *urls: str, private: bool = True, access: FeedAccess | None = None
) -> list[Found]:
    fetcher, parser = CurlFetcher(), ParserPool(1)
    try:
        return await asyncio.to_thread(
            find_feeds, urls, fetcher, parser, clock, private=private, access=access
        )
    finally:
        fetcher.close()
        parser.close()


async def _found(server: WireServer, path: str, clock: FakeClock) -> list[FoundFeed]:
    (found,) = await _looked_up(clock, server.url(path))
    if not isinstance(found, list):
        raise found
    return found


async def test_a_page_names_its_feeds(server: WireServer, clock: FakeClock) -> None:
    feed = server.serve("/news/rss", rss([Story(guid="1")], title="All of it"))
    server.serve("/news/comments", rss([Story(guid="2")], title="Comments"))
    server.serve(
        "/page",
        b"""<html><head><base href="/news/"><link rel="stylesheet" href="x.css">
        <link rel="alternate" type="application/rss+xml" title="Comments" href="comments">
        <link rel="alternate" type="application/rss+xml" title="All" href="rss"></head></html>""",
    )

    best, *others = await _found(server, "/page", clock)
    assert (best.url, best.title) == (feed, "All of it")
    assert [one.title for one in others] == ["Comments"]
    assert (await _found(server, "/news/rss", clock))[0].how == "the address itself"


async def test_the_usual_places_and_accounts_are_tried(server: WireServer, clock: FakeClock) -> None:
    server.serve("/page", b"<html><title>No feed named</title></html>")
    usual = server.serve("/atom.xml", rss([Story(guid="1")]))
    account = server.serve("/@dana.rss", rss([Story(guid="1")]))

    assert [one.url for one in await _found(server, "/page", clock)] == [usual]
    assert [one.url for one in await _found(server, "/@dana", clock)] == [account]


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("www.example.org/world", "https://www.example.org/world"),
        (" http://example.org ", "http://example.org"),
        ("feed:https://example.org/rss", "https://example.org/rss"),
        ("feed://example.org/rss", "https://example.org/rss"),
    ],
)
def test_an_address_as_it_is_typed(typed: str, whole: str) -> None:
    assert with_scheme(typed) == whole


async def test_what_stands_in_the_way_comes_with_its_next_step(server: WireServer, clock: FakeClock) -> None:
    server.serve("/locked", Reply(status=401))
    for path, private, step in (("/locked", True, "--user NAME"), ("/w", False, "--private")):
        (refused,) = await _looked_up(clock, server.url(path), private=private)
        assert isinstance(refused, FetchError)
        assert step in refused.next_step


async def test_a_page_gets_no_password_to_another_server(server: WireServer, clock: FakeClock) -> None:
    """What a page names may lie anywhere; the feed there is found without what the page's server is given."""
    async with WireServer() as other:
        other.serve("/rss", rss([Story(guid="1")]))
        link = f'<link rel="alternate" type="application/rss+xml" href="{other.url("/rss")}">'
        server.serve("/page", link.encode())
        access = FeedAccess(feed="", headers=(("X-Key", "k1"),))
        (found,) = await _looked_up(clock, server.url("/page"), access=access)

        assert isinstance(found, list)
        assert found[0].url == other.url("/rss")
        assert server.asked[0].headers["x-key"] == "k1"
        assert "x-key" not in other.asked[0].headers


async def test_no_feed_and_no_page(server: WireServer, clock: FakeClock) -> None:
    server.serve("/page", b"<html>Nothing</html>")
    with pytest.raises(ParseError, match="names no feed"):
        await _found(server, "/page", clock)
    with pytest.raises(FetchError, match="404 Not Found"):
        await _found(server, "/nowhere", clock)


class _Shortener:
    """A fetcher for which every short link leads to one address."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fetch(self, requests: Iterable[FetchRequest]) -> Iterator[FetchResult]:
        for request in requests:
            self.asked.append(request.url)
            reason = "no connection" if "dead" in request.url else ""
            yield FetchResult(
                feed=request.feed,
                status=200,
                url="https://a.example/story?utm_source=x",
                headers={},
                reason=reason,
            )


def test_relayed_links_are_followed_once() -> None:
    shortener = _Shortener()
    resolver = LinkResolver(shortener)  # type: ignore[arg-type]
    carried = "https://www.google.com/url?url=https%3A%2F%2Fb.example%2F1"
    links = ["https://bit.ly/x", "https://a.example/own", "https://t.co/dead", carried]
    resolver.resolve(links)
    resolved = resolver.resolve(links)

    assert list(resolved.values()) == [
        "https://a.example/story",
        "https://a.example/own",
        "https://t.co/dead",
        "https://b.example/1",
    ]
    assert shortener.asked == ["https://bit.ly/x", "https://t.co/dead", "https://t.co/dead"]
    assert not is_relayed("https://news.example/bit.ly")


async def test_a_kept_items_link_is_made_the_publishers_own(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    add_feed(server.serve("/w", rss([Story(guid="1", link="https://ift.tt/abc")])))
    await puller.pull(everything=True)
    items = store.wire(Everything(), limit=10)
    (changed,) = resolve_items(store, LinkResolver(_Shortener()), items)  # type: ignore[arg-type]

    assert store.item(changed.id).canonical_link == "https://a.example/story"
    assert (await puller.pull(everything=True)).new_items == 0


async def test_an_article_is_read_on_demand(
    server: WireServer, puller: Puller, store: Store, add_feed: AddFeed
) -> None:
    pytest.importorskip("trafilatura")
    words = "The cabinet resigned on Wednesday after four days of protests in the west of the country. " * 8
    page = f"<html><head><title>Cabinet resigns</title></head><body><nav>Menu</nav><article><h1>Cabinet resigns</h1><p>{words}</p></article></body></html>"
    link = server.serve("/story", page.encode())
    feed = add_feed(
        server.serve("/w", rss([Story(guid="1", link=link), Story(guid="2", link=server.url("/gone"))]))
    )
    await puller.pull(everything=True)
    items = {item.identity: item for item in store.wire(Everything(), limit=10)}
    fetcher = CurlFetcher()
    article = await asyncio.to_thread(fetch_article, items["1"], feed, fetcher)

    assert (article.headline, article.url) == ("Cabinet resigns", link)
    assert "four days of protests" in article.text
    with pytest.raises(FetchError, match="404"):
        await asyncio.to_thread(fetch_article, items["2"], feed, fetcher)
    server.serve("/story", Reply(body=b"<html></html>"))
    with pytest.raises(ParseError):
        await asyncio.to_thread(fetch_article, items["1"], feed, fetcher)
    fetcher.close()
