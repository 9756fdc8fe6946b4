"""How well reading copy finds sources and hedges, on sentences it was not built on."""

import pytest

from tests.text.labelled import sentences, tally
from wireroom.model import CueKind

PRECISION = {CueKind.ATTRIBUTION: 0.95, CueKind.HEDGE: 0.9}
RECALL = 0.85


@pytest.mark.parametrize("half", ["build", "measure"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("kind", [CueKind.ATTRIBUTION, CueKind.HEDGE])
def test_sources_and_hedges_are_found(language: str, half: str, kind: CueKind) -> None:
    found = tally(sentences(language, half), kind)

    assert found.precision >= PRECISION[kind], "\n".join(found.mistakes)
    assert found.recall >= RECALL, "\n".join(found.mistakes)


@pytest.mark.parametrize("kind", [CueKind.ATTRIBUTION, CueKind.HEDGE])
def test_sources_and_hedges_are_found_in_what_was_written_after_the_rules(kind: CueKind) -> None:
    """The second half with the sentences that came later: few hedges stand in those alone."""
    found = tally([*sentences("en", "measure"), *sentences("en", "fresh")], kind)

    assert found.precision >= PRECISION[kind]
    assert found.recall >= RECALL


def test_the_labelled_set_is_large_enough_and_no_sentence_is_in_both_halves() -> None:
    halves = {name: [each.text for each in sentences("en", name)] for name in ("build", "measure", "fresh")}

    assert len(halves["build"]) + len(halves["measure"]) >= 300
    assert len({text for half in halves.values() for text in half}) == sum(map(len, halves.values()))
    assert len(sentences("ru", "build")) + len(sentences("ru", "measure")) >= 60


@pytest.mark.parametrize(
    ("language", "half"),
    [
        ("en", "build"),
        ("en", "measure"),
        ("en", "fresh"),
        ("ru", "build"),
        ("ru", "measure"),
        ("kk", "build"),
        ("kk", "measure"),
    ],
)
def test_every_label_stands_in_its_sentence(language: str, half: str) -> None:
    for sentence in sentences(language, half):
        low = sentence.text.casefold()
        assert all(label.casefold() in low for label in (*sentence.sources, *sentence.hedges)), sentence.text
