"""Parsing only what is new gives what feedparser makes of the whole document, to the last key of every entry."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from wireroom.feeds.delta import Cut, cut
from wireroom.feeds.parse import given_headers, read_xml

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
