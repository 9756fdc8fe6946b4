"""What nobody asked for waits for the frame of a key, and not for longer than it can."""

from collections.abc import Callable

import pytest

from tui.hands import FRAME_SECONDS, LONGEST_WAIT_SECONDS, TYPING_SECONDS, Hands


class Handle:
    def __init__(self, due: float, call: Callable[[], object]) -> None:
        self.due, self.call = due, call

    def when(self) -> float:
        return self.due

    def cancel(self) -> None:
        self.call = lambda: None


class Loop:
    """A loop whose time passes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0
        self.handles: list[Handle] = []

    def time(self) -> float:
        return self.now

    def call_at(self, due: float, call: Callable[..., object], *words: object) -> Handle:
        self.handles.append(Handle(due, lambda: call(*words)))
        return self.handles[-1]

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        due = [handle for handle in self.handles if handle.due <= self.now]
        self.handles = [handle for handle in self.handles if handle.due > self.now]
        for handle in due:
            handle.call()


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def hands(loop: Loop) -> Hands:
    return Hands(lambda: loop)  # type: ignore[arg-type, return-value]


def test_without_keys_a_look_is_taken_at_once(hands: Hands, loop: Loop) -> None:
    looks: list[float] = []
    hands.behind(lambda: looks.append(loop.now))
    hands.typed()
    loop.pass_time(2 * TYPING_SECONDS)
    hands.behind(lambda: looks.append(loop.now))
    assert len(looks) == 2


def test_while_one_types_it_is_taken_behind_the_next_key(hands: Hands, loop: Loop) -> None:
    looks: list[float] = []

    def look() -> None:
        looks.append(loop.now)

    hands.typed()
    hands.behind(look)
    hands.behind(look)
    loop.pass_time(LONGEST_WAIT_SECONDS / 2)
    assert looks == []
    hands.typed()
    assert looks == []
    loop.pass_time(FRAME_SECONDS)
    assert looks == [loop.now]


def test_it_waits_for_no_key_longer_than_it_can(hands: Hands, loop: Loop) -> None:
    looks: list[float] = []
    begun = loop.now
    hands.typed()
    hands.behind(lambda: looks.append(loop.now))
    while loop.now < begun + LONGEST_WAIT_SECONDS:
        loop.pass_time(FRAME_SECONDS / 2)
        hands.typed()
    assert len(looks) == 1


def test_what_is_more_than_fits_between_two_keys_waits_for_hands_at_rest(hands: Hands, loop: Loop) -> None:
    done: list[float] = []
    hands.at_rest(lambda: done.append(loop.now))
    assert done == [loop.now]
    hands.typed()
    hands.at_rest(lambda: done.append(loop.now))
    for _ in range(20):
        loop.pass_time(0.9 * TYPING_SECONDS)
        hands.typed()
    assert len(done) == 1
    loop.pass_time(TYPING_SECONDS)
    assert done[1:] == [loop.now]
    hands.at_rest(lambda: done.append(loop.now))
    hands.typed()
    hands.at_rest(lambda: done.append(loop.now))
    hands.rest()
    loop.pass_time(2 * TYPING_SECONDS)
    assert len(done) == 3


def test_a_desk_that_closes_takes_none(hands: Hands, loop: Loop) -> None:
    looks: list[float] = []
    hands.typed()
    hands.behind(lambda: looks.append(loop.now))
    hands.rest()
    loop.pass_time(2 * TYPING_SECONDS)
    assert looks == []
