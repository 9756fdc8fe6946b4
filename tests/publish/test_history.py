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


def all_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def told_of(words: bytes, folder: Path) -> list[str]:
    return sorted(path for path, body in all_of(folder).items() if words in body)


@pytest.mark.parametrize("seen", [False, True])
def test_a_mark_that_was_undone_before_it_was_published_was_never_said(
    desk: Newsdesk, publisher: Publisher, out: Path, tmp_path: Path, seen: bool
) -> None:
    update = desk.correct(desk.developing("Airport closed"), "Earlier said shut; it is closed.", "Closed.")
    life = told(desk, publisher, out, update)
    sure = desk.confirm(update, "A rash note.")
    if seen:  # on this desk's preview
        told(desk, publisher, out, sure)
        assert told_of(b"rash", out)
    back = desk.undo(sure, update)
    assert told(desk, publisher, out, back) == life
    assert told_of(b"rash", out) == []
    later = desk.confirm(back, "The airport says so.")
    (step,) = told(desk, publisher, out, later)[len(life) :]
    assert step.endswith("Confirmed. The airport says so.")
    publisher.publish(desk.blog, tmp_path / "anew")
    assert all_of(out) == all_of(tmp_path / "anew")


@pytest.mark.parametrize("seen", [False, True])
def test_what_was_a_draft_again_before_it_was_published_begins_later(
    desk: Newsdesk, publisher: Publisher, out: Path, seen: bool
) -> None:
    older = desk.developing("Police at his house")
    rash = desk.developing("Minister arrested", supersedes=older.id, key_event=True)
    if seen:
        told(desk, publisher, out, rash)
        assert f"p/{rash.id}.html" in all_of(out)
    draft = desk.undo(rash, replace(rash, status=Status.DRAFT, first_published=None, changed=None))
    assert told(desk, publisher, out, older)[1:] == []
    assert told_of(rash.id.encode(), out) == []
    better = replace(draft, headline="Minister questioned", revision=draft.revision + 1)
    desk.record("edited", better)
    ready = outcomes.developed(better, desk.clock.tick(minutes=5), timedelta(minutes=30))
    desk.record("marked", ready, to_status=ready.status)
    (begun,) = told(desk, publisher, out, ready)
    assert begun == (
        "09:09 Almaty, Wednesday 5 January 2022: Published as developing: not independently confirmed."
    )
    assert told_of(b"arrested", out) == []
    (_, replaced) = told(desk, publisher, out, older)
    assert replaced.endswith("Replaced by a newer update.")


def test_an_embargo_that_ends_between_a_mark_and_its_undoing_shows_what_stands(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    held = desk.developing("Budget speech", embargo=desk.clock.time + timedelta(minutes=4))
    sure = desk.confirm(held, "A rash note.")
    desk.clock.tick(minutes=5)
    other = desk.developing("Trains stop")
    desk.undo(sure, held)
    (begun,) = told(desk, publisher, out, held)
    assert "Published as developing" in begun
    assert told_of(b"2 developing.", out) == ["index.html", "oldest-first.html", "top.html"]
    assert told_of(b"rash", out) == []
    assert len(told(desk, publisher, out, other)) == 1


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
