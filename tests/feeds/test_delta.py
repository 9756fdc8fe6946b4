"""Parsing only what is new gives what feedparser makes of the whole document, to the last key of every entry."""

import gc
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from wireroom.errors import ParseError
from wireroom.feeds.delta import Cut, cut
from wireroom.feeds.judge import read_xml
from wireroom.feeds.parse import given_headers
from wireroom.feeds.plainitems import plain_items

_HEADERS = given_headers("https://example.org/wires/feed.xml", {})
_SMALL = {**_HEADERS, "content-type": "application/xml; charset=utf-8"}


def _documents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".tsv", ".json"):
            yield str(path.relative_to(folder)), path.read_bytes()


def _same_entries(body: bytes, pieces: Cut, kept: set[int], whole: list[object], clean: bool) -> bool:
    """Whether the small document with only these items gives exactly these entries."""
    known = {mark for number, mark in enumerate(pieces.fingerprints) if number not in kept}
    known -= {pieces.fingerprints[number] for number in kept}
    stays = [number for number, mark in enumerate(pieces.fingerprints) if mark not in known]
    small = read_xml(pieces.without(known), _SMALL, clean=clean)
    return not small.get("bozo") and small["entries"] == [whole[number] for number in stays]


@pytest.mark.parametrize("room", ["real", "polls/bbc", "polls/nytimes", "polls/nzherald", "gofeed"])
def test_any_choice_of_items_parses_as_in_the_whole_document(corpora: Path, room: str) -> None:
    chance = random.Random(room)
    cut_up = different = 0
    for name, body in _documents(corpora / room):
        pieces = cut(body, _HEADERS)
        if pieces is None:
            continue
        clean = chance.random() < 0.5
        whole = read_xml(body, _HEADERS, clean=clean)
        cut_up += 1
        if len(whole["entries"]) != len(pieces.ranges):
            different += 1
            print(f"{name}: {len(whole['entries'])} entries, {len(pieces.ranges)} pieces")
            continue
        count = len(pieces.ranges)
        choices = [{chance.randrange(count)}, {0}, {count - 1}]
        choices += [set(chance.sample(range(count), chance.randint(1, count))) for _ in range(2)]
        for kept in choices:
            if not _same_entries(body, pieces, kept, whole["entries"], clean):
                different += 1
                print(f"{name}: items {sorted(kept)} read differently alone")
    assert cut_up > 0
    assert different == 0


@pytest.mark.parametrize("room", ["real", "polls/bbc", "polls/nytimes", "polls/nzherald", "gofeed"])
def test_leaving_known_items_unread_cuts_the_same(corpora: Path, room: str) -> None:
    chance = random.Random(room)
    spared = 0
    for name, body in _documents(corpora / room):
        whole = cut(body, _HEADERS)
        if whole is None:
            continue
        marks = list(whole.fingerprints)
        for known in (set(marks), set(chance.sample(marks, chance.randint(1, len(marks)))), set(marks[1:])):
            pieces = cut(body, _HEADERS, known)
            assert pieces is not None, name
            assert _what_it_says(pieces) == _what_it_says(whole), name
            assert pieces.without(known) == whole.without(known), name
            assert pieces.without(set(marks)) == whole.without(set(marks)), name
            spared += len(pieces.document) < len(whole.document)
    assert spared > 0


def _what_it_says(pieces: Cut) -> tuple[object, ...]:
    return pieces.fingerprints, pieces.surroundings, pieces.declares, pieces.key


def _rss(*items: str, attributes: str = "") -> bytes:
    return (
        f'<rss version="2.0"{attributes}><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()
    )


_ITEM = "<item><title>One</title></item>"


@pytest.mark.parametrize(
    "body",
    [
        _rss(_ITEM, "<item><title>Unclosed</item>"),
        _rss(_ITEM, "<item/>"),
        _rss("<item><title>Outer</title><item><title>Inner</title></item></item>"),
        _rss('<item><foo:bar xmlns:foo="urn:leaks">x</foo:bar></item>', _ITEM),
        _rss("<item><description>a <div lang='fr'>b</div></description></item>", _ITEM),
        b'<rss version="2.0"><channel>'
        + _ITEM.encode()
        + b"</channel><channel>"
        + _ITEM.encode()
        + b"</channel></rss>",
        b'<x:feed xmlns:x="urn:unknown"><x:entry><x:title>One</x:title></x:entry></x:feed>',
        _rss(),
        b"<html><body>No feed</body></html>",
    ],
)
def test_where_there_is_doubt_feedparser_gets_the_whole(body: bytes) -> None:
    assert cut(body, _HEADERS) is None


@pytest.mark.parametrize(
    "trap",
    [
        "<item><title>New</title><description><![CDATA[{known}]]></description></item>",
        "<item><title>New</title><!-- {known} --></item>",
        "<!-- {known} --><item><title>New</title></item>",
        "<item><title>New</title>{known}</item>",
        "<group>{known}</group><item><title>New</title></item>",
        "<item><title>New <?wireroom-item?></title></item>",
        "<?wireroom-item?><item><title>New</title></item>",
        "<item><title>New</title></item><?wireroom-item?>",
        "<item><title>New</title></item><?wireroom-item of somebody else?>",
        "<link xmlns:dc='urn:head'/><item><dc:title>New</dc:title></item>",
        "<item><title>Unclosed</item>",
    ],
)
def test_what_looks_like_a_known_item_is_none_where_none_may_stand(trap: str) -> None:
    known = cut(_rss(_ITEM), _HEADERS)
    assert known is not None
    for body in (_rss(trap.format(known=_ITEM), _ITEM), _rss(_ITEM, trap.format(known=_ITEM))):
        whole, pieces = cut(body, _HEADERS), cut(body, _HEADERS, known.fingerprints)
        assert (whole is None) == (pieces is None)
        if whole is not None and pieces is not None:
            assert _what_it_says(pieces) == _what_it_says(whole)
            assert pieces.without(known.fingerprints) == whole.without(known.fingerprints)


def test_a_known_item_is_none_where_its_namespace_is_no_longer_in_force() -> None:
    item = "<item><title>One</title><dc:creator>A</dc:creator></item>"
    known = cut(_rss(item, attributes=' xmlns:dc="urn:x"'), _HEADERS)
    assert known is not None

    assert cut(_rss('<link xmlns:dc="urn:x"/>', item), _HEADERS, known.fingerprints) is None


def test_known_items_are_spared_expat() -> None:
    known = cut(_rss(_ITEM), _HEADERS)
    assert known is not None

    pieces = cut(_rss("<item><title>New</title></item>", *[_ITEM] * 9), _HEADERS, known.fingerprints)

    assert pieces is not None
    assert len(pieces.ranges) == 10
    assert pieces.document.count(b"<item>") == 1


@pytest.mark.parametrize("between", ["\x0c", "&", "<", "words", "<!-- -->", "\u00a0"])
def test_known_items_stand_apart_where_more_than_white_space_is_between_them(between: str) -> None:
    known = cut(_rss(_ITEM), _HEADERS)
    assert known is not None
    body = _rss(_ITEM + between + _ITEM, "<item><title>New</title></item>", _ITEM + "\r\n\t " + _ITEM)

    whole, pieces = cut(body, _HEADERS), cut(body, _HEADERS, known.fingerprints)

    assert (whole is None) == (pieces is None) == (between in "\x0c&<")
    if whole is not None and pieces is not None:
        assert _what_it_says(pieces) == _what_it_says(whole)
        assert pieces.without(known.fingerprints) == whole.without(known.fingerprints)


def test_cutting_leaves_no_garbage() -> None:
    """Nobody looks for it while documents are read one after the other, and each would be kept."""
    known = cut(_rss(_ITEM), _HEADERS)
    assert known is not None
    gc.collect()
    gc.disable()
    try:
        pieces = cut(_rss("<item><title>New</title></item>", _ITEM), _HEADERS, known.fingerprints)
        assert pieces is not None
        assert len(plain_items(pieces.without(known.fingerprints))) == 1
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_only_what_bears_on_an_item_changes_its_fingerprint() -> None:
    plain = cut(_rss(_ITEM), _HEADERS)
    again = cut(
        _rss("<lastBuildDate>later</lastBuildDate>", "<item><title>New</title></item>", _ITEM), _HEADERS
    )
    french = cut(_rss(_ITEM, attributes=' xml:lang="fr"'), _HEADERS)
    moved = cut(_rss(_ITEM), given_headers("https://elsewhere.example/feed.xml", {}))
    assert plain is not None
    assert again is not None
    assert french is not None
    assert moved is not None

    assert plain.fingerprints == again.fingerprints[1:]
    assert len({plain.fingerprints, french.fingerprints, moved.fingerprints}) == 3
    assert again.without(plain.fingerprints).count(b"<item>") == 1


def test_a_document_made_to_nest_is_refused() -> None:
    with pytest.raises(ParseError, match="too deep"):
        cut(b"<rss><channel><item>" + b"<a>" * 100_000, _HEADERS)
