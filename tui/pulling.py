"""``wireroom pull``, run without the machinery of the command line: a timer calls it every minute, mostly for nothing."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from wireroom.feeds.ingest import Puller
    from wireroom.feeds.rounds import PullReport

_COMMAND = "pull"
_VALUES = ("--store", "--as", "--config")
_FLAGS = ("--all", "--watch", "--tied", "--json")
_KEYS = ("feeds", "fetched", "not_modified", "unchanged", "failed", "new_items", "changed_items", "seconds")

#: Objects made before garbage is looked for: what a pull makes goes by itself, and what it keeps stays.
_LOOK_FOR_GARBAGE = 20_000


class Order(NamedTuple):
    """What a pull is asked to do: ``values`` are the shared options by name; without ``feeds``, what is due."""

    values: dict[str, str]
    everything: bool = False
    watch: bool = False
    tied: bool = False
    as_json: bool = False
    feeds: tuple[str, ...] = ()


def order_of(words: Sequence[str]) -> Order | None:
    """The order in a command line that holds nothing but a plain pull; ``None`` for everything else, help included."""
    values: dict[str, str] = {}
    flags: set[str] = set()
    pulls = False
    rest = iter(words)
    for word in rest:
        name, given, value = word.partition("=")
        if word == _COMMAND and not pulls:
            pulls = True
        elif word in _FLAGS and pulls:
            flags.add(word)
        elif name in _VALUES and (found := value if given else next(rest, None)) is not None:
            values[name] = found
        else:
            return None
    if not pulls or {"--watch", "--all"} <= flags:
        return None
    return Order(values, "--all" in flags, "--watch" in flags, "--tied" in flags, "--json" in flags)


def pull_from(order: Order) -> int:
    """Pull for a command line of its own; gives the code to exit with."""
    from tui.bootstrap import Settings, open_puller_alone
    from wireroom.errors import WireroomError

    config = order.values.get("--config")
    settings = Settings(
        store=order.values.get("--store", ""),
        editor=order.values.get("--as", ""),
        config=None if config is None else Path(config),
    )
    try:
        with open_puller_alone(settings) as puller:
            return pull(puller, order)
    except (WireroomError, KeyboardInterrupt) as trouble:
        from tui.cli.presenter import code_of

        return code_of(trouble)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def spare_garbage() -> None:
    """Leave out what is loaded when garbage is looked for, and look seldom."""
    gc.freeze()
    gc.set_threshold(_LOOK_FOR_GARBAGE, 10, 10)
    gc.enable()


def pull(puller: "Puller", order: Order) -> int:
    """Pull what is ordered and tell what came; gives the code to exit with."""
    from wireroom.errors import EXIT_NETWORK

    spare_garbage()
    if order.watch:
        from tui.watching_wires import watch

        watch(puller, _print_line if order.as_json else tell, tied=order.tied)
        return 0
    report = puller.pull_now(everything=order.everything, feeds=order.feeds or None)
    if order.as_json:
        import msgspec

        _print(sys.stdout, msgspec.json.format(msgspec.json.encode(_document(report)), indent=2).decode())
    else:
        tell(report)
    return EXIT_NETWORK if report.failed else 0


def tell(report: "PullReport") -> None:
    """Say on stderr what a pull came to."""
    feeds, items = _count(report.feeds, "feed"), _count(report.new_items, "new item")
    came = f"{report.fetched} fetched, {report.not_modified} not modified, {report.unchanged} unchanged"
    new = f"{items}, {report.changed_items} changed"
    lines = [f"{feeds}: {came}, {report.failed} failed; {new}, in {report.seconds:.1f} s."]
    if report.failures:
        from wireroom.text.hygiene import clean_line

        failures = ((report.names.get(feed, feed), why) for feed, why in report.failures.items())
        lines += [f"  {clean_line(name)}: {clean_line(why)}" for name, why in failures]
    _print(sys.stderr, "\n".join(lines))


def _print(stream: TextIO, text: str) -> None:
    stream.write(f"{text}\n")
    stream.flush()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _document(report: "PullReport") -> dict[str, object]:
    return {**{key: getattr(report, key) for key in _KEYS}, "failures": report.failures}


def _print_line(report: "PullReport") -> None:
    """One JSON document a line: what a watcher prints never ends."""
    import msgspec

    _print(sys.stdout, msgspec.json.encode(_document(report)).decode())
