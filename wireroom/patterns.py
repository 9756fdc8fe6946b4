"""Regular expressions that are compiled when they are first used.

Reading copy knows well over a hundred of them, and one text needs few. Compiling them all takes longer than starting Python,
and every command that finds something to read would pay for it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, AnyStr, Generic

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub")


class Pattern(Generic[AnyStr]):
    """As the result of ``re.compile``, with the methods that are used here; an expression that is wrong raises at the first of them."""

    match: "Callable[..., re.Match[AnyStr] | None]"
    search: "Callable[..., re.Match[AnyStr] | None]"
    fullmatch: "Callable[..., re.Match[AnyStr] | None]"
    finditer: "Callable[..., Iterator[re.Match[AnyStr]]]"
    findall: "Callable[..., list[Any]]"
    split: "Callable[..., list[AnyStr]]"
    sub: "Callable[..., AnyStr]"

    def __init__(self, written: AnyStr, flags: int = 0) -> None:
        self._written: AnyStr = written
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile: the methods are not there before."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._written, self._flags)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)
