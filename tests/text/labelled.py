"""Sentences in our own words, labelled with the sources and hedges in them, and how well reading copy finds those."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wireroom.model import Cue, CueKind
from wireroom.text.cues import find_cues

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, who speaks in it, and the words that hedge; ``stated`` is the language that its feed names."""

    text: str
    sources: tuple[str, ...]
    hedges: tuple[str, ...]
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found and right, found and wrong, and not found; ``mistakes`` say where."""

    right: int
    wrong: int
    missed: int
    mistakes: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def sentences(language: str, half: str) -> list[Sentence]:
    """The sentences of a language ("en", "ru", "kk") and half ("build", "measure").

    A short sentence of Kazakh can do without the letters that tell it, so it is read as of a feed that says so.
    English has a third part, "fresh": written and labelled after the rules were done, and counted once.
    """
    if language == "en":
        rows = _rows(DATA / f"cues_en_{half}.tsv")
    else:
        rows = [row[1:] for row in _rows(DATA / f"cues_{language}.tsv") if row[0] == half]
    stated = language if language == "kk" else ""
    return [Sentence(text, _parts(sources), _parts(hedges), stated) for text, sources, hedges in rows]


def tally(labelled: Iterable[Sentence], kind: CueKind) -> Tally:
    """Compare what is found with the labels. A source is right when one names the other, a hedge when they overlap."""
    right = wrong = missed = 0
    mistakes: list[str] = []
    for sentence in labelled:
        found = [cue for cue in find_cues(sentence.text, sentence.stated) if cue.kind is kind]
        wanted = list(sentence.sources if kind is CueKind.ATTRIBUTION else sentence.hedges)
        for cue in found:
            hit = next((label for label in wanted if _fits(cue, label, sentence.text)), None)
            if hit is None:
                wrong += 1
                mistakes.append(f"wrong {cue.text!r} ({cue.who}): {sentence.text}")
            else:
                right += 1
                wanted.remove(hit)
        missed += len(wanted)
        mistakes.extend(f"missed {label!r}: {sentence.text}" for label in wanted)
    return Tally(right, wrong, missed, tuple(mistakes))


def _fits(cue: Cue, label: str, text: str) -> bool:
    if cue.kind is CueKind.ATTRIBUTION:
        mine, theirs = f" {cue.who.casefold()} ", f" {label.casefold()} "
        return mine in theirs or theirs in mine
    start = text.find(label)
    return cue.start < start + len(label) and start < cue.end


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _parts(field: str) -> tuple[str, ...]:
    return tuple(part for part in field.split("|") if part)
