"""What is joined again when an entry changes: lists of what changed in it, and no others."""

from datetime import UTC, datetime, timedelta

import pytest

from wireroom.publish.pieces import Pieces
from wireroom.publish.showing import Showing, Shown, bodies
from wireroom.publish.story import Entry

MORNING = datetime(2022, 1, 5, 6, 0, tzinfo=UTC)


class Shelf:
    """Pieces by entry, which a test changes; entries without any may not be seen."""

    def __init__(self) -> None:
        self.pieces: dict[str, Pieces] = {}
        self.changed: dict[str, datetime] = {}
        self.late: dict[str, bytes] = {}
        self.showing = Showing()
        self.showing.make = self.make
        self.showing.late = lambda kind, entry: self.late[kind]

    def keep(self, entry_id: str, *, at: datetime = MORNING, notice: bytes = b"", **pieces: bytes) -> None:
        self.pieces[entry_id] = {"day": b"2022-01-05|Wednesday", **pieces}
        if notice:
            self.pieces[entry_id]["atom#"] = notice
        self.changed[entry_id] = at
        self.showing.forget(entry_id)

    def make(self, entry_id: str) -> Shown:
        entry = Entry(number=1, sequence=1, moved=1, forms=())
        return Shown(entry, dict(self.pieces[entry_id]), self.changed[entry_id])

    def joined(self, kind: str, *ids: str, backwards: bool = False) -> bytes:
        return b"|".join(bodies(self.showing.runs(kind, "", ids, backwards=backwards)))


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    made.keep("a1", html=b"<a>", short=b"a in short", atom=b"a")
    made.keep("b2", html=b"<b>", short=b"b in short", atom=b"b")
    return made


def test_a_list_of_what_did_not_change_is_not_joined_again(shelf: Shelf) -> None:
    (short,), (whole,) = (shelf.showing.runs(kind, "", ("a1", "b2")) for kind in ("short", "atom"))
    shelf.keep("a1", html=b"<A>", short=b"a in short", atom=b"A")
    assert shelf.showing.runs("short", "", ("a1", "b2"))[0] is short
    (again,) = shelf.showing.runs("atom", "", ("a1", "b2"))
    assert (whole.body, again.body) == (b"a\nb", b"A\nb")


def test_what_changed_is_joined_again_in_both_orders(shelf: Shelf) -> None:
    ids = ("a1", "b2")
    assert [shelf.joined("html", *ids, backwards=way) for way in (False, True)] == [b"<a><b>", b"<b><a>"]
    shelf.keep("b2", html=b"<B>", short=b"b in short", atom=b"b")
    assert [shelf.joined("html", *ids, backwards=way) for way in (False, True)] == [b"<a><B>", b"<B><a>"]


def test_it_is_told_which_kinds_of_pieces_a_change_touched(shelf: Shelf) -> None:
    shelf.joined("html", "a1", "b2")
    shelf.keep("a1", html=b"<A>", short=b"a in short", atom=b"a")
    told = {kind: shelf.showing.differs("a1", [kind]) for kind in ("html", "short", "atom", "key")}
    assert told == {"html": True, "short": False, "atom": False, "key": False}
    assert shelf.showing.differs("a1", ["short", "html"])
    shelf.keep("a1", html=b"<A>", short=b"a in short", atom=b"a", key=b"a!")
    assert shelf.showing.differs("a1", ["key"])


def test_a_second_change_before_anybody_looked_is_compared_with_what_was_shown(shelf: Shelf) -> None:
    shelf.joined("html", "a1")
    shelf.keep("a1", html=b"<A>", short=b"another", atom=b"a")
    shelf.keep("a1", html=b"<A>", short=b"a in short", atom=b"a")
    assert shelf.showing.differs("a1", ["html"])
    assert not shelf.showing.differs("a1", ["short"])


def test_of_an_entry_nobody_was_shown_before_everything_differs(shelf: Shelf) -> None:
    shelf.keep("c3", html=b"<c>", short=b"c", atom=b"c")
    assert shelf.showing.differs("c3", ["short"])
    shelf.joined("html", "a1")
    shelf.showing.clear()
    shelf.keep("a1", html=b"<a>", short=b"a in short", atom=b"a")
    assert shelf.showing.differs("a1", ["short"])


def test_a_notice_is_a_piece_of_its_list(shelf: Shelf) -> None:
    shelf.keep("a1", html=b"<a>", atom=b"a", notice=b"a is wrong")
    assert shelf.joined("atom", "a1#retracted", "a1") == b"a is wrong\na"
    shelf.keep("a1", html=b"<a>", atom=b"a", notice=b"a was wrong")
    assert shelf.joined("atom", "a1#retracted", "a1") == b"a was wrong\na"


def test_the_time_of_a_change_reaches_lists_whose_pieces_do_not_show_it(shelf: Shelf) -> None:
    shelf.joined("short", "a1")
    noon = MORNING + timedelta(hours=6)
    shelf.keep("a1", at=noon, html=b"<a>", short=b"a in short", atom=b"a")
    assert shelf.showing.runs("short", "", ("a1",))[0].changed == noon


def test_pieces_that_are_made_late_are_made_again(shelf: Shelf) -> None:
    shelf.late["rss"] = b"a for RSS"
    assert shelf.joined("rss", "a1") == b"a for RSS"
    shelf.late["rss"] = b"A for RSS"
    shelf.keep("a1", html=b"<A>", short=b"a in short", atom=b"a")
    assert shelf.joined("rss", "a1") == b"A for RSS"
