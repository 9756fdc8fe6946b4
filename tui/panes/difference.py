"""Two wordings in one paragraph: what left is struck, what came is underlined, both with a sign."""

import difflib
import re

from tui.widgets.reader import Block, Span

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


def difference(before: str, after: str, *, indent: int = 0) -> Block:
    """Show how one wording became the other, word by word: ``[-old-] {+new+}``, as editors know it from wdiff."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    spans: list[Span] = []
    for what, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if what == "equal":
            spans.append(Span("".join(old[old_from:old_to])))
            continue
        if gone := "".join(old[old_from:old_to]).strip():
            spans.append(Span(" ", "text"))
            spans.append(Span(f"[-{gone}-]", "retracted", strike=True))
        if come := "".join(new[new_from:new_to]).strip():
            spans.append(Span(" ", "text"))
            spans.append(Span(f"{{+{come}+}}", "confirmed", underline=True))
        spans.append(Span(" ", "text"))
    return Block(tuple(spans), indent=indent)
