"""What a round in which nothing changed costs at least: Python and libcurl ask the same feeds and do nothing else.

``python ingest_floor.py FILE ROUNDS``; the file has an address and an ETag a line. Nothing is imported but the binding, nothing
kept, nothing decided. Prints the processor seconds of the last round, whose connections are open if it is not the first.
"""

import sys
import time
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pycurl
else:

    def _binding() -> Any:
        """The extension module alone: its package loads a client for asyncio beside it, which costs more than the asking."""
        package = PathFinder.find_spec("pycurl")
        spec = PathFinder.find_spec("pycurl._pycurl", package.submodule_search_locations)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    pycurl = _binding()

#: As many as cost least here, where hosts answer at once.
_AT_ONCE = 32
_NOT_MODIFIED = 304


def main() -> None:
    """Ask every feed, round after round."""
    with open(sys.argv[1], encoding="ascii") as file:  # noqa: PTH123 - pathlib is no part of the floor
        feeds = [line.split() for line in file]
    multi, idle = pycurl.CurlMulti(), [_handle() for _ in range(min(_AT_ONCE, len(feeds)))]
    multi.setopt(pycurl.M_MAXCONNECTS, len(feeds))
    spent = 0.0
    for _ in range(int(sys.argv[2])):
        before = time.process_time()
        _ask(multi, idle, feeds)
        spent = time.process_time() - before
    print(spent)


def _handle() -> pycurl.Curl:
    handle = pycurl.Curl()
    handle.setopt(pycurl.WRITEFUNCTION, len)
    handle.setopt(pycurl.DNS_CACHE_TIMEOUT, -1)
    return handle


def _ask(multi: pycurl.CurlMulti, idle: list[pycurl.Curl], feeds: list[list[str]]) -> None:
    waiting, running = iter(feeds), 0
    while True:
        while idle and (feed := next(waiting, None)):
            handle = idle.pop()
            handle.setopt(pycurl.URL, feed[0])
            handle.setopt(pycurl.HTTPHEADER, [f"If-None-Match: {feed[1]}"])
            multi.add_handle(handle)
            running += 1
        if not running:
            return
        multi.perform()
        _, done, failed = multi.info_read()
        assert not failed
        for handle in done:
            assert handle.getinfo(pycurl.RESPONSE_CODE) == _NOT_MODIFIED
            multi.remove_handle(handle)
            idle.append(handle)
            running -= 1
        if not done:
            multi.select(1.0)


if __name__ == "__main__":
    main()
