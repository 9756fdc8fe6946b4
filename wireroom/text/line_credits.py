"""Whom a line credits at its end or its beginning: "Ferry sinks off coast - police", "State media: ferry sinks"."""

from collections.abc import Iterator

from wireroom.patterns import Pattern
from wireroom.text.language import AttributionRules

#: What stands between a line and whom it credits at its end.
_MARKS = "-–—,:|"
#: The same with the blanks behind it.
_SETS_OFF = Pattern(r"[-–—,:|](?:(?<=[,:])\s|(?<=\s[-–—])[-–—]*\s?|(?<=\s\|)\s)")
#: No name is longer, in characters.
_LONGEST = 80


def credited_lines(low: str, rules: AttributionRules) -> Iterator[tuple[int, int]]:
    """Where in a text in small letters lines name whom they credit; most have nothing to set one off."""
    if any(mark in low for mark in _MARKS):
        yield from _at_ends(low, rules)
    if ":" in low:
        yield from _at_beginnings(low, rules)


def _at_ends(low: str, rules: AttributionRules) -> Iterator[tuple[int, int]]:
    read_to = 0
    for mark in _SETS_OFF.finditer(low):
        start = mark.end()
        end = _end_of_line(low, start)
        if start < read_to or end > start + _LONGEST:
            continue
        line = low[start:end].rstrip(" \t")
        who = next((who for who in (line, line.rstrip(". \t")) if _is_credited(who, rules)), "")
        if who:
            yield start, start + len(who)
            read_to = end


def _at_beginnings(low: str, rules: AttributionRules) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(low):
        end = _end_of_line(low, start)
        colon = low.find(":", start, end)
        blank, begun = low[colon + 1 : colon + 2], low[colon + 2 : colon + 3]
        if colon >= 0 and blank.isspace() and begun.strip():
            who = low[start:colon].lstrip(" \t*")
            if _is_credited(who, rules):
                yield colon - len(who), colon
        start = end + 1


def _end_of_line(low: str, start: int) -> int:
    end = low.find("\n", start)
    return len(low) if end < 0 else end


def _is_credited(who: str, rules: AttributionRules) -> bool:
    return who in rules.agencies or who in rules.credits
