"""Any text at all takes the cells it was given, and nothing of it reaches the terminal as an order."""

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.hostile import FORBIDDEN, HOSTILE
from tui.panes.bands import foot_line, head_line
from tui.widgets.copy import cut, fit, line, wrap
from tui.widgets.spans import cells

anything = st.one_of(st.text(max_size=200), st.sampled_from(list(HOSTILE.values())))


@given(text=anything, width=st.integers(1, 240))
@example(text="停" * 40, width=1)
@example(text="e" + "\u0301" * 60, width=3)
def test_a_line_takes_exactly_its_cells(text: str, width: int) -> None:
    inert = line(text)
    assert cell_len(fit(inert, width)) == width
    assert cell_len(cut(inert, width)) <= width
    assert not set(FORBIDDEN) & set(inert)


@given(text=anything, width=st.integers(2, 240))
def test_wrapped_text_keeps_to_its_width(text: str, width: int) -> None:
    rows = wrap(line(text), width)
    assert all(cell_len(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(line(text).split())


@given(words=anything, loud=anything, width=st.integers(20, 240))
def test_bands_keep_to_their_width(words: str, loud: str, width: int) -> None:
    assert cells(head_line("Wire", width, words=words, loud=loud)) == width
    assert cells(foot_line([("a", "keep"), ("Space", "select")], width, said=words)) == width
