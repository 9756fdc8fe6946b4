"""feedparser is asked when it has to be, and what is read without it is read as it would read it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import feedparser
import pytest
from feedparser.mixin import _FeedParserMixin
from msgspec.structs import replace

from tests.feeds.documents import Story, rss
from wireroom.feeds.delta import PLAIN_NAMESPACES, as_utf_8, cut
from wireroom.feeds.documents import FeedDocument, ParsedFeed
from wireroom.feeds.halfread import HalfRead
from wireroom.feeds.judge import converted, version
from wireroom.feeds.parse import given_headers, parse_document

_URL = "https://example.org/wires/feed.xml"
_NOW = datetime(2026, 1, 5, tzinfo=UTC)
_STORIES = [
    Story(
        guid=f"https://e.org/{number}",
        link=f"https://e.org/{number}",
        headline=f"Story {number}",
        summary="Words.",
    )
    for number in range(12)
]


def _document(body: bytes, before: ParsedFeed | None = None) -> FeedDocument:
    document = FeedDocument(body=body, url=_URL, headers={}, at=_NOW)
    return document if before is None else replace(document, known=frozenset(before.parts), head=before.head)


def _bodies(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".tsv", ".json"):
            yield path.read_bytes()


@pytest.mark.parametrize(
    "said", ["", "text/xml; charset=utf-8", "application/rss+xml", "text/html; charset=latin-1"]
)
@pytest.mark.parametrize("room", ["real", "polls/nytimes", "gofeed"])
def test_documents_that_speak_of_utf_8_alone_are_taken_as_feedparser_takes_them(
    corpora: Path, room: str, said: str
) -> None:
    headers = given_headers(_URL, {"content-type": said})
    pairs = [(as_utf_8(body, headers), converted(body, headers)) for body in _bodies(corpora / room)]

    assert [plain for plain, theirs in pairs if plain is not None and plain != theirs] == []
    if "html" not in said:
        assert any(plain for plain, _ in pairs)


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0" encoding="iso-8859-1"?><rss/>',
        b"\xef\xbb\xbf<rss/>",
        b"<rss>\xff</rss>",
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>",
        b" <rss/>",
        b"",
    ],
)
def test_any_other_document_is_converted_by_feedparser(body: bytes) -> None:
    assert as_utf_8(body, given_headers(_URL, {})) is None


def test_what_is_known_of_feedparser_holds_for_the_one_in_use() -> None:
    theirs = {uri.lower() for uri, prefix in _FeedParserMixin.namespaces.items() if prefix == "" and uri}

    assert version() == feedparser.__version__
    assert theirs == PLAIN_NAMESPACES


@pytest.mark.parametrize(("publisher", "at_least"), [("bbc", 5), ("nytimes", 0), ("nzherald", 0)])
def test_later_polls_read_under_a_judged_head_are_read_as_by_feedparser(
    corpora: Path, publisher: str, at_least: int
) -> None:
    unjudged = 0
    for earlier, later in pairwise(filter(None, _bodies(corpora / "polls" / publisher))):
        before = parse_document(_document(earlier))
        own = parse_document(_document(later, before))
        theirs = parse_document(replace(_document(later, before), head=None))
        unjudged += bool(own.entries) and not own.told
        assert own.entries == theirs.entries
        assert own.parts == theirs.parts

    assert unjudged >= at_least


def test_a_head_is_judged_again_when_it_says_something_else() -> None:
    before = parse_document(_document(rss(_STORIES[2:])))
    same = parse_document(_document(rss(_STORIES, head="<lastBuildDate>later</lastBuildDate>"), before))
    other = parse_document(_document(rss(_STORIES, title="Another wire"), before))

    assert before.head is not None
    assert not same.told
    assert other.told
    assert other.title == "Another wire"
    assert same.entries == other.entries
    assert [entry.headline for entry in same.entries] == ["Story 0", "Story 1"]


def test_a_poll_with_plain_news_loads_little() -> None:
    before = parse_document(_document(rss(_STORIES[1:])))
    program = (
        "import sys\n"
        "from datetime import datetime\n"
        "from wireroom.feeds.documents import FeedDocument\n"
        "from wireroom.feeds.parse import parse_document\n"
        "from wireroom.model import FeedHead\n"
        f"feed = parse_document(FeedDocument(body={rss(_STORIES)!r}, url={_URL!r}, headers={{}}, "
        f"at=datetime.fromisoformat({_NOW.isoformat()!r}), known=frozenset({list(before.parts)!r}), head={before.head!r}))\n"
        "loaded = {'feedparser', 'selectolax', 'html', 'json'}.intersection(sys.modules)\n"
        "print(len(feed.entries), *loaded)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert done.stdout.split() == ["1"]


def test_the_newest_items_and_then_the_rest_are_read_as_all_at_once() -> None:
    body = rss(_STORIES)
    first = parse_document(replace(_document(body), newest=5))
    rest = parse_document(
        replace(_document(body), known=frozenset(entry.fingerprint for entry in first.entries))
    )
    whole = parse_document(_document(body))

    assert first.rest
    assert not rest.rest
    assert first.entries + rest.entries == whole.entries
    assert (rest.told, rest.title, rest.parts, rest.head) == (True, "A wire", whole.parts, whole.head)


def test_half_read_documents_are_kept_up_to_a_bound() -> None:
    bodies = [rss(_STORIES[:count]) for count in range(1, 5)]
    headers = given_headers(_URL, {})
    kept = HalfRead(bytes_kept=len(bodies[3]) + len(bodies[2]) + 100)
    for body in bodies:
        pieces = cut(body, headers)
        assert pieces is not None
        kept.keep(body, _URL, headers, pieces, ParsedFeed())

    assert [kept.take(body, _URL, headers) is not None for body in bodies] == [False, False, True, True]
    assert kept.take(bodies[3], _URL, headers) is None
