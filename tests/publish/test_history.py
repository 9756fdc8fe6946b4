"""What the page of an update tells of its life: each step that readers may know of, and the words it changed."""

from pathlib import Path

from lxml import etree

from tests.publish.newsdesk import Newsdesk
from wireroom.desk import outcomes
from wireroom.model import Update
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
