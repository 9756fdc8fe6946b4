"""What ends ``wireroom pull --watch``."""

import os
import signal

from tui.watching_wires import Leash

_LONG = 60.0


def test_a_signal_ends_it_at_once() -> None:
    leash = Leash(None)
    before = signal.signal(signal.SIGUSR1, leash.pull)
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        leash.wait(_LONG)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert leash.is_set()


def test_it_goes_on_while_the_stream_it_is_tied_to_is_open() -> None:
    reading, writing = os.pipe()
    leash = Leash(reading)
    leash.wait(0.0)
    os.write(writing, b"still here")
    leash.wait(_LONG)
    before = leash.is_set()
    os.close(writing)
    leash.wait(_LONG)
    os.close(reading)

    assert (before, leash.is_set()) == (False, True)
