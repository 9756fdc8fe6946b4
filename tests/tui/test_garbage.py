"""Old garbage waits for a rest of the keyboard."""

import gc
from collections.abc import Callable, Iterator

import pytest

from tui.garbage import EBB_SECONDS, MOST, REST_SECONDS, Caretaker


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


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def frames() -> list[Callable[[], None]]:
    """What is to be done when the frame of a key is out."""
    return []


@pytest.fixture
def ebbs() -> list[float]:
    """When memory was given back."""
    return []


@pytest.fixture
def caretaker(clock: Clock, frames: list[Callable[[], None]], ebbs: list[float]) -> Iterator[Caretaker]:
    gc.collect()
    caretaker = Caretaker(
        lambda: ebbs.append(clock.seconds), clock=clock, later=lambda _, call: frames.append(call)
    )
    caretaker.begin()
    yield caretaker
    caretaker.end()
    gc.collect()


def leave_an_old_knot() -> None:
    """Leave garbage that the searches among the young have passed on to the old."""
    knot = Knot()
    gc.collect(1)
    assert knot.me is knot


def test_old_garbage_is_cleared_when_the_keyboard_rests_and_not_before(
    caretaker: Caretaker, clock: Clock
) -> None:
    leave_an_old_knot()
    caretaker.typed()
    clock.seconds += REST_SECONDS / 2
    caretaker.look()
    assert Knot.alive == 1
    clock.seconds += REST_SECONDS
    caretaker.look()
    assert Knot.alive == 0


def test_a_keyboard_that_never_rests_keeps_no_garbage_for_ever(caretaker: Caretaker) -> None:
    leave_an_old_knot()
    for _ in range(MOST - 2):
        gc.collect(1)
    caretaker.typed()
    caretaker.look()
    assert Knot.alive == 1
    gc.collect(1)
    caretaker.look()
    assert Knot.alive == 0


def test_what_lived_at_a_rest_is_cleared_at_a_later_one(caretaker: Caretaker, clock: Clock) -> None:
    form = Knot()
    gc.collect(1)
    clock.seconds += REST_SECONDS
    caretaker.look()
    assert form.me is form
    del form
    gc.collect(1)
    caretaker.look()
    assert Knot.alive == 0


def test_what_was_loaded_is_left_out(caretaker: Caretaker, clock: Clock) -> None:
    loaded = gc.get_freeze_count()
    assert loaded > 10_000
    leave_an_old_knot()
    clock.seconds += REST_SECONDS
    caretaker.look()
    assert gc.get_freeze_count() >= loaded - 1_000


def test_the_interpreter_searches_as_it_did_once_the_desk_is_closed(clock: Clock) -> None:
    before = gc.get_threshold()
    caretaker = Caretaker(clock=clock)
    caretaker.begin()
    assert gc.get_threshold() != before
    caretaker.end()
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_nothing_is_searched_while_the_frame_of_a_key_is_painted(
    caretaker: Caretaker, frames: list[Callable[[], None]]
) -> None:
    caretaker.typed()
    caretaker.typed()
    assert not gc.isenabled()
    (frame_is_out,) = frames
    frame_is_out()
    assert gc.isenabled()


def test_what_became_free_goes_back_to_the_system_now_and_then(
    caretaker: Caretaker, clock: Clock, ebbs: list[float]
) -> None:
    for _ in range(3):
        leave_an_old_knot()
        clock.seconds += EBB_SECONDS / 2 + 1
        caretaker.look()
    assert len(ebbs) == 1
    caretaker.look()  # nothing has become old since
    assert len(ebbs) == 1
