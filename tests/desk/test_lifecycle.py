"""The table of the machine, held against the newsroom's rules row by row. Nothing here needs a store."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from msgspec.structs import replace

from tests.support.places import ROOT
from wireroom.desk import lifecycle, outcomes
from wireroom.desk.lifecycle import TABLE, Cause, Change
from wireroom.desk.needs import Case, Need
from wireroom.desk.rules import PRESETS, Force
from wireroom.errors import RefusedError
from wireroom.model import (
    CorrectionClass,
    Evidence,
    EvidenceKind,
    HouseRules,
    LiveBlog,
    RetractionClass,
    Status,
    SummaryBullet,
    Update,
)

NOON = datetime(2022, 1, 5, 12, 0, tzinfo=UTC)
POLICE = Evidence(kind=EvidenceKind.OFFICIAL, who="City police")
AGENCY = Evidence(kind=EvidenceKind.AGENCY, who="Meridian Press")
DRAFT = Update(
    id="017e282d-0000-7000-8000-00000000abcd",
    blog="b",
    headline="Airport closed",
    body="No flights.",
    filed=NOON,
    author="aigerim",
)

#: (change, from, to) as the newsroom's rules list them; what is not here is not allowed.
PAGE = {
    ("develop", "draft", "developing"),
    ("confirm", "draft", "confirmed"),
    ("confirm", "developing", "confirmed"),
    ("doubt", "confirmed", "developing"),
    ("retract", "developing", "retracted"),
    ("retract", "confirmed", "retracted"),
    ("kill", "developing", "killed"),
    ("kill", "confirmed", "killed"),
    ("kill", "retracted", "killed"),
    ("correct", "developing", "developing"),
    ("correct", "confirmed", "confirmed"),
    ("refile", "developing", "developing"),
    ("refile", "confirmed", "confirmed"),
    ("edit", "draft", "draft"),
    ("spike", "draft", "draft"),
    ("review", "developing", "developing"),
    ("review", "confirmed", "confirmed"),
}


def test_the_table_is_the_page() -> None:
    table = {
        (change.value, start.value, (row.to or start).value)
        for change, row in TABLE.items()
        for start in row.starts
    }
    assert table == PAGE


@pytest.mark.parametrize(
    ("change", "needs"),
    [
        (Change.DEVELOP, {Need.EVIDENCE, Need.ATTRIBUTION}),
        (Change.CONFIRM, {Need.EVIDENCE, Need.BASIS, Need.NOTE, Need.SECOND_PERSON}),
        (Change.DOUBT, {Need.REASON}),
        (Change.RETRACT, {Need.WRONG, Need.WHY, Need.CLASS, Need.NOTICE_ALONE, Need.SECOND_PERSON}),
        (Change.CORRECT, {Need.CORRECTION_NOTE}),
        (Change.REFILE, {Need.SAME_MEANING}),
        (Change.KILL, {Need.ORDER, Need.NOTICE, Need.CONFIRMATION, Need.SECOND_PERSON}),
        (Change.EDIT, set()),
        (Change.REVIEW, {Need.NEWS}),
    ],
)
def test_each_change_needs_what_the_page_says(change: Change, needs: set[Need]) -> None:
    assert set(TABLE[change].needs) == needs


@pytest.mark.parametrize(
    ("change", "causes"),
    [
        (
            Change.RETRACT,
            {Cause.UNPINNED, Cause.NO_KEY_EVENT, Cause.OUT_OF_SUMMARY, Cause.NOTICE_ENTRY, Cause.DEPENDANTS},
        ),
        (Change.DOUBT, {Cause.UNDER_REVIEW, Cause.OUT_OF_SUMMARY}),
        (Change.CONFIRM, {Cause.LABEL, Cause.HISTORY_LINE, Cause.TIMER_CLEARED}),
        (Change.DEVELOP, {Cause.LABEL, Cause.TIMER}),
        (Change.CORRECT, {Cause.BOX, Cause.MOVES_UPDATED}),
        (Change.KILL, {Cause.STUB, Cause.SEALED, Cause.FILES}),
    ],
)
def test_each_change_causes_what_the_page_says(change: Change, causes: set[Cause]) -> None:
    assert causes <= set(TABLE[change].causes)


def test_a_refile_causes_nothing_for_readers() -> None:
    assert TABLE[Change.REFILE].causes == ()


@pytest.mark.parametrize(("start", "to"), list(product(Status, Status)))
def test_every_pair_of_statuses_is_a_row_or_a_refusal_with_advice(start: Status, to: Status) -> None:
    update = replace(DRAFT, status=start)
    allowed = {
        (start_, to_)
        for change, start_, to_ in PAGE
        if change not in ("edit", "spike", "correct", "refile", "kill")
    }
    if (start.value, to.value) in allowed:
        change = lifecycle.change_for(update, to)
        assert (TABLE[change].to or start) is to
        return
    with pytest.raises(RefusedError) as refusal:
        lifecycle.change_for(update, to)
    spoken = {status: "a draft" if status is Status.DRAFT else status.value for status in Status}
    assert f"is {spoken[start]} and can't become {spoken[to]}" in refusal.value.message
    assert refusal.value.next_step


def test_nothing_leaves_killed_and_only_a_kill_leaves_retracted() -> None:
    leaving = {start: {change for change, row in TABLE.items() if start in row.starts} for start in Status}
    assert leaving[Status.KILLED] == set()
    assert leaving[Status.RETRACTED] == {Change.KILL}


def supplied(change: Change) -> Case:
    """Everything that a change can need."""
    status = next(iter(sorted(TABLE[change].starts)))
    return Case(
        update=replace(DRAFT, status=status, evidence=(POLICE, AGENCY)),
        editors=("aigerim", "dana"),
        note="They said so on camera.",
        wrong="It is open.",
        why="The airport says so.",
        kind=RetractionClass.WRONG,
        attributed=True,
        added=True,
        rewritten=True,
        ordered_by="District court",
        notice="Removed for legal reasons.",
        confirm="almaty",
        slug="almaty",
    )


#: How to take away what a need asks for, and a word of the refusal and of the command that supplies it.
WITHOUT = {
    Need.EVIDENCE: (
        lambda case: replace(case, update=replace(case.update, evidence=())),
        "evidence",
        "--evidence",
    ),
    Need.ATTRIBUTION: (lambda case: replace(case, attributed=False), "attribute", "--override"),
    Need.BASIS: (
        lambda case: replace(case, update=replace(case.update, evidence=(AGENCY,))),
        "one more needed",
        "--evidence",
    ),
    Need.NOTE: (lambda case: replace(case, note=" "), "how do we know", "--note"),
    Need.NEWS: (lambda case: replace(case, note="", added=False), "new evidence or a note", "--note"),
    Need.REASON: (lambda case: replace(case, note=""), "public reason", "--note"),
    Need.WRONG: (lambda case: replace(case, wrong=""), "What is wrong", "--wrong"),
    Need.WHY: (lambda case: replace(case, why=""), "Why it is taken back", "--why"),
    Need.CLASS: (lambda case: replace(case, kind=None), "class is missing", "--class wrong|unproven"),
    Need.NOTICE_ALONE: (
        lambda case: replace(
            case,
            update=replace(case.update, headline="Airport closed to all"),
            wrong="It is not true that the airport closed to all.",
        ),
        "What is wrong repeats the claim",
        "--wrong WRONG",
    ),
    Need.SECOND_PERSON: (lambda case: replace(case, editors=("aigerim",)), "ditor than", "--as NAME"),
    Need.CORRECTION_NOTE: (lambda case: replace(case, note=""), "What was wrong", "--corrected"),
    Need.SAME_MEANING: (
        lambda case: replace(case, meaning_changed=("the number 3 to 5",)),
        "the number 3 to 5",
        "--corrected",
    ),
    Need.ORDER: (lambda case: replace(case, ordered_by=""), "Who ordered it", "--ordered-by"),
    Need.NOTICE: (lambda case: replace(case, notice=""), "words for readers", "--notice"),
    Need.CONFIRMATION: (
        lambda case: replace(case, confirm="yes"),
        "type the blog's slug, almaty",
        "--confirm almaty",
    ),
}


@pytest.mark.parametrize(
    ("change", "need"), [(change, need) for change, row in TABLE.items() for need in row.needs]
)
def test_each_need_is_named_with_the_option_that_supplies_it(change: Change, need: Need) -> None:
    rules = PRESETS[HouseRules.AGENCY]
    whole = supplied(change)
    assert lifecycle.judge(change, whole, rules).allowed
    take_away, word, option = WITHOUT[need]
    case = take_away(whole)
    ruling = lifecycle.judge(change, case, rules)
    assert not ruling.allowed
    refusal = lifecycle.refuse(ruling, case)
    assert any(word in sentence for sentence in refusal.missing)
    assert option in refusal.next_step
    assert "0000abcd" in refusal.next_step


@pytest.mark.parametrize("preset", list(HouseRules))
def test_presets_bind_as_configured(preset: HouseRules) -> None:
    rules = PRESETS[preset]
    for need, force in ((Need.BASIS, rules.two_origins), (Need.SECOND_PERSON, rules.second_person)):
        case = WITHOUT[need][0](supplied(Change.CONFIRM))
        ruling = lifecycle.judge(Change.CONFIRM, case, rules)
        assert ruling.allowed is (force is Force.WARNS)
        overridden = lifecycle.judge(Change.CONFIRM, replace(case, override="The editor decides."), rules)
        assert overridden.allowed
        assert overridden.warnings


def test_a_refusal_keeps_a_place_for_what_was_given() -> None:
    case = replace(supplied(Change.RETRACT), why="", confirm="", ordered_by="", notice="")
    refusal = lifecycle.refuse(lifecycle.judge(Change.RETRACT, case, PRESETS[HouseRules.SOLO]), case)
    assert refusal.next_step.endswith("wireroom mark 0000abcd retracted ... --why WHY")


def test_one_kind_of_evidence_is_enough_alone() -> None:
    for kind in EvidenceKind:
        case = replace(
            supplied(Change.CONFIRM), update=replace(DRAFT, evidence=(Evidence(kind=kind, who="Somebody"),))
        )
        alone = kind in (EvidenceKind.WITNESS, EvidenceKind.OFFICIAL, EvidenceKind.DOCUMENT)
        assert lifecycle.judge(Change.CONFIRM, case, PRESETS[HouseRules.AGENCY]).allowed is alone


def test_an_embargo_moves_what_readers_are_told_of_times() -> None:
    later = NOON + timedelta(hours=3)
    update = outcomes.developed(replace(DRAFT, embargo=later), NOON, timedelta(minutes=30))
    assert update.first_published == update.changed == later
    assert update.review_due == later + timedelta(minutes=30)


def test_a_correction_moves_the_time_and_a_refile_does_not() -> None:
    standing = outcomes.confirmed(replace(DRAFT, evidence=(POLICE,)), NOON, "dana", "They said so.")
    later = NOON + timedelta(minutes=9)
    refiled = outcomes.refiled(standing, later, "dana", "Airport closed", "No flights .")
    assert refiled.changed == NOON
    assert refiled.corrections[0].kind is CorrectionClass.REFILE
    corrected = outcomes.corrected(
        refiled, later, "dana", "Earlier said two; it is three.", "Airport closed", "x"
    )
    assert corrected.changed == later
    assert [one.body for one in corrected.corrections] == ["No flights.", "No flights ."]


def test_a_stub_keeps_no_words() -> None:
    secret = replace(
        DRAFT,
        status=Status.CONFIRMED,
        evidence=(replace(POLICE, quote="We closed it."),),
        tags=("airport",),
        doubt="doubtful",
    )
    stub = outcomes.killed(secret, NOON, "dana", "District court", "Removed.")
    text = repr(stub)
    assert not any(word in text for word in ("Airport", "flights", "closed", "police", "doubtful", "airport"))


def test_what_we_got_wrong_may_speak_of_a_retraction() -> None:
    bullets = tuple(
        SummaryBullet(heading=heading, text=heading, update=DRAFT.id)
        for heading in ("known", "unknown", "wrong")
    )
    blog = LiveBlog(id="b", slug="b", headline="B", created=NOON, summary=bullets)
    assert [bullet.heading for bullet in outcomes.out_of_summary(blog, DRAFT).summary] == ["wrong"]
    assert outcomes.out_of_summary(blog, DRAFT, everything=True).summary == ()


def _table_of(page: str, heading: str) -> list[list[str]]:
    section = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_documentation_has_the_same_table() -> None:
    page = (ROOT / "docs" / "verification.md").read_text(encoding="utf-8")
    written = [
        [
            change.value,
            ", ".join(sorted(row.starts)),
            "draft" if change is Change.EDIT else (row.to or "as it was"),
            ", ".join(row.needs),
        ]
        for change, row in TABLE.items()
    ]
    assert _table_of(page, "What can be done, from where, and what it takes") == written


def test_the_documentation_has_the_same_house_rules() -> None:
    page = (ROOT / "docs" / "verification.md").read_text(encoding="utf-8")
    presets = [PRESETS[rules] for rules in (HouseRules.SOLO, HouseRules.DESK, HouseRules.AGENCY)]
    assert _table_of(page, "House rules") == [
        ["basis", *(preset.two_origins for preset in presets)],
        ["second person", *(preset.second_person for preset in presets)],
        ["attribution", *(preset.attribution for preset in presets)],
        ["notice alone", *(preset.notice_alone for preset in presets)],
    ]


TAKEN = "A retraction stands; new facts are a new update: wireroom write BLOG --headline H --supersedes {id}"
KILL = "A kill is its own command: wireroom kill {id}"
UNSEEN = "A draft was never published: edit it, wireroom edit {id}, or spike it"


@pytest.mark.parametrize(
    ("status", "to", "said", "advice"),
    [
        (Status.DRAFT, Status.DRAFT, "is a draft and can't become a draft", "It stands so already."),
        (Status.DRAFT, Status.RETRACTED, "is a draft and can't become retracted", UNSEEN),
        (Status.DRAFT, Status.KILLED, "is a draft and can't become killed", UNSEEN),
        (
            Status.DEVELOPING,
            Status.DRAFT,
            "is developing and can't become a draft",
            "What was published is never taken off silently: retract it, or kill it on an order.",
        ),
        (Status.CONFIRMED, Status.KILLED, "is confirmed and can't become killed", KILL),
        (Status.RETRACTED, Status.RETRACTED, "is retracted and can't become retracted", TAKEN),
        (Status.RETRACTED, Status.CONFIRMED, "is retracted and can't become confirmed", TAKEN),
        (
            Status.KILLED,
            Status.CONFIRMED,
            "is killed and can't become confirmed",
            "What was killed stays killed.",
        ),
    ],
)
def test_who_marks_what_can_not_be_so_marked_is_told_what_can_be_done(
    status: Status, to: Status, said: str, advice: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        lifecycle.change_for(replace(DRAFT, status=status), to)
    assert refused.value.message == f"'Airport closed' (0000abcd) {said}."
    assert refused.value.next_step == advice.format(id="0000abcd")
