"""Watch terms in headlines, and what rings for them: in scripts with blanks between words, and without."""

import pytest

from tests.storage.values import item
from tui.bells import bell_for
from tui.panes.wire_rows import marks_of
from wireroom.filters import matches

FOUND = [
    ("outage", "Outages in Almaty", "Outage"),
    ("停电", "阿拉木图大停电，列车停运", "停电"),
    ("5G网络", "阿拉木图的5g网络中断", "5g网络"),
    ("น้ำท่วม", "เกิดน้ำท่วมในเมือง", "น้ำท่วม"),
]


@pytest.mark.parametrize(("term", "headline", "marked"), FOUND)
def test_a_term_is_marked_where_it_begins_a_word_and_anywhere_without_blanks(
    term: str, headline: str, marked: str
) -> None:
    pattern = marks_of(["unmet", term])
    assert pattern is not None
    assert [found[0] for found in pattern.finditer(headline)] == [marked]


@pytest.mark.parametrize(("term", "headline"), [("out", "Blackout"), ("停电", "阿拉木图停水"), ("น้ำ", "เนื้อ")])
def test_what_is_not_there_is_not_marked_and_rings_for_nobody(term: str, headline: str) -> None:
    pattern = marks_of([term])
    assert pattern is not None
    assert pattern.search(headline) is None
    assert not matches(bell_for([term]), item(1, headline=headline, summary="", body=""))


@pytest.mark.parametrize(
    ("term", "headline"), [("black sea", "On the Black Sea"), *(row[:2] for row in FOUND)]
)
def test_a_term_rings_where_it_stands(term: str, headline: str) -> None:
    assert matches(bell_for(["unmet", term]), item(1, headline=headline))
