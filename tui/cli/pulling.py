"""``wireroom pull``: fetches what is due."""

import asyncio
import gc
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import click

from tui.bootstrap import open_puller
from tui.cli.kinds import feed_id
from tui.cli.lazy import DeskCommand
from tui.cli.output import count, json_option, line, print_json, say
from tui.cli.session import newsroom
from wireroom.errors import EXIT_NETWORK, UsageError

if TYPE_CHECKING:
    from wireroom.feeds.ingest import Puller
    from wireroom.feeds.rounds import PullReport

_KEYS = ("feeds", "fetched", "not_modified", "unchanged", "failed", "new_items", "changed_items", "seconds")

#: Objects made before garbage is looked for: what a pull makes goes by itself, and what it keeps stays.
_LOOK_FOR_GARBAGE = 20_000


@click.command(cls=DeskCommand)
@click.argument("feeds", nargs=-1, metavar="[FEED]...")
@click.option("--all", "everything", is_flag=True, help="All feeds now, due or not.")
@click.option("--watch", is_flag=True, help="Keep fetching what falls due, until interrupted.")
@click.option(
    "--tied", is_flag=True, help="With --watch: end when standard input closes, as it does with its parent."
)
@json_option
def pull(feeds: tuple[str, ...], everything: bool, watch: bool, tied: bool, as_json: bool) -> int:
    """Fetch what is due, or keep doing so.

    FEED... fetches only those, now. Ends with 4 when a feed failed; what came is kept.
    """
    if watch and (feeds or everything):
        raise UsageError("--watch fetches what falls due.", next_step="Leave out --all and FEED.")
    gc.freeze()
    gc.set_threshold(_LOOK_FOR_GARBAGE, 10, 10)
    here = newsroom()
    chosen = [feed_id(here.store, feed) for feed in feeds]
    puller = open_puller(here)
    if watch:
        asyncio.run(_watch(puller, tied=tied, as_json=as_json))
        return 0
    report = asyncio.run(_pull(puller, everything=everything, feeds=chosen or None))
    if as_json:
        print_json(_document(report))
    else:
        _tell(report)
    return EXIT_NETWORK if report.failed else 0


async def _pull(puller: "Puller", *, everything: bool, feeds: list[str] | None) -> "PullReport":
    _bound_threads()
    try:
        return await puller.pull(everything=everything, feeds=feeds)
    finally:
        await puller.close()


async def _watch(puller: "Puller", *, tied: bool, as_json: bool) -> None:
    """Pull until told to stop, by Ctrl+C or SIGTERM, or when ``tied`` by the end of standard input."""
    _bound_threads()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if tied:
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        leash = asyncio.create_task(reader.read())
        leash.add_done_callback(lambda _: stop.set())
    try:
        await puller.watch(stop, _print_line if as_json else _tell)
    finally:
        await puller.close()


def _bound_threads() -> None:
    """One thread that writes and one that reads beside it: each has a connection to the store, and its memory."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2, thread_name_prefix="store"))


def _document(report: "PullReport") -> dict[str, object]:
    document: dict[str, object] = {key: getattr(report, key) for key in _KEYS}
    document["failures"] = dict(report.failures)
    return document


def _print_line(report: "PullReport") -> None:
    """One JSON document a line: what a watcher prints never ends."""
    import msgspec

    click.echo(msgspec.json.encode(_document(report)))


def _tell(report: "PullReport") -> None:
    say(
        f"{count(report.feeds, 'feed')}: {report.fetched} fetched, {report.not_modified} not modified, "
        f"{report.unchanged} unchanged, {report.failed} failed; {count(report.new_items, 'new item')}, "
        f"{report.changed_items} changed, in {report.seconds:.1f} s."
    )
    for feed, reason in dict(report.failures).items():
        say(f"  {line(feed)}: {line(reason)}")
