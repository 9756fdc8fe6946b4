"""Garbage is looked for behind the frames of keys, and only among what is new."""

import gc
from collections.abc import Callable, Iterator

import pytest

from tui.garbage import AWAY_SECONDS, CLOSING_SECONDS, EBB_SECONDS, NEW, SWEEP_SECONDS, Caretaker


class Knot:
    """Garbage that only a search finds: it holds itself."""

    alive = 0

    def __init__(self) -> None:
        self.me = self
        Knot.alive += 1

    def __del__(self) -> None:
        Knot.alive -= 1


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


class Room:
    """A desk with nothing open over it."""

    def __init__(self) -> None:
        self.alone = True
        self.closed = False
        self.ebbs = 0

    def stands_alone(self) -> bool:
        return self.alone

    def has_closed(self) -> bool:
        return self.closed

    def ebb(self) -> None:
        self.ebbs += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def frames() -> list[Callable[[], None]]:
    """What is to be done when the frame of a key is out."""
    return []


@pytest.fixture
def caretaker(room: Room, clock: Clock, frames: list[Callable[[], None]]) -> Iterator[Caretaker]:
    gc.collect()
    caretaker = Caretaker(room, clock=clock, later=lambda _, call: frames.append(call))
    caretaker.begin()
    yield caretaker
    caretaker.end()
    gc.collect()


def leave_a_knot() -> None:
    """Leave garbage, and so much that is new that a search is worth it."""
    knot = Knot()
    assert knot.me is knot
    leave_out_of_reach.extend([] for _ in range(2 * NEW))


leave_out_of_reach: list[list[None]] = []


@pytest.fixture(autouse=True)
def _reach() -> Iterator[None]:
    yield
    leave_out_of_reach.clear()


def test_garbage_is_cleared_behind_the_frame_of_a_key_and_not_before(
    caretaker: Caretaker, frames: list[Callable[[], None]], clock: Clock
) -> None:
    leave_a_knot()
    caretaker.typed()
    assert Knot.alive == 1
    (frame_is_out,) = frames
    clock.seconds += 1
    frame_is_out()
    assert Knot.alive == 0


def test_a_key_that_came_meanwhile_has_its_frame_first(
    caretaker: Caretaker, frames: list[Callable[[], None]], clock: Clock
) -> None:
    leave_a_knot()
    caretaker.typed()
    clock.seconds += 1
    caretaker.typed()
    frames.pop()()
    assert Knot.alive == 1
    clock.seconds += 1
    frames.pop()()
    assert Knot.alive == 0
    assert not frames


def test_little_that_is_new_is_worth_no_search(caretaker: Caretaker) -> None:
    knot = Knot()
    caretaker.look()
    assert knot.me is knot
    del knot
    caretaker.look()
    assert Knot.alive == 1


def test_what_a_closed_sheet_leaves_is_cleared_however_little_is_new(
    caretaker: Caretaker, room: Room, clock: Clock
) -> None:
    room.alone = False
    knot = Knot()
    leave_a_knot()
    caretaker.look()
    assert knot.me is knot
    assert Knot.alive == 1
    del knot
    room.closed = True
    caretaker.look()
    assert Knot.alive == 1
    clock.seconds += CLOSING_SECONDS
    caretaker.look()
    assert Knot.alive == 0


@pytest.mark.parametrize("alone", [True, False])
def test_what_stands_while_nothing_is_open_over_the_desk_is_left_out(
    alone: bool, caretaker: Caretaker, room: Room
) -> None:
    room.alone = alone
    before = gc.get_freeze_count()
    leave_a_knot()
    caretaker.look()
    assert (gc.get_freeze_count() > before + NEW) == alone


def test_what_was_left_out_is_cleared_once_nobody_is_there(caretaker: Caretaker, clock: Clock) -> None:
    knot = Knot()
    leave_a_knot()
    caretaker.look()
    assert knot.me is knot
    del knot
    clock.seconds += SWEEP_SECONDS
    caretaker.typed()
    clock.seconds += AWAY_SECONDS - 1
    leave_a_knot()
    caretaker.look()
    assert Knot.alive == 1
    clock.seconds += 1
    caretaker.look()
    assert Knot.alive == 0


def test_nothing_is_searched_before_the_desk_stands(room: Room, clock: Clock) -> None:
    gc.collect()
    leave_a_knot()
    gc.disable()
    Caretaker(room, clock=clock).look()
    gc.enable()
    assert Knot.alive == 1
    gc.collect()


def test_the_interpreter_searches_as_it_did_once_the_desk_is_closed(room: Room, clock: Clock) -> None:
    before = gc.get_threshold()
    caretaker = Caretaker(room, clock=clock)
    caretaker.begin()
    assert gc.get_threshold() != before
    caretaker.end()
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_what_became_free_goes_back_to_the_system_now_and_then(
    caretaker: Caretaker, room: Room, clock: Clock
) -> None:
    for _ in range(3):
        leave_a_knot()
        clock.seconds += EBB_SECONDS / 2 + 1
        caretaker.look()
    assert room.ebbs == 1
