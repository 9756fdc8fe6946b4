"""Whom lines credit at their ends and beginnings."""

import pytest

from wireroom.text.language import language
from wireroom.text.line_credits import credited_lines


@pytest.mark.parametrize(
    ("text", "credited"),
    [
        ("ferry sinks off coast - police", ["police"]),
        ("ferry sinks, – the associated press. \nnext line", ["the associated press"]),
        ("ferry sinks, - said so: a.p.", ["a.p."]),
        ("ferry sinks | bbc news\nstate (news) agency", ["bbc news"]),
        ("state media: ferry sinks\n * interior ministry: two saved", ["state media", "interior ministry"]),
        ("police:\nferry sinks", ["police"]),
        ("ferry sinks - police said", []),
        ("ferry sinks -police", ["police"]),
        ("police:ferry sinks", []),
        ("police: ", []),
        ("ferry sinks - someone", []),
        ("police", []),
        ("", []),
    ],
)
def test_lines_that_credit_somebody(text: str, credited: list[str]) -> None:
    found = credited_lines(text, language("en").attribution)

    assert [text[start:end] for start, end in found] == credited
