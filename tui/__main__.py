"""Where the ``wireroom`` command begins."""

import gc
import os
import sys

TYPE_CHECKING = False  # as in typing, which the empty desk does not wait for
if TYPE_CHECKING:
    from typing import NoReturn

    from tui.orders import Order


def main() -> None:
    """Run the command line and exit with its code.

    Where it opens the desk, the empty panes stand there before anything else is loaded, and the machinery of the
    command line is left out; a plain pull does without it too.
    """
    words = sys.argv[1:]
    if "pull" in words:
        gc.disable()  # nearly all that imports make stays; the pull turns it on again
        from tui.orders import order_of

        order = order_of(words)
        if order is not None:
            _leave(_pull(order))
        gc.enable()
    from tui import skeleton

    if skeleton.opens_desk(words):
        from tui.terminal import TERMINAL

        try:
            skeleton.prepare()
            skeleton.draw()
            _lighten()
            from tui.starting import open_from

            code = open_from(words)
        finally:
            TERMINAL.give_back()
        sys.exit(code)
    _lighten()
    from tui.cli.presenter import run
    from tui.cli.root import wireroom

    sys.exit(run(wireroom))


def _pull(order: "Order") -> int:
    """Pull, with little loaded where nothing is new; gives the code to exit with."""
    from tui.glancing import pull_at_a_glance

    try:
        done, begun = pull_at_a_glance(order)
        if done:
            return 0
        _lighten()
        from tui.pulling import pull_from

        return pull_from(order, begun)
    except KeyboardInterrupt as trouble:
        _lighten()
        from tui.cli.presenter import code_of

        return code_of(trouble)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _lighten() -> None:
    from wireroom.lean import load_msgspec

    load_msgspec()


def _leave(code: int) -> "NoReturn":
    """End at once: all is written and closed, and taking the interpreter down costs as much as asking hundred feeds."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
