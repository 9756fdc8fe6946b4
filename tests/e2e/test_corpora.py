"""Real feeds through the installed command line: all in one pull, nothing twice, edits exactly."""

import json
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from tests.e2e.conftest import Installed, document
from tests.support.loopback import loopback_wires

PUBLISHERS = ("bbc", "nytimes", "nzherald")


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
def test_consecutive_polls_give_exactly_the_items_and_edits(corpora: Path, installed: Installed) -> None:
    polls = {
        name: [path.read_bytes() for path in sorted((corpora / "polls" / name).iterdir())]
        for name in PUBLISHERS
    }
    expected = json.loads((corpora / "polls" / "expected.json").read_text(encoding="utf-8"))
    with loopback_wires() as wires:
        urls = {name: wires.url(f"/{name}") for name in PUBLISHERS}
        installed("feeds", "add", *urls.values(), "--private", "--unseen")
        found = _replay(installed, wires, polls)
        again = _replay(installed, wires, polls)
    for name in PUBLISHERS:
        assert found[name] == (expected[name]["unique_items"], expected[name]["headline_edits"]), name
    assert again == found


def _replay(installed: Installed, wires: object, polls: dict[str, list[bytes]]) -> dict[str, tuple[int, int]]:
    """Serve the polls one after the other and give items and headline edits by publisher."""
    for round_ in range(max(len(bodies) for bodies in polls.values())):
        bad = False
        for name, bodies in polls.items():
            body = bodies[min(round_, len(bodies) - 1)]
            wires.serve(f"/{name}", body)  # type: ignore[attr-defined]
            bad = bad or not _whole(body)
        installed("pull", "--all", expect=4 if bad else 0)
    found: dict[str, tuple[int, int]] = {}
    for name in polls:
        items = document(installed("wire", f"feed:/{name}", "--limit", "100000", "--json"))
        edits = sum(_edits(installed, item["id"]) for item in items if item["version"] > 1)
        found[name] = (len(items), edits)
    return found


def _whole(body: bytes) -> bool:
    return body.rstrip().endswith((b"</rss>", b"</RDF>", b"</feed>"))


def _edits(installed: Installed, item: str) -> int:
    """How often the words of a headline changed, white space folded."""
    versions = document(installed("item", item, "--json"))["versions"]
    headlines = [" ".join(version["headline"].split()) for version in versions]
    return sum(before != after for before, after in pairwise(headlines))
