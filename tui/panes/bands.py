"""What stands on the bands of the desk: heads of panes, tabs of folded lanes, the keys in the foot."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from tui.widgets.copy import cut, line
from tui.widgets.spans import Span, cells, filled

#: So much room the foot gives what it says at least: the longest words on what a key lacks.
SAID_CELLS = 38

#: Cells between two keys of the foot.
_FOOT_GAP = 2


def head_line(
    name: str, width: int, *, words: str = "", loud: str = "", part: str = "", active: bool = False
) -> list[Span]:
    """The head of a pane: its name, then what stands out, then quiet words; a sign says that keys go to it."""
    spans = [Span(f"{'❯' if active else ' '}{name}", part or ("accent" if active else "quiet"), bold=True)]
    if loud:
        spans.append(Span(f"  {line(loud)}", "accent", bold=True))
    if words:
        spans.append(Span(f"  {line(words)}", "quiet"))
    return band(spans, width)


#: A lane as its tab shows it: name, updates, how many of them must be decided now.
Tab = tuple[str, int, int]


def tab_words(tabs: Sequence[Tab], front: str, width: int, *, active: bool) -> list[tuple[str, str]]:
    """Each lane with the words of its tab; the one in front has a sign.

    Where the width is short, the tabs move together, and then the names behind the front one are cut.
    """
    for gap in ("  ", ""):
        words = [(tab[0], _tab(tab, front, active=active) + gap) for tab in tabs]
        if sum(cell_len(one) for _, one in words) <= width:
            return words
    return [(tab[0], _tab(tab, front, active=active, letters=4)) for tab in tabs]


def _tab(tab: Tab, front: str, *, active: bool, letters: int = 0) -> str:
    name, updates, to_decide = tab
    sign = "❯" if name == front and active else "▸" if name == front else " "
    shown = f"{name[:letters]}." if letters and name != front else name
    alarm = f" !{to_decide}" if to_decide else ""
    return f"{sign}{shown.capitalize()} {updates}{alarm}"


def tabs_line(tabs: Sequence[Tab], front: str, width: int, *, active: bool) -> list[Span]:
    """The tabs of folded lanes on one line."""
    spans = [
        Span(words, name, bold=name == front, underline=name == front and active)
        for name, words in tab_words(tabs, front, width, active=active)
    ]
    return band(spans, width)


def foot_line(keys: Sequence[tuple[str, str]], width: int, *, said: str = "", count: str = "") -> list[Span]:
    """The foot: a count that is being typed, the last act, and as many keys with their words as fit."""
    spans = _before_the_keys(width, said, count)
    for key, word in keys[: len(foot_ends(keys, width, said=said, count=count))]:
        spans += [Span(key, "accent", bold=True), Span(f" {word}  ", "quiet")]
    return band(spans, width)


def foot_ends(
    keys: Sequence[tuple[str, str]], width: int, *, said: str = "", count: str = ""
) -> list[tuple[int, int]]:
    """From and to which cell each key with its word stands in the foot; as many of them as fit."""
    begin = cells(_before_the_keys(width, said, count))
    ends: list[tuple[int, int]] = []
    for key, word in keys:
        end = begin + cell_len(key) + cell_len(word) + 1
        if end + _FOOT_GAP > width:
            break
        ends.append((begin, end))
        begin = end + _FOOT_GAP
    return ends


def _before_the_keys(width: int, said: str, count: str) -> list[Span]:
    spans = [Span(" ", "quiet")]
    if count:
        spans.append(Span(f"{count} ", "accent", bold=True))
    if said:
        spans.append(Span(f"{cut(line(said), max(width // 2, SAID_CELLS))}  ", bold=True))
    return spans


def band(spans: Iterable[Span], width: int) -> list[Span]:
    """Spans on the band, cut or filled to a width."""
    fitting: list[Span] = []
    room = width
    for span in spans:
        text = cut(span.text, room) if cell_len(span.text) > room else span.text
        if text:
            fitting.append(Span(text, span.part, span.bold, span.underline, on="band"))
        room -= cell_len(text)
        if room <= 0:
            break
    return filled(fitting, width, "band")
