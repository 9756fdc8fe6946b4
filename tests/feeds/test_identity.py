"""Which stored item an entry is: the traps that publishers set."""

from uuid import UUID, uuid5

from msgspec.structs import replace

from wireroom.feeds.documents import Entry
from wireroom.feeds.identity import Identified, item_id, possible_identities, recognise
from wireroom.ports.store import KnownItem


def _entry(guid: str = "", link: str = "", headline: str = "H", date: str = "") -> Entry:
    return Entry(
        guid=guid, link=link, canonical_link=link, headline=headline, published_raw=date, wording=headline
    )


def _known(identity: str, link: str = "") -> KnownItem:
    return KnownItem(id=item_id("feed", identity), identity=identity, link=link, wording="W", version=1)


def _names(found: list[Identified]) -> list[str]:
    return [one.identity for one in found]


def test_the_guid_then_the_link_then_headline_and_date() -> None:
    entries = [
        _entry("g", "https://a.example/1"),
        _entry("", "https://a.example/2"),
        _entry("", "", "Head", "today"),
    ]

    assert _names(recognise(entries, [])) == ["g", "https://a.example/2", "Head\ntoday"]


def test_a_guid_is_never_global() -> None:
    assert item_id("one feed", "g") != item_id("another feed", "g")


def test_every_desk_gives_an_item_the_same_id() -> None:
    ours = UUID("6f0c3a52-92c4-5a77-8f2e-1d3f6b7a9c10")
    names = [str(number) for number in range(64)]
    assert [item_id("feed", name) for name in names] == [str(uuid5(ours, f"feed\n{name}")) for name in names]


def test_a_repeated_guid_is_told_apart_by_link() -> None:
    entries = [_entry("g", "https://a.example/1"), _entry("g", "https://a.example/2")]
    found = recognise(entries, [])

    assert _names(found) == ["g\nhttps://a.example/1", "g\nhttps://a.example/2"]
    known = [_known(one.identity, one.entry.link) for one in found]
    assert [one.known for one in recognise(entries[1:], known, present=frozenset({known[0].id}))] == [
        known[1]
    ]


def test_a_twin_that_turns_up_later_does_not_overwrite_the_first() -> None:
    known = _known("g", "https://a.example/1")
    (found,) = recognise([_entry("g", "https://a.example/2")], [known], present=frozenset({known.id}))

    assert (found.known, found.identity) == (None, "g\nhttps://a.example/2")


def test_the_same_entry_twice_is_one_item() -> None:
    entry = _entry("g", "https://a.example/1")
    assert [one.repeats for one in recognise([entry, entry], [])] == [False, True]


def test_a_copy_of_an_unchanged_part_is_no_new_wording() -> None:
    known = _known("g", "https://a.example/1")
    (found,) = recognise([_entry("g", "https://a.example/1")], [known], present=frozenset({known.id}))

    assert found.repeats


def test_a_changed_guid_with_the_same_link_is_the_same_item() -> None:
    known = _known("old", "https://a.example/1")
    (found,) = recognise([_entry("new", "https://a.example/1?utm_source=rss")], [known])
    (moved,) = recognise([_entry("new", "https://a.example/1")], [known])

    assert (moved.known, moved.identity) == (known, "old")
    assert found.known is None


def test_a_changed_guid_is_a_new_item_while_the_old_one_is_still_there() -> None:
    known = _known("old", "https://a.example/1")
    entry = _entry("new", "https://a.example/1")

    assert recognise([entry], [known], present=frozenset({known.id}))[0].known is None
    both = recognise([_entry("old", "https://a.example/1"), entry], [known])
    assert [one.known for one in both] == [known, None]


def test_entries_that_share_a_link_without_guids_are_told_apart_by_headline() -> None:
    entries = [_entry("", "https://a.example/live", "One"), _entry("", "https://a.example/live", "Two")]

    assert len(set(_names(recognise(entries, [])))) == 2


def test_every_identity_it_answers_with_was_asked_for() -> None:
    entries = [_entry("g", "https://a.example/1"), _entry("g", "https://a.example/2"), _entry("", "", "Head")]
    asked = possible_identities(entries)

    assert set(_names(recognise(entries, []))) <= asked
    assert set(_names(recognise([replace(entries[0], guid="")], []))) <= possible_identities(
        [replace(entries[0], guid="")]
    )
