"""Real feeds through the installed command line: all in one pull, nothing twice, edits exactly."""

import json
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from storage import open_store
from tests.e2e.conftest import Installed, document
from tests.support.loopback import loopback_wires
from wireroom.errors import EXIT_NETWORK
from wireroom.filters import FieldIs

#: Twenty polls each, two of them broken.
PUBLISHERS = ("nytimes", "nzherald")


def test_a_hundred_real_feeds_by_opml_in_one_pull(
    corpora: Path, installed: Installed, tmp_path: Path
) -> None:
    documents = sorted(path for path in (corpora / "real").iterdir() if path.suffix != ".tsv")
    opml = tmp_path / "feeds.opml"
    with loopback_wires() as wires:
        urls = {wires.serve(f"/{path.name}", path.read_bytes()): path.name for path in documents}
        outlines = "".join(f'<outline type="rss" xmlUrl={quoteattr(url)}/>' for url in urls)
        opml.write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>', encoding="utf-8")
        installed("feeds", "import", str(opml), "--private")
        first = document(installed("pull", "--all", "--json"))
        feeds = document(installed("feeds", "list", "--json"))
        second = document(installed("pull", "--all", "--json"))
    assert len(documents) == 100
    assert (first["feeds"], first["fetched"], first["failed"]) == (100, 100, 0)
    assert first["new_items"] > 1000
    assert [urls[feed["url"]] for feed in feeds if not feed["items"]] == []
    assert sum(feed["items"] for feed in feeds) == first["new_items"]
    assert (second["not_modified"], second["new_items"], second["changed_items"], second["failed"]) == (
        100,
        0,
        0,
        0,
    )
    listed = document(installed("wire", "--limit", "100000", "--json"))
    assert len(listed) == first["new_items"]
    assert len({item["id"] for item in listed}) == len(listed)


@pytest.mark.slow
def test_consecutive_polls_give_exactly_the_items_and_edits(
    corpora: Path, installed: Installed, tmp_path: Path
) -> None:
    polls = {
        name: [path.read_bytes() for path in sorted((corpora / "polls" / name).iterdir())]
        for name in PUBLISHERS
    }
    store = str(tmp_path / "polls.wireroom")
    with loopback_wires() as wires:
        for name in PUBLISHERS:
            installed("--store", store, "feeds", "add", wires.url(f"/{name}"), "--private", "--unseen")
        found = []
        for _ in ("first", "again"):
            for bodies in zip(*polls.values(), strict=True):
                for name, body in zip(polls, bodies, strict=True):
                    wires.serve(f"/{name}", body)
                whole = all(body.rstrip().endswith(b"</rss>") for body in bodies)
                installed("--store", store, "pull", "--all", expect=0 if whole else EXIT_NETWORK)
            found.append({name: _items_and_edits(store, wires.url(f"/{name}")) for name in PUBLISHERS})
    expected = json.loads((corpora / "polls" / "expected.json").read_text(encoding="utf-8"))
    counted = {
        name: (expected[name]["unique_items"], expected[name]["headline_edits"]) for name in PUBLISHERS
    }
    assert found == [counted, counted]


def _items_and_edits(store: str, url: str) -> tuple[int, int]:
    """How many items a feed brought, and how often the words of a headline changed, white space folded."""
    with closing(open_store(store)) as opened:
        feed = opened.feed_by_url(url)
        assert feed is not None
        items = opened.wire(FieldIs("feed", feed.id), limit=100_000)
        edits = 0
        for item in items:
            headlines = [" ".join(version.headline.split()) for version in opened.versions(item.id)]
            edits += sum(before != after for before, after in pairwise(headlines))
        return len(items), edits
