"""Every refusal of the machine, tried from the command line: exit code, what is missing, and the command that helps.

Each row names the house rules, the status to begin at, the command (``ID`` stands for the update, ``AGAIN`` for its
own words) and words that stderr must hold.
"""

from dataclasses import dataclass

import pytest

from tests.cli.conftest import Wireroom
from wireroom.desk.lifecycle import TABLE
from wireroom.desk.needs import Need
from wireroom.ports.store import Store

CONFIRMED = ("--evidence", "official:City police", "--status", "confirmed", "--note", "They told us.")
DEVELOPING = ("--evidence", "agency:Meridian Press", "--status", "developing")
RETRACTED = ("--wrong", "It is open.", "--why", "We looked.", "--class", "wrong")
KILL = ("--ordered-by", "District court", "--notice", "Removed.", "--confirm", "night")
BEGIN = {"draft": ("--evidence", "agency:Meridian Press"), "developing": DEVELOPING, "confirmed": CONFIRMED}
BODY = "The airport is closed to 3 flights, Meridian Press reports."


@dataclass(frozen=True)
class Refusal:
    """A command that must be refused; ``need`` is what it leaves out, if it is that of a row of the table."""

    start: str
    words: tuple[str, ...]
    told: tuple[str, ...]
    rules: str = "desk"
    need: Need | None = None

    def __str__(self) -> str:
        return f"{self.rules}-{self.start}-{' '.join(self.words[:3])}-{self.need or 'no way'}"


MARK = ("mark", "ID")
REFUSALS = [
    Refusal("bare", (*MARK, "developing"), ("piece of evidence", "--evidence KIND:WHO"), need=Need.EVIDENCE),
    Refusal(
        "bare", (*MARK, "confirmed", "--note", "We know."), ("piece of evidence",), "solo", Need.EVIDENCE
    ),
    Refusal("flat", (*MARK, "developing"), ("must attribute", "--override REASON"), need=Need.ATTRIBUTION),
    Refusal(
        "draft", (*MARK, "confirmed", "--note", "We know."), ("1 item, 1 origin", "one more"), need=Need.BASIS
    ),
    Refusal("developing", (*MARK, "confirmed", "--note", "We know."), ("1 item, 1 origin",), need=Need.BASIS),
    Refusal(
        "draft",
        (*MARK, "confirmed", "--evidence", "witness:me"),
        ("how do we know", "--note"),
        need=Need.NOTE,
    ),
    Refusal(
        "developing",
        (*MARK, "confirmed", "--evidence", "witness:me", "--note", "We saw it."),
        ("Another editor than its author, aigerim", "--as NAME"),
        "agency",
        Need.SECOND_PERSON,
    ),
    Refusal("confirmed", (*MARK, "developing"), ("public reason", "--note"), need=Need.REASON),
    Refusal("developing", (*MARK, "developing"), ("stands as developing already",), need=Need.NEWS),
    Refusal("confirmed", (*MARK, "confirmed"), ("stands as confirmed already",), need=Need.NEWS),
    Refusal("confirmed", (*MARK, "retracted", *RETRACTED[2:]), ("What is wrong", "--wrong"), need=Need.WRONG),
    Refusal(
        "developing",
        (*MARK, "retracted", *RETRACTED[:2], *RETRACTED[4:]),
        ("taken back", "--why"),
        need=Need.WHY,
    ),
    Refusal(
        "confirmed", (*MARK, "retracted", *RETRACTED[:4]), ("source-withdrew", "--class"), need=Need.CLASS
    ),
    Refusal(
        "confirmed",
        (*MARK, "retracted", "--wrong", "No: airport closed, agency says.", *RETRACTED[2:]),
        ("What is wrong repeats the claim", "... --wrong WRONG", "--override REASON"),
        need=Need.NOTICE_ALONE,
    ),
    Refusal("developing", (*MARK, "retracted", *RETRACTED), ("--as NAME",), "agency", Need.SECOND_PERSON),
    Refusal(
        "confirmed",
        ("correct", "ID", "--corrected", " ", "--body", "Other."),
        ("What was wrong and what is right", "--corrected"),
        need=Need.CORRECTION_NOTE,
    ),
    Refusal(
        "confirmed",
        ("correct", "ID", "--refile", "--body", BODY.replace("3", "5")),
        ("changes no meaning", "“3” became “5”"),
        need=Need.SAME_MEANING,
    ),
    Refusal(
        "confirmed",
        ("correct", "ID", "--refile", "--body", BODY),
        ("Nothing is changed",),
        need=Need.SAME_MEANING,
    ),
    Refusal("confirmed", ("kill", "ID", "--ordered-by", "", *KILL[2:]), ("Who ordered it",), need=Need.ORDER),
    Refusal(
        "confirmed",
        ("kill", "ID", *KILL[:2], "--notice", "", *KILL[4:]),
        ("words for readers",),
        need=Need.NOTICE,
    ),
    Refusal(
        "developing",
        ("kill", "ID", *KILL[:4], "--confirm", "yes"),
        ("type the blog's slug, night", "--confirm night"),
        need=Need.CONFIRMATION,
    ),
    # What nobody can do, wherever it begins.
    Refusal("draft", ("delete", "ID"), ("ever deleted", "wireroom edit")),
    Refusal("developing", ("delete", "ID"), ("ever deleted", "retracted --wrong", "wireroom kill")),
    Refusal("retracted", ("delete", "ID"), ("ever deleted", "wireroom kill")),
    Refusal("killed", ("delete", "ID"), ("ever deleted", "stays as a stub")),
    # What no row of the table begins at.
    Refusal("draft", (*MARK, "retracted", *RETRACTED), ("never published", "wireroom edit")),
    Refusal("draft", ("correct", "ID", "--corrected", "x", "--body", "y"), ("wireroom edit",)),
    Refusal("draft", ("kill", "ID", *KILL), ("never published", "wireroom spike")),
    Refusal("confirmed", ("edit", "ID", "--body", "Other."), ("wireroom correct", "--refile")),
    *(
        Refusal("retracted", words, ("--supersedes",))
        for words in (
            (*MARK, "developing", "--note", "After all."),
            (*MARK, "confirmed", "--note", "After all.", "--evidence", "witness:me"),
            (*MARK, "retracted", *RETRACTED),
            ("correct", "ID", "--corrected", "x", "--body", "y"),
            ("edit", "ID", "--body", "y"),
        )
    ),
    *(
        Refusal("killed", words, ("stays killed",))
        for words in (
            (*MARK, "developing", "--note", "After all."),
            (*MARK, "confirmed", "--note", "After all.", "--evidence", "witness:me"),
            (*MARK, "retracted", *RETRACTED),
            ("correct", "ID", "--corrected", "x", "--body", "y"),
            ("edit", "ID", "--body", "y"),
            ("kill", "ID", *KILL),
        )
    ),
]


def test_every_need_of_the_table_is_tried() -> None:
    tried = {refusal.need for refusal in REFUSALS}
    assert tried >= {need for row in TABLE.values() for need in row.needs}


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_it_is_refused_and_nothing_changes(cli: Wireroom, store: Store, refusal: Refusal) -> None:
    update = begin(cli, refusal)
    before = (store.update(update), store.position())
    told = cli(*(update if word == "ID" else word for word in refusal.words))
    assert told.code == 1, told.err
    for words in refusal.told:
        assert words in told.err
    assert told.out == ""
    assert (store.update(update), store.position()) == before


def test_what_is_asked_for_makes_it_go_through(cli: Wireroom, store: Store) -> None:
    update = begin(cli, Refusal("draft", (), ()))
    told = cli("mark", update, "confirmed", "--note", "Both said so.", "--evidence", "agency:Northern Wire")
    assert told.code == 0, told.err
    assert store.update(update).status == "confirmed"


def test_the_first_of_two_who_order_a_kill_waits_for_the_other(cli: Wireroom, store: Store) -> None:
    update = begin(cli, Refusal("draft", (), (), "agency"))
    assert cli("mark", update, "developing").code == 0
    first = cli("kill", update, *KILL)
    assert "second editor than aigerim" in first.out + first.err
    assert store.update(update).status == "developing"
    assert cli("kill", update, *KILL, "--as", "dana").code == 0
    assert store.update(update).status == "killed"


def begin(cli: Wireroom, refusal: Refusal) -> str:
    """Open a live blog and file an update with the status that the row begins at."""
    assert cli("blog", "new", "night", "--headline", "The night", "--rules", refusal.rules).code == 0
    headline, body = "Airport closed, agency says", BODY
    if refusal.start == "flat":
        headline, body = "Airport closed", "No flights."
    stand = {"retracted": "confirmed", "killed": "confirmed", "flat": "draft"}.get(
        refusal.start, refusal.start
    )
    filed = cli("write", "night", "--headline", headline, "--body", body, *BEGIN.get(stand, ()))
    assert filed.code == 0, filed.err
    update = filed.out.strip()
    if refusal.start == "retracted":
        assert cli("mark", update, "retracted", *RETRACTED).code == 0
    if refusal.start == "killed":
        assert cli("kill", update, *KILL).code == 0
    return update
