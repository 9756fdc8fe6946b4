"""Of an ill-formed document only what is new is read, and it is read as in the whole document."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wireroom.feeds.documents import FeedDocument
from wireroom.feeds.judge import read_xml
from wireroom.feeds.parse import given_headers, parse_document
from wireroom.feeds.ragged import Ragged, read_ragged

_URL = "https://example.org/wires/feed.xml"
_HEADERS = given_headers(_URL, {})
_NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
#: What publishers get wrong, and what is made to lead a reader astray.
_FAULTS = (
    b" & ", b"&nope;", b"&#x0;", b"<b>", b"</b>", b"<br>", b"<p", b"<a href=x>y</a>", b'<a href="x>y</a>', b"<", b"'",
    b"<a b='c\">", b"<!-- x", b"<!-- x -->", b"<![CDATA[", b"]]>", b"<title>", b"</title>", b"<!x", b"<x:y>", b"&amp",
    b"<div>", b"<svg/>", b"<item>", b"</item>", b"<language>de</language>", b"<!]]>", b"<?x", b"</", b"<content>x",
    b"</content></item>", b"<plaintext>", b'<x xmlns="urn:x">',
)  # fmt: skip
_DOCUMENTS_A_ROOM = 40


def _broken(folder: Path, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Some documents of a folder, each with a fault somewhere behind its head."""
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix not in (".tsv", ".json")]
    for path in chance.sample(paths, min(len(paths), _DOCUMENTS_A_ROOM)):
        body = path.read_bytes() if path.is_file() else b""
        first = max(body.find(b"<item"), body.find(b"<entry"))
        if first >= 0 and len(body) < 300_000:
            at = chance.randrange(first, len(body))
            yield path.name, body[:at] + chance.choice(_FAULTS) + body[at:]


def _differs(body: bytes, kept: set[int], ragged: Ragged, whole: dict[str, object]) -> bool:
    """Whether these items alone, and the feed's words about itself, read otherwise than in the whole document."""
    parts, entries = ragged.parts, whole["entries"]
    assert isinstance(entries, list)
    known = set(parts) - {parts[number] for number in kept}
    small = read_ragged(body, _HEADERS, known)
    if small is None or small.parts != parts:
        return True
    read = [number for number, part in enumerate(parts) if not number or part not in known]
    alone = [entries[number] for number in read]
    return bool(small.parsed["entries"] != alone or small.parsed["feed"] != whole["feed"])


@pytest.mark.parametrize("room", ["real", "polls/bbc", "polls/nytimes", "polls/nzherald", "gofeed"])
def test_any_choice_of_items_reads_as_in_the_whole_document(corpora: Path, room: str) -> None:
    chance = random.Random(room)
    cut_up, different = 0, []
    for name, body in _broken(corpora / room, chance):
        ragged = read_ragged(body, _HEADERS, ())
        if ragged is None:
            continue
        whole = read_xml(body, _HEADERS)
        if ragged.parsed["entries"] != whole["entries"] or ragged.parsed["feed"] != whole["feed"]:
            different.append(name)
        if not ragged.parts:
            continue
        cut_up += 1
        count = len(ragged.parts)
        choices = [
            {chance.randrange(count)},
            {0},
            {count - 1},
            {*chance.sample(range(count), count // 2 + 1)},
        ]
        different += [name for kept in choices if _differs(body, kept, ragged, whole)]
    assert different == []
    assert cut_up > 0 or room == "gofeed"


def test_ill_formed_feeds_of_publishers_are_cut(corpora: Path) -> None:
    for name in ("feedjira_TechCrunch.xml", "picofeed_next_inpact_full.xml"):
        ragged = read_ragged((corpora / "real" / name).read_bytes(), _HEADERS, ())
        assert ragged is not None
        assert len(ragged.parts) == len(ragged.parsed["entries"]) > 10


def _rss(*items: str, behind: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>T</title>{"".join(items)}{behind}</channel></rss>'.encode()


def _atom(*entries: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{"".join(entries)}</feed>'.encode()


def _item(number: int, more: str = "") -> str:
    return f"<item><title>Fish & chips {number}</title><guid>{number}</guid>{more}</item>"


def _entry(number: int) -> str:
    return f'<entry><title>Fish & chips {number}</title><id>{number}</id><content type="html">x</content></entry>'


@pytest.mark.parametrize(("make", "one"), [(_rss, _item), (_atom, _entry)])
def test_known_items_are_not_read_again(make: object, one: object) -> None:
    assert callable(make)
    assert callable(one)
    before = read_ragged(make(one(1), one(2), one(3), one(4)), _HEADERS, ())
    assert before is not None
    body = make(one(1), one(5), one(2), one(3), one(4))
    after = read_ragged(body, _HEADERS, before.parts)

    assert after is not None
    assert after.parts[0] == before.parts[0]
    assert after.parts[2:] == before.parts[1:]
    assert after.read == after.parts[:2]  # behind an item, as in the whole
    assert after.parsed["entries"] == read_xml(body, _HEADERS)["entries"][:2]


def test_where_all_items_are_known_none_is_read() -> None:
    body = _rss(_item(1), _item(2))
    before = read_ragged(body, _HEADERS, ())
    assert before is not None

    assert read_ragged(body, _HEADERS, before.parts) == Ragged({}, before.parts)


@pytest.mark.parametrize(
    "leaves_a_mark",
    [
        "<description>never ended",
        "<b>never ended",
        "</b>",
        '<x:y xmlns:x="http://purl.org/dc/elements/1.1/">x</x:y>',
    ],
)
def test_an_item_that_bears_on_the_next_has_the_whole_document_read(leaves_a_mark: str) -> None:
    first, second, third = _item(1), _item(2, leaves_a_mark), _item(3)
    before = read_ragged(_rss(first, third), _HEADERS, ())
    assert before is not None
    assert before.parts
    with_mark = _rss(first, second, third)

    assert read_ragged(with_mark, _HEADERS, before.parts) is None
    whole = read_ragged(with_mark, _HEADERS, ())
    assert whole is not None
    assert whole.parts == ()
    assert whole.parsed["entries"] == read_xml(with_mark, _HEADERS)["entries"]


def test_elements_that_items_leave_open_do_not_bear_on_others() -> None:
    """feedparser opens ``content`` twice and closes it once."""
    before = read_ragged(_atom(_entry(1), _entry(2)), _HEADERS, ())
    assert before is not None
    assert before.parts
    body = _rss(_item(1), _item(2, "<title>Fish"), _item(3, "</title>"))
    reaching_below = read_ragged(body, _HEADERS, ())
    assert reaching_below is not None
    assert reaching_below.parts == ()


@pytest.mark.parametrize(
    "body",
    [
        _rss(_item(1)),
        _rss(_item(1), _item(2, '<a href="never ended>x</a>')),
        _rss(_item(1), _item(2, "<a href=bare>x</a>")),
        _rss(_item(1), _item(2, "<![CDATA[never ended")),
        _rss(_item(1), "words between", _item(2)),
        _rss(_item(1), _item(2), behind="<!-- -->"),
        b'<!DOCTYPE rss [\n<!ENTITY x "y">\n]>' + _rss(_item(1), _item(2)),
        _rss(_item(1), _item(2)).removesuffix(b"</rss>"),
        _rss("<item><title>One</title></item>", "<item><title>Two</title></item>"),
    ],
)
def test_what_is_well_formed_or_leaves_a_doubt_is_not_cut(body: bytes) -> None:
    assert read_ragged(body, _HEADERS, ()) is None


def test_a_document_brings_its_new_items_only() -> None:
    first = parse_document(FeedDocument(body=_rss(_item(1), _item(2)), url=_URL, headers={}, at=_NOW))
    body = _rss("<lastBuildDate>now</lastBuildDate>", _item(3), _item(1), _item(2))
    known = FeedDocument(body=body, url=_URL, headers={}, at=_NOW, known=frozenset(first.parts))
    after = parse_document(known)

    assert [entry.headline for entry in first.entries] == ["Fish & chips 1", "Fish & chips 2"]
    assert [entry.headline for entry in after.entries] == ["Fish & chips 3"]
    assert after.parts[1:] == first.parts
    assert after.title == "T"
