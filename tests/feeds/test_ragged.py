"""Of an ill-formed document only what is new is read, and it is read as in the whole document."""

import random
import subprocess
import sys
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from wireroom.feeds.documents import FeedDocument, ParsedFeed
from wireroom.feeds.entries import entry_of
from wireroom.feeds.judge import loose_parser, read_xml
from wireroom.feeds.parse import given_headers, parse_document
from wireroom.feeds.ragged import Ragged, RaggedCut, cut_ragged, mended, read_ragged
from wireroom.feeds.raggeditems import plain_ragged_item, scope_of

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
#: What feedparser makes of an item's texts.
_TOLD = ("id", "link", "title_detail", "summary_detail", "content", "published", "updated", "author")


def _broken(folder: Path, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Some documents of a folder, each with a fault somewhere behind its head."""
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix not in (".tsv", ".json")]
    for path in chance.sample(paths, min(len(paths), _DOCUMENTS_A_ROOM)):
        body = path.read_bytes() if path.is_file() else b""
        first = max(body.find(b"<item"), body.find(b"<entry"))
        if first >= 0 and len(body) < 300_000:
            at = chance.randrange(first, len(body))
            yield path.name, body[:at] + chance.choice(_FAULTS) + body[at:]


def _read(body: bytes, known: Collection[str] = ()) -> tuple[RaggedCut, Ragged] | None:
    pieces = cut_ragged(body, _HEADERS)
    found = None if pieces is None else read_ragged(pieces, _HEADERS, known)
    return None if pieces is None or found is None else (pieces, found)


def _differs(body: bytes, kept: set[int], pieces: RaggedCut, whole: dict[str, object]) -> bool:
    """Whether these items alone, and the feed's words about itself, read otherwise than in the whole document."""
    parts, entries = pieces.parts, whole["entries"]
    assert isinstance(entries, list)
    known = set(parts) - {parts[number] for number in kept}
    small = read_ragged(pieces, _HEADERS, known)
    if small is None or not small.read:
        return True
    read = [number for number, part in enumerate(parts) if not number or part not in known]
    alone = [entries[number] for number in read]
    return bool(small.parsed["entries"] != alone or small.parsed["feed"] != whole["feed"])


def _plain_ones(pieces: RaggedCut, whole: dict[str, object]) -> Iterator[tuple[int, bool]]:
    """For each item that is read without feedparser, its number and whether it is read otherwise than by it."""
    entries = whole["entries"]
    assert isinstance(entries, list)
    for number, ((text, _), theirs) in enumerate(zip(pieces.items, entries, strict=True)):
        item = plain_ragged_item(text, scope_of(pieces.head))
        if item is not None:
            about = theirs["title_detail"]
            ours = item.parsed(about["base"], about["language"])
            differs = [name for name in _TOLD if name in ours and ours[name] != theirs.get(name)]
            entries_differ = entry_of(ours, base=_URL, now=_NOW) != entry_of(theirs, base=_URL, now=_NOW)
            yield number, bool(differs) or entries_differ


@pytest.mark.parametrize("room", ["real", "polls/bbc", "polls/nytimes", "polls/nzherald", "gofeed"])
def test_any_choice_of_items_reads_as_in_the_whole_document(corpora: Path, room: str) -> None:
    chance = random.Random(room)
    cut_up, plain, different = 0, 0, []
    for name, body in _broken(corpora / room, chance):
        pieces = cut_ragged(body, _HEADERS)
        ragged = None if pieces is None else read_ragged(pieces, _HEADERS, ())
        if pieces is None or ragged is None:
            continue
        whole = read_xml(body, _HEADERS)
        if ragged.parsed["entries"] != whole["entries"] or ragged.parsed["feed"] != whole["feed"]:
            different.append(name)
        if not ragged.read:
            continue
        cut_up += 1
        count = len(pieces.parts)
        choices = [
            {chance.randrange(count)},
            {0},
            {count - 1},
            {*chance.sample(range(count), count // 2 + 1)},
        ]
        different += [name for kept in choices if _differs(body, kept, pieces, whole)]
        for number, differs in _plain_ones(pieces, whole):
            plain += 1
            different += [f"{name}, plain item {number}"] * differs
    assert different == []
    assert cut_up > 0 or room == "gofeed"
    assert plain > 0 or room not in ("real", "polls/bbc")


def test_ill_formed_feeds_of_publishers_are_cut(corpora: Path) -> None:
    for name in ("feedjira_TechCrunch.xml", "picofeed_next_inpact_full.xml"):
        found = _read((corpora / "real" / name).read_bytes())
        assert found is not None
        assert len(found[1].read) == len(found[1].parsed["entries"]) > 10


def _rss(*items: str, behind: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>T</title>{"".join(items)}{behind}</channel></rss>'.encode()


def _atom(*entries: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{"".join(entries)}</feed>'.encode()


def _item(number: int, more: str = "") -> str:
    return f'<item><title>Fish & chips {number}</title><guid isPermaLink="false">{number}</guid>{more}</item>'


def _entry(number: int) -> str:
    return f'<entry><title>Fish & chips {number}</title><id>{number}</id><content type="html">x</content></entry>'


@pytest.mark.parametrize(("make", "one"), [(_rss, _item), (_atom, _entry)])
def test_known_items_are_not_read_again(make: object, one: object) -> None:
    assert callable(make)
    assert callable(one)
    before = cut_ragged(make(one(1), one(2), one(3), one(4)), _HEADERS)
    assert before is not None
    body = make(one(1), one(5), one(2), one(3), one(4))
    after = _read(body, before.parts)

    assert after is not None
    pieces, found = after
    assert pieces.parts[0] == before.parts[0]
    assert pieces.parts[2:] == before.parts[1:]
    assert found.read == pieces.parts[:2]  # behind an item, as in the whole
    assert found.parsed["entries"] == read_xml(body, _HEADERS)["entries"][:2]


def test_where_all_items_are_known_none_is_read() -> None:
    document = FeedDocument(body=_rss(_item(1), _item(2)), url=_URL, headers={}, at=_NOW)
    before = parse_document(document)
    again = parse_document(replace(document, known=frozenset(before.parts), head=before.head))

    assert again == ParsedFeed(told=False, parts=before.parts, head=before.head)


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
    before = _read(_rss(first, third))
    assert before is not None
    assert before[1].read
    with_mark = _rss(first, second, third)

    assert _read(with_mark, before[0].parts) is None
    whole = _read(with_mark)
    assert whole is not None
    assert whole[1].read == ()
    assert whole[1].parsed["entries"] == read_xml(with_mark, _HEADERS)["entries"]


def test_elements_that_items_leave_open_do_not_bear_on_others() -> None:
    """feedparser opens ``content`` twice and closes it once."""
    before = _read(_atom(_entry(1), _entry(2)))
    assert before is not None
    assert before[1].read
    body = _rss(_item(1), _item(2, "<title>Fish"), _item(3, "</title>"))
    reaching_below = _read(body)
    assert reaching_below is not None
    assert reaching_below[1].read == ()


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
    assert cut_ragged(body, _HEADERS) is None


def test_a_document_brings_its_new_items_only() -> None:
    first = parse_document(FeedDocument(body=_rss(_item(1), _item(2)), url=_URL, headers={}, at=_NOW))
    body = _rss("<lastBuildDate>now</lastBuildDate>", _item(3), _item(1), _item(2))
    known = FeedDocument(body=body, url=_URL, headers={}, at=_NOW, known=frozenset(first.parts))
    after = parse_document(known)

    assert [entry.headline for entry in first.entries] == ["Fish & chips 1", "Fish & chips 2"]
    assert [entry.headline for entry in after.entries] == ["Fish & chips 3"]
    assert after.parts[1:] == first.parts
    assert after.title == "T"


@pytest.mark.parametrize(
    "text",
    [
        "Fish & chips", "AT&T & others", "&copy 2026 &", "&nbsp;&eacute;&nope; &", "&;&#;& &#", "&amp;quot;&amp;apos;&amp;#x2f; &",
        "&quot;&apos;&lt;b&gt;&#60;i&#62;&#38;amp; &", "&#39;&#34;&#8217;&#150;&#x2F;&#X2f; &", "<![CDATA[&quot; & <br/>&#39;&amp;lt;]]> &",
        "&amp;amp;quot; &", "& <!odd>", "a\r\nb &", "caf\u00e9 \u00c3\u00a9 &", "& <b>bold</b>", "&LT;&AMP; &", "&#x0; &", "& ]]>",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "where", ["title", "description", "author", "dc:creator", "guid", "content:encoded", "x:y"]
)
def test_a_plain_item_reads_without_feedparser_as_with_it(where: str, text: str) -> None:
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    odd = f"<{where}>{text}</{where}>"
    items = [
        f"<item>{'' if where == 'title' else f'<title>Story {number}</title>'}{odd}</item>" for number in "12"
    ]

    assert not any(_differing(f'<rss version="2.0" {spaces}><channel>{"".join(items)}&</channel></rss>'))


@pytest.mark.parametrize(
    "said", ["a", "a&amp;b", "a&quot;b", "a&eacute;b", "a&#233;b", "a & b", "a\nb", "a\tb", "a>b"]
)
def test_attributes_of_a_plain_item_read_without_feedparser_as_with_it(said: str) -> None:
    items = [
        f'<item><title>{number}</title><enclosure url="https://e.org/{said}" type="a/b"/></item>'
        for number in "12"
    ]

    assert not any(_differing(f'<rss version="2.0"><channel>{"".join(items)}&</channel></rss>'))


def _differing(document: str) -> Iterator[bool]:
    """Whether the plain items differ, one by one; none where the document can't be cut."""
    found = _read(document.encode())
    if found is not None and found[1].read:
        for _, differs in _plain_ones(found[0], dict(found[1].parsed)):
            yield differs


def test_a_poll_with_plain_news_asks_feedparser_nothing() -> None:
    before = parse_document(_document(_rss(_item(1), _item(2))))
    body = _rss(
        _item(3, "<description>Caf&eacute; &lt;b&gt;au lait&lt;/b&gt; & more</description>"),
        _item(1),
        _item(2),
    )
    after = _document(body, before)
    program = (
        "import sys\n"
        "import msgspec\n"
        "from wireroom.feeds.documents import FeedDocument\n"
        "from wireroom.feeds.parse import parse_document\n"
        f"feed = parse_document(msgspec.msgpack.decode({msgspec.msgpack.encode(after)!r}, type=FeedDocument))\n"
        "print(feed.entries[0].wording, len(feed.entries), 'feedparser' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    judged = parse_document(replace(after, head=None))

    assert done.stdout.split() == [judged.entries[0].wording, "1", "False"]
    assert parse_document(after).entries == judged.entries
    assert "Café au lait & more" in (judged.entries[0].body, judged.entries[0].summary)


def test_a_head_that_says_something_else_is_judged_again() -> None:
    before = parse_document(_document(_rss(_item(1), _item(2))))
    other = _rss("<language>fr</language>", _item(3), _item(1), _item(2))
    after = parse_document(_document(other, before))

    assert before.head is not None
    assert after.told
    assert after.head not in (None, before.head)
    assert after.entries == parse_document(_document(other)).entries


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<source>",
        "<image>",
        "<textInput>",
        "<author>",
        "<description>",
        '<x xmlns:dc="urn:x">',
        "<xml:lang>",
    ],
)
def test_behind_any_head_later_polls_read_as_by_feedparser(head: str) -> None:
    link = "<link>https://e.org/1</link><author>A. Smith</author>"
    items = [_item(number, link) for number in range(4)]
    first = parse_document(_document(_rss(head, *items[1:])))
    later = parse_document(_document(_rss(head, *items), first))
    whole = parse_document(_document(_rss(head, *items)))

    assert later.entries == tuple(entry for entry in whole.entries if entry.fingerprint not in first.parts)
    assert len(later.entries) == 1 or not first.head


def test_text_is_mended_as_feedparser_mends_it(corpora: Path) -> None:
    for path in sorted((corpora / "real").glob("*.xml")):
        text = (
            path.read_bytes().decode("utf-8", "replace")
            + "<!odd><!DocType x><!-- --><br/><b/><x:y /><img\n/>&#39;&#34;&#039;"
        )
        parser = loose_parser(_HEADERS)
        parser.goahead = lambda _end: None
        parser.feed(text)
        assert parser.rawdata == mended(text), path.name


def _document(body: bytes, before: ParsedFeed | None = None) -> FeedDocument:
    known = before.parts if before else ()
    return FeedDocument(
        body=body, url=_URL, headers={}, at=_NOW, known=frozenset(known), head=before.head if before else None
    )
