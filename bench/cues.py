"""What reading copy costs and how well it reads: ``python -m bench.cues``.

Prints precision and recall on the labelled sentences, then the time to read a body of 2 KB beside the time of one
plain search for each phrase of the same rules in the same run, which is what a reader without a phrase book would do.
"""

import re
import sys
import time
from collections.abc import Callable
from statistics import median

from tests.text.labelled import sentences, tally
from wireroom.model import CueKind
from wireroom.text.cues import find_cues
from wireroom.text.rules import read_rules

SIZE = 2_000
ROUNDS = 60


def main() -> None:
    """Measure and print."""
    quality()
    body = " ".join(each.text for each in sentences("en", "measure"))[:SIZE]
    plain = " ".join(
        each.text for each in sentences("en", "measure") if not each.sources and not each.hedges
    )[:SIZE]
    searches = naive()
    print(f"\nbodies of {SIZE} characters, median of {ROUNDS} readings, CPU ms")
    for name, text in (("every other sentence has a source or hedge", body), ("none has", plain)):
        cues = spent(lambda text=text: find_cues(text))
        one_by_one = spent(lambda text=text: [search(text.lower()) for search in searches])
        print(
            f"  {name}: {cues:.2f}; phrase by phrase, without sources: {one_by_one:.2f} ({one_by_one / cues:.1f} times)"
        )


def quality() -> None:
    """Precision and recall by language, half and kind."""
    print("language half     kind         right wrong missed precision recall")
    for language, halves in (
        ("en", ("build", "measure", "fresh")),
        ("ru", ("build", "measure")),
        ("kk", ("build", "measure")),
    ):
        for half in halves:
            for kind in (CueKind.ATTRIBUTION, CueKind.HEDGE):
                found = tally(sentences(language, half), kind)
                print(
                    f"{language:8} {half:8} {kind:12} {found.right:5} {found.wrong:5} {found.missed:6} "
                    f"{found.precision:9.3f} {found.recall:6.3f}"
                )
                if "--mistakes" in sys.argv and half == "build":
                    print(*(f"    {mistake}" for mistake in found.mistakes), sep="\n")


def naive() -> list[Callable[[str], list[str]]]:
    """One compiled pattern for every hedge, opener, verb and phrase of the English rules."""
    rules = read_rules("en")
    attribution = rules["attribution"]
    phrases = [
        *rules["hedges"]["phrases"], *attribution["openers"], *attribution["said"], *attribution["reporting"],
        *attribution["not_saying"], *rules["follow_up"]["phrases"],
    ]  # fmt: skip
    return [re.compile(rf"(?<!\w)(?:{phrase})(?!\w)".replace(" ", r"\s+")).findall for phrase in phrases]


def spent(act: Callable[[], object]) -> float:
    """The median CPU time of an act, in milliseconds."""
    act()
    times = []
    for _ in range(ROUNDS):
        before = time.process_time()
        act()
        times.append(time.process_time() - before)
    return median(times) * 1000


if __name__ == "__main__":
    main()
