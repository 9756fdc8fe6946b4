"""Where the ``wireroom`` command begins."""

import sys


def main() -> None:
    """Run the command line and exit with its code.

    Where it opens the desk, the empty panes stand there before anything else is loaded.
    """
    from tui import skeleton

    if skeleton.opens_desk(sys.argv[1:]):
        skeleton.prepare()
        skeleton.draw()
    from tui.cli.presenter import run
    from tui.cli.root import wireroom

    sys.exit(run(wireroom))


if __name__ == "__main__":
    main()
