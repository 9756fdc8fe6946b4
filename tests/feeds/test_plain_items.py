"""Plain items are read, without feedparser, as it would have read them; what is not plain is left to it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.feeds.documents import Story, rss
from wireroom.feeds.delta import cut
from wireroom.feeds.documents import FeedDocument
from wireroom.feeds.entries import entry_of
from wireroom.feeds.judge import read_xml
from wireroom.feeds.parse import given_headers, parse_document
from wireroom.feeds.plainitems import plain_items
from wireroom.model import Priority

_URL = "https://example.org/wires/feed.xml"
_NOW = datetime(2026, 1, 5, tzinfo=UTC)


def _differences(name: str, body: bytes) -> Iterator[tuple[str, bool]]:
    """For each plain item of a document, where it is, and whether it differs from what feedparser makes of it."""
    pieces = cut(body, given_headers(_URL, {}))
    if pieces is None or pieces.declares:
        return
    items = plain_items(pieces.document)
    whole = read_xml(body, given_headers(_URL, {}))["entries"]
    assert len(items) == len(whole)
    about = next((one["title_detail"] for one, item in zip(whole, items, strict=True) if item), None)
    for number, (item, one) in enumerate(zip(items, whole, strict=True)):
        if item is not None and about is not None:
            read = item.parsed(about["base"], about["language"])
            same = entry_of(read, base=_URL, now=_NOW) == entry_of(one, base=_URL, now=_NOW)
            yield f"{name}, item {number}", not same


@pytest.mark.parametrize(("room", "plain"), [("real", 1000), ("polls", 2000), ("gofeed", 5)])
def test_plain_items_of_all_corpora_read_as_with_feedparser(corpora: Path, room: str, plain: int) -> None:
    documents = [path for path in sorted((corpora / room).rglob("*")) if path.suffix not in (".tsv", ".json")]
    judged = [
        found
        for path in documents
        if path.is_file()
        for found in _differences(str(path.relative_to(corpora)), path.read_bytes())
    ]

    assert len(judged) > plain
    assert [where for where, different in judged if different] == []


_WORDS = st.sampled_from(
    [
        "Crowds & lorries",
        " at <b>the</b> border ",
        "<p>One</p> ",
        "&amp;",
        "caf\u00e9",
        "\u00c3\u00a9",
        "\x85",
        "\n",
        "Q&A; ",
        "</div>",
        "x",
    ]
)
_TEXT = st.lists(_WORDS, max_size=5).map("".join)
_CHILDREN = st.sampled_from(
    [
        ("title", ""), ("description", ""), ("content:encoded", ""), ("dc:creator", ""), ("author", ""), ("category", ' domain="x"'),
        ("guid", ""), ("guid", ' isPermaLink="false"'), ("link", ""), ("pubDate", ""), ("comments", ""), ("dc:date", ""),
        ("enclosure", ' url="https://e.org/a.mp3" type="Audio/MPEG" length="1"'), ("media:content", ' url="/pic.jpg" medium="image"'),
        ("media:thumbnail", ' url="https://e.org/t.jpg"'), ("atom:link", ' href="https://e.org/self"'), ("media:title", ""),
    ]
)  # fmt: skip
_VALUES = {
    "link": st.sampled_from(["https://e.org/a?b=1", "/relative", " https://e.org/x ", "https://E.org/;p?q#f", ""]),
    "guid": st.sampled_from(["https://e.org/1", "tag:e.org,1", "7-x", "", " 9 "]),
    "pubDate": st.sampled_from(["Wed, 05 Jan 2022 03:00:00 GMT", "5 Jan 2022", "30 Feb 2022 03:00:00 +0100", ""]),
    "dc:date": st.sampled_from(["2022-01-05T03:00:00Z", "yesterday"]),
}  # fmt: skip
_SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


@st.composite
def _item(draw: st.DrawFn) -> str:
    made = []
    for name, said in draw(st.lists(_CHILDREN, max_size=7)):
        value = draw(_VALUES.get(name, _TEXT)) if name not in ("enclosure", "media:content") else ""
        value = value.replace("&", "&amp;").replace("<", "&lt;")
        made.append(f"<{name}{said}>{value}</{name}>")
    return f"<item>{''.join(made)}</item>"


@given(
    st.lists(_item(), min_size=1, max_size=4),
    st.sampled_from(["", ' xml:lang="fr"', ' xml:base="/deep/er/"']),
)
def test_plain_items_of_made_documents_read_as_with_feedparser(items: list[str], said: str) -> None:
    body = f'<rss version="2.0" {_SPACES}{said}><channel><title>T</title>{"".join(items)}</channel></rss>'

    assert not any(different for _, different in _differences("made", body.encode()))


def _entries(body: bytes) -> list[tuple[str, str]]:
    document = FeedDocument(body=body, url=_URL, headers={}, at=_NOW)
    return [(entry.headline, entry.body or entry.summary) for entry in parse_document(document).entries]


def test_plain_items_and_others_come_in_their_order() -> None:
    stories = [
        Story(guid=str(number), headline=f"Story {number}", summary="Words.", link=f"https://e.org/{number}")
        for number in range(12)
    ]
    body = rss(stories).replace(b"<title>Story 5</title>", b"<title>Story 5</title><media:odd>x</media:odd>")
    body = body.replace(b'<rss version="2.0">', b'<rss version="2.0" xmlns:media="urn:odd">')

    assert _entries(body) == [(f"Story {number}", "Words.") for number in range(12)]


def test_a_document_with_entities_of_its_own_goes_to_feedparser() -> None:
    stories = [Story(guid=str(number), headline=f"Story {number} &here;") for number in range(8)]
    body = rss(stories).replace(b"&amp;here;", b"&here;")
    body = body.replace(b"?>\n", b'?>\n<!DOCTYPE rss [<!ENTITY here "at the border">]>\n', 1)
    whole = read_xml(body, given_headers(_URL, {}))["entries"]

    assert [headline for headline, _ in _entries(body)] == [one["title"] for one in whole]


def test_an_item_is_as_urgent_as_its_wire_says_but_not_in_the_backlog_of_a_new_feed() -> None:
    news = [
        Story(
            guid="1",
            headline="FLASH: Cabinet resigns",
            date=f"{_NOW - timedelta(hours=11):%a, %d %b %Y %H:%M:%S} GMT",
        ),
        Story(
            guid="2",
            headline="BREAKING: Curfew in two cities",
            date=f"{_NOW - timedelta(hours=13):%a, %d %b %Y %H:%M:%S} GMT",
        ),
        Story(guid="3", headline="Markets open late", date="Tue, 04 Jan 2026 10:00:00 GMT"),
    ]
    document = FeedDocument(body=rss(news), url=_URL, headers={}, at=_NOW)

    later = parse_document(document).entries
    first = parse_document(replace(document, first=True)).entries

    assert [entry.priority for entry in later] == [Priority.FLASH, Priority.URGENT, Priority.UPDATE]
    assert [entry.priority for entry in first] == [Priority.FLASH, Priority.UPDATE, Priority.UPDATE]
    assert [bool(entry.cues) for entry in first] == [True, False, False]
