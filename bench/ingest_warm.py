"""A running desk's ingest process for the benchmark: pulls when a line comes in, and says what that cost.

``python -m bench.ingest_warm STORE``; one JSON object a pull: ``cpu`` and ``wall`` seconds, ``resident`` in MiB.
"""

import asyncio
import gc
import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tui.bootstrap import Settings, open_puller_alone


def _processor() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


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
