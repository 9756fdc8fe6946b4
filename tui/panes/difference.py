"""Two wordings in one paragraph: what left is struck, what came is underlined, both with a sign."""

from tui.widgets.blocks import Block
from tui.widgets.spans import Span
from wireroom.text.worddiff import Run, word_difference


def difference(before: str, after: str, *, indent: int = 0) -> Block:
    """Show how one wording became the other, word by word: ``[-old-] {+new+}``, as editors know it from wdiff."""
    spans: list[Span] = []
    for piece in word_difference(before, after):
        words = piece.text.strip()
        if piece.run is Run.EQUAL or not words:
            spans.append(Span(piece.text))
            continue
        if piece.text[:1].isspace():
            spans.append(Span(" "))
        if piece.run is Run.DELETE:
            spans.append(Span(f"[-{words}-]", "retracted", strike=True))
        else:
            glued = bool(spans) and spans[-1].strike
            spans += [Span(" ")] if glued else []
            spans.append(Span(f"{{+{words}+}}", "confirmed", underline=True))
    return Block(tuple(spans), indent=indent)
