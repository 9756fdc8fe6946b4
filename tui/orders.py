"""What a plain ``wireroom pull`` is asked to do, read without the machinery of the command line."""

from collections.abc import Sequence

from wireroom.values import PlainValue

_COMMAND = "pull"
_VALUES = ("--store", "--as", "--config")
_FLAGS = ("--all", "--watch", "--tied", "--json")


class Order(PlainValue):
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
    return Order(
        values=values,
        everything="--all" in flags,
        watch="--watch" in flags,
        tied="--tied" in flags,
        as_json="--json" in flags,
    )
