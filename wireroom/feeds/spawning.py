"""How a process that reads documents begins: as a copy of this one where that is safe, or as a new interpreter.

A copy (``fork``) has all that is loaded here already, and is ready in half the processor time; but only the thread that
asks for it goes on in the copy, so what another thread held or was in the middle of would stay so for ever. It is for a process of one
thread on Linux, which a plain ``wireroom pull`` is. Everything else starts a new interpreter.

Either way it is a process of its own session that has three streams open and nothing else, and the same limits on memory and
time (:mod:`wireroom.feeds.worker`).
"""

import os
import sys
from typing import NoReturn, Protocol

_STDIN, _STDOUT, _STDERR = range(3)
#: Where the system lists the threads of this process, those of libraries among them, and its descriptors.
_THREADS, _DESCRIPTORS = "/proc/self/task", "/proc/self/fd"


class Child(Protocol):
    """A process that was begun here."""

    @property
    def pid(self) -> int:
        """Its number."""
        ...

    def kill(self) -> None:
        """End it at once; nothing where it has ended."""
        ...

    def wait(self) -> object:
        """Wait until it has ended, and let the system forget it."""
        ...


def spawn(stdin: int, stdout: int) -> Child:
    """A process that reads documents from one descriptor and writes what they say to another, in the cheaper safe way.

    Raises ``OSError`` where the system gives no process.
    """
    return Fork(stdin, stdout) if may_fork() else new_interpreter(stdin, stdout)


def may_fork() -> bool:
    """Whether a copy of this process has all that it needs: on Linux, with one thread, as far as the system tells."""
    try:
        threads = os.listdir(_THREADS) if sys.platform == "linux" else []  # noqa: PTH208 - names are enough
    except OSError:  # who runs this process shows it nothing of itself
        threads = []
    return len(threads) == 1


def new_interpreter(stdin: int, stdout: int) -> Child:
    """The interpreter that runs here, begun anew on the same source; raises ``OSError``.

    It is told where modules are, so that it need not find that out (``-S``), and looks for none where it happens to
    stand (``-P``).
    """
    import subprocess  # a copy does without it

    import wireroom

    source = os.path.dirname(os.path.dirname(wireroom.__file__))  # noqa: PTH120 - nothing else here needs pathlib
    places = dict.fromkeys([source, *filter(None, sys.path)])
    return subprocess.Popen(
        [sys.executable, "-S", "-P", "-m", "wireroom.feeds"],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(places)},
        start_new_session=True,
    )


class Fork:
    """A copy of this process that does nothing but read documents; raises ``OSError``."""

    def __init__(self, stdin: int, stdout: int) -> None:
        from signal import SIG_BLOCK, SIG_SETMASK, pthread_sigmask, valid_signals

        self._ended = False
        # What is sent to the copy before it has left everything behind must not be answered as it is here.
        held = pthread_sigmask(SIG_BLOCK, valid_signals())
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _read(stdin, stdout)
        finally:
            pthread_sigmask(SIG_SETMASK, held)

    def kill(self) -> None:
        """End it at once; nothing where it has ended."""
        from signal import SIGKILL

        self._look(os.WNOHANG)
        if not self._ended:
            os.kill(self.pid, SIGKILL)

    def wait(self) -> None:
        """Wait until it has ended, and let the system forget it."""
        self._look(0)

    def _look(self, options: int) -> None:
        """See whether it has ended: where it has, its number may soon be another's."""
        if self._ended:
            return
        try:
            ended, _ = os.waitpid(self.pid, options)
        except ChildProcessError:  # who started this process had it not wait for any
            ended = self.pid
        self._ended = ended == self.pid


def _read(stdin: int, stdout: int) -> NoReturn:
    """Be the copy: leave behind what is the other's, read until there is nothing more, and end without ending anything else.

    What the other has written and not sent yet stays in its buffers here, and is sent by nobody but the other.
    """
    code = 1
    try:
        _leave_behind(stdin, stdout)
        from wireroom.feeds.__main__ import main

        main(held=_address_space())
        code = 0
    finally:
        os._exit(code)


def _leave_behind(stdin: int, stdout: int) -> None:
    """Keep nothing open but the three streams, nothing of the other's session, and none of its answers to signals.

    The other's store, its gate, its connections and the pipes to other readers are closed here. That takes no lock from the
    other: what locks a file for SQLite and at the gate belongs to a process or to an open file, which the other still has open.
    """
    from signal import SIG_DFL, SIG_SETMASK, getsignal, pthread_sigmask, set_wakeup_fd, signal, valid_signals

    os.setsid()
    os.dup2(stdin, _STDIN)
    os.dup2(stdout, _STDOUT)
    os.dup2(os.open(os.devnull, os.O_RDWR), _STDERR)
    os.closerange(_STDERR + 1, max(map(int, os.listdir(_DESCRIPTORS))) + 1)  # noqa: PTH208 - numbers are enough
    set_wakeup_fd(-1)
    for number in valid_signals():
        if callable(getsignal(number)):
            signal(number, SIG_DFL)
    pthread_sigmask(SIG_SETMASK, ())


def _address_space() -> int:
    """Bytes of address space that this process has."""
    with open("/proc/self/statm", encoding="ascii") as sizes:  # noqa: PTH123 - as above
        return int(sizes.read().split()[0]) * os.sysconf("SC_PAGESIZE")
