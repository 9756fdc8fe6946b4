"""Where the ``wireroom`` command begins."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from tui.cli.presenter import run
    from tui.cli.root import wireroom

    sys.exit(run(wireroom))


if __name__ == "__main__":
    main()
