"""A running desk's ingest process for the benchmark: pulls when a line comes in, and says what that cost.

``python -m bench.ingest_warm STORE``; one JSON object a pull: ``cpu`` and ``wall`` seconds, ``resident`` in MiB.
"""

import gc
import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tui.bootstrap import Settings, open_puller_alone
from wireroom.lean import load_asyncio

load_asyncio()

import asyncio  # noqa: E402 - loaded above, as a running desk loads it


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


async def main(store: str) -> None:
    """Pull once for every line on stdin."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2))
    with open_puller_alone(Settings(store=store)) as puller:
        gc.freeze()
        while await asyncio.to_thread(sys.stdin.readline):
            before, started = _processor(), time.monotonic()
            report = await puller.pull(everything=True)
            said = {
                "cpu": _processor() - before,
                "wall": time.monotonic() - started,
                "resident": _resident(),
                "not_modified": report.not_modified,
            }
            print(json.dumps(said), flush=True)
        await puller.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
