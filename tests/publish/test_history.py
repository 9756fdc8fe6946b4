"""What the page of an update tells of its life: each step that readers may know of, and the words it changed."""

from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from tests.publish.newsdesk import Newsdesk
from wireroom.desk import outcomes
from wireroom.model import Status, Update
from wireroom.publish.publisher import Publisher


def told(desk: Newsdesk, publisher: Publisher, out: Path, update: Update) -> list[str]:
    """The lines of the history, with ``[-gone-]`` and ``{+come+}``, published now."""
    publisher.publish(desk.blog, out)
    tree = etree.HTML((out / "p" / f"{update.id}.html").read_bytes())
    lines = []
    for line in tree.xpath("//section[@class='history']/ol/li"):
        for element, (begin, end) in {"del": ("[-", "-]"), "ins": ("{+", "+}")}.items():
            for words in line.iter(element):
                words.text = f"{begin}{words.text}{end}"
        lines.append(" ".join("".join(line.itertext()).split()))
    return lines


def test_each_step_is_told_with_the_words_it_changed(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    update = desk.developing("Airport closed", "Three people are hurt, they say.")
    day = "Almaty, Wednesday 5 January 2022:"
    life = [f"09:02 {day} Published as developing: not independently confirmed."]
    assert told(desk, publisher, out, update) == life
    update = desk.correct(update, "Earlier said three; it is four.", "Four people are hurt, they say.")
    update = desk.refile(update, "Four people are hurt, they said.")
    life.append(
        f"09:03 {day} Correction: Earlier said three; it is four. "
        "Words that changedAirport closed[- Three-]{+ Four+} people are hurt, they say."
    )
    assert told(desk, publisher, out, update) == life
    update = desk.confirm(update, "The hospital counted them.")
    update = desk.doubt(update, "The hospital counts again.")
    update = desk.retract(update, "Nobody is hurt.", "The hospital took it back.")
    life += [
        f"09:05 {day} Confirmed. The hospital counted them.",
        f"09:06 {day} Under review: The hospital counts again.",
        f"09:07 {day} Retracted. Nobody is hurt. The hospital took it back. It was wrong. There is no substitute.",
    ]
    assert told(desk, publisher, out, update) == life
    later = desk.confirm(desk.developing("Nobody hurt", supersedes=update.id), "It said so.")
    assert told(desk, publisher, out, update) == [*life, f"09:08 {day} Replaced by a newer update."]
    assert told(desk, publisher, out, later)[-1] == f"09:09 {day} Confirmed. It said so."


@pytest.mark.parametrize("between", [False, True])
def test_a_mark_that_was_undone_before_anybody_saw_it_was_never_said(
    desk: Newsdesk, publisher: Publisher, out: Path, tmp_path: Path, between: bool
) -> None:
    update = desk.correct(
        desk.developing("Airport closed"), "Earlier said shut; it is closed.", "Closed, they say."
    )
    life = told(desk, publisher, out, update)
    sure = desk.confirm(update, "A rash note.")
    if between:  # somebody looked at a snapshot elsewhere
        publisher.publish(desk.blog, tmp_path / "elsewhere")
    back = desk.undo(sure, update)
    place = tmp_path / "elsewhere" if between else out
    assert told(desk, publisher, place, back) == life
    later = desk.confirm(back, "The airport says so.")
    (step,) = told(desk, publisher, place, later)[len(life) :]
    assert step.endswith("Confirmed. The airport says so.")
    assert [path for path in place.rglob("*") if path.is_file() and b"rash" in path.read_bytes()] == []
    publisher.publish(desk.blog, tmp_path / "anew")
    for path in (place / "b").iterdir():
        assert path.read_bytes() == (tmp_path / "anew" / "b" / path.name).read_bytes()


def test_what_was_never_seen_before_it_was_a_draft_again_begins_later(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    rash = desk.developing("Minister arrested")
    draft = desk.undo(rash, replace(rash, status=Status.DRAFT, first_published=None, changed=None))
    better = desk.record(
        "edited", replace(draft, headline="Minister questioned", revision=draft.revision + 1)
    )
    at = desk.clock.tick(minutes=5)
    ready = outcomes.developed(better, at, timedelta(minutes=30))
    desk.record("marked", ready, to_status=ready.status)
    (begun,) = told(desk, publisher, out, ready)
    assert begun == (
        "09:08 Almaty, Wednesday 5 January 2022: Published as developing: not independently confirmed."
    )
    assert [path for path in out.rglob("*") if path.is_file() and b"arrested" in path.read_bytes()] == []


def test_what_is_confirmed_at_once_begins_so(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    sure = desk.record(
        "wrote", outcomes.confirmed(desk.draft("Airport open"), desk.clock.time, "dana", "Seen.")
    )
    (line,) = told(desk, publisher, out, sure)
    assert line.endswith("Confirmed. Seen.")


def test_of_what_was_killed_only_the_notice_is_told(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    update = desk.correct(desk.developing("Named in error"), "Earlier said Ann; it is Eve.", "Eve, they say.")
    update = desk.kill(desk.confirm(update))
    (line,) = told(desk, publisher, out, update)
    assert line.endswith("2022: Removed. Removed after a court order.")
