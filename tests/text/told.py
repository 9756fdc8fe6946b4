"""Stories in our own words, told by three desks each, and the pairs that follow from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.text.pairs import Pair, Score, tally
from wireroom.text.clusters import Stories, Telling

TOLD = Path(__file__).with_name("data") / "tellings.tsv"
BEGAN = datetime(2026, 1, 5, 6, tzinfo=UTC)

#: In which order a wire brings them: what the first desk has, then the others, then what is only alike.
ORDER = ("first", "same", "other")


@dataclass(frozen=True, slots=True)
class Told:
    """One telling: the half and the story it belongs to, and which of ``ORDER`` it is."""

    half: str
    story: str
    which: str
    headline: str
    text: str

    @property
    def id(self) -> str:
        return f"{self.story} {self.which}"


def told() -> list[Told]:
    lines = [line for line in TOLD.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [Told(*line.split("\t")) for line in lines]


def placed() -> dict[str, str]:
    """Put every telling into its story as it comes in; each desk is a feed of its own."""
    stories = Stories()
    wire = sorted(told(), key=lambda one: ORDER.index(one.which))
    return {
        one.id: stories.place(
            Telling(
                id=one.id,
                feed=one.which,
                headline=one.headline,
                text=one.text,
                at=BEGAN + timedelta(minutes=number),
            )
        ).cluster
        for number, one in enumerate(wire)
    }


def score(stories: dict[str, str], half: str) -> Score:
    """Compare stories with the labels of one half."""
    return tally(stories, (pair for pair in _pairs(told()) if pair.half == half))


def _pairs(tellings: Iterable[Told]) -> Iterable[Pair]:
    for one in tellings:
        if one.which != "first":
            yield Pair(f"{one.story} first", one.id, one.which, one.half)
        if one.which == "other":
            yield Pair(f"{one.story} same", one.id, one.which, one.half)
