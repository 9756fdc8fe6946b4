"""The command line inside an open demo: any command, on the demo's newsroom and under the story's clock.

The desk calls it for what it runs beside itself (``:``, asking the wires, the preview). On the plain command line the
same words would act on the editor's own newsroom, and in the present.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tui.cli.presenter import run
from tui.cli.root import wireroom
from tui.cli.session import Session
from tui.demo.place import demo_newsroom
from tui.demo.play import story_clock


def main(arguments: Sequence[str]) -> int:
    """Run one command and give the code to exit with."""
    parser = argparse.ArgumentParser(prog="python -m tui.demo.line", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("speed", type=float)
    parser.add_argument("started", type=float)
    parser.add_argument("words", nargs=argparse.REMAINDER, help="as 'wireroom' takes them")
    asked = parser.parse_args(arguments)
    clock = story_clock(speed=asked.speed, started=asked.started)
    session = Session(lambda settings: demo_newsroom(settings, asked.folder, clock))
    try:
        return run(wireroom, asked.words, session)
    finally:
        session.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
