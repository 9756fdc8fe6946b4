"""Pairs of items labelled by hand, found again in the corpora by file and hash."""

from calendar import timegm
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath

import feedparser

from wireroom.text.clusters import Telling
from wireroom.text.markup import plain_text

LABELLED = Path(__file__).with_name("data") / "pairs.tsv"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items by id, what a person says of them, and which half they belong to."""

    one: str
    other: str
    label: str
    half: str


@dataclass(frozen=True, slots=True)
class Score:
    """How often joining was right; pairs labelled "reworded" count in neither."""

    joined_same: int
    joined_other: int
    missed: int

    @property
    def precision(self) -> float:
        return self.joined_same / (self.joined_same + self.joined_other)

    @property
    def recall(self) -> float:
        return self.joined_same / (self.joined_same + self.missed)


def pairs() -> list[Pair]:
    lines = [line for line in LABELLED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    fields = [line.split("\t") for line in lines]
    return [Pair(f"{a}#{x}", f"{b}#{y}", label, half) for a, x, b, y, label, half in fields]


def tellings(corpora: Path) -> list[Telling]:
    """Every item of the files that the pairs are in, file by file, each once a feed."""
    files = sorted({name.partition("#")[0] for pair in pairs() for name in (pair.one, pair.other)})
    return [telling for name in files for telling in _told(corpora, name)]


def score(stories: dict[str, str], half: str = "") -> Score:
    """Compare stories (item id -> story) with the labels of one half, or of both."""
    return tally(stories, (pair for pair in pairs() if half in ("", pair.half)))


def tally(stories: dict[str, str], labelled: Iterable[Pair]) -> Score:
    """Compare stories (item id -> story) with labelled pairs."""
    counts = {("same", True): 0, ("other", True): 0, ("same", False): 0, ("other", False): 0}
    for pair in labelled:
        if pair.label != "reworded":
            counts[pair.label, stories[pair.one] == stories[pair.other]] += 1
    return Score(counts["same", True], counts["other", True], counts["same", False])


def _told(corpora: Path, name: str) -> list[Telling]:
    body = BytesIO((corpora / name).read_bytes())
    document = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    path = PurePosixPath(name)
    feed = str(path.parent) if path.parts[0] == "polls" else name
    found: dict[str, Telling] = {}
    for entry in document.entries:
        headline = plain_text(entry.get("title", "")).text.replace("\n", " ")
        identity = entry.get("id") or entry.get("link") or headline
        id_ = f"{name}#{sha256(identity.encode()).hexdigest()[:16]}"
        if headline and id_ not in found:
            contents = [plain_text(content.value).text for content in entry.get("content", [])]
            text = plain_text(entry.get("summary", "")).text or max(contents, key=len, default="")
            dated = entry.get("published_parsed") or entry.get("updated_parsed")
            at = datetime.fromtimestamp(timegm(dated), UTC) if dated else None
            found[id_] = Telling(id=id_, feed=feed, headline=headline, text=text, at=at)
    return list(found.values())
