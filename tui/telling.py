"""What a pull came to, in words or as a document. Nothing is loaded for a pull in which no feed failed."""

import sys

TYPE_CHECKING = False  # as in typing, which a round without news does without
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol, TextIO

    class Report(Protocol):
        """What is told of a pull; see :class:`wireroom.feeds.rounds.PullReport`."""

        @property
        def feeds(self) -> int:
            """Feeds asked."""
            ...

        @property
        def fetched(self) -> int:
            """Answers that were read."""
            ...

        @property
        def not_modified(self) -> int:
            """Answers that said so."""
            ...

        @property
        def unchanged(self) -> int:
            """The bodies of the last time."""
            ...

        @property
        def failed(self) -> int:
            """Feeds that failed."""
            ...

        @property
        def new_items(self) -> int:
            """Items that were not there before."""
            ...

        @property
        def changed_items(self) -> int:
            """Items with another wording."""
            ...

        @property
        def seconds(self) -> float:
            """How long it took."""
            ...

        @property
        def failures(self) -> Mapping[str, str]:
            """Why feeds failed, by id."""
            ...

        @property
        def names(self) -> Mapping[str, str]:
            """What those feeds are called, by id."""
            ...


_KEYS = ("feeds", "fetched", "not_modified", "unchanged", "failed", "new_items", "changed_items", "seconds")


def tell(report: "Report") -> None:
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


def print_document(report: "Report") -> None:
    """Print what a pull came to as JSON, a key a line."""
    failures = _listed(report.failures).replace("\n", "\n  ")
    lines = [f'  "{key}": {getattr(report, key)!r},\n' for key in _KEYS]
    _print(sys.stdout, f'{{\n{"".join(lines)}  "failures": {failures}\n}}')


def print_line(report: "Report") -> None:
    """Print one JSON document a line: what a watcher prints never ends."""
    import msgspec

    document = {**{key: getattr(report, key) for key in _KEYS}, "failures": report.failures}
    _print(sys.stdout, msgspec.json.encode(document).decode())


def _listed(failures: "Mapping[str, str]") -> str:
    if not failures:
        return "{}"
    import msgspec

    return msgspec.json.format(msgspec.json.encode(failures), indent=2).decode()


def _print(stream: "TextIO", text: str) -> None:
    stream.write(f"{text}\n")
    stream.flush()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
