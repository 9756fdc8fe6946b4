"""Where the ``wireroom`` command begins."""

import sys


def main() -> None:
    """Run the command line and exit with its code.

    Where it opens the desk, the empty panes stand there before anything else is loaded, and the machinery of the
    command line is left out.
    """
    from tui import skeleton

    words = sys.argv[1:]
    if skeleton.opens_desk(words):
        from tui.terminal import TERMINAL

        try:
            skeleton.prepare()
            skeleton.draw()
            from tui.opening import open_from

            code = open_from(words)
        finally:
            TERMINAL.give_back()
        sys.exit(code)
    from tui.cli.presenter import run
    from tui.cli.root import wireroom

    sys.exit(run(wireroom))


if __name__ == "__main__":
    main()
