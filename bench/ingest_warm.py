"""A running desk's ingest process for the benchmark: pulls when a line comes in, and says what that cost.

``python -m bench.ingest_warm STORE``; one JSON object a pull: ``cpu`` and ``wall`` seconds, ``resident`` in MiB.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

from tui.bootstrap import Settings, open_puller_alone
from tui.pulling import spare_garbage
from wireroom.lean import forgo_openssl


def _processor() -> float:
    """Of the whole tree: this process, children that have ended, and parsers that wait for more."""
    own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    used = own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split():
        fields = Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1048576


def main(store: str) -> None:
    """Pull once for every line on stdin."""
    forgo_openssl()
    with open_puller_alone(Settings(store=store)) as puller:
        spare_garbage()
        while sys.stdin.readline():
            before, started = _processor(), time.monotonic()
            report = puller.pull_on(everything=True)
            said = {
                "cpu": _processor() - before,
                "wall": time.monotonic() - started,
                "resident": _resident(),
                "not_modified": report.not_modified,
            }
            print(json.dumps(said), flush=True)
        puller.close_now()


if __name__ == "__main__":
    main(sys.argv[1])
