"""Libraries loaded without the parts of them that this program never uses.

Imports are half of what a command costs that finds nothing to do, and a puller on a timer mostly finds nothing; what is
loaded stays in the memory of the one that runs beside the desk all day.
"""

import sys
import typing
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from importlib import import_module
from types import ModuleType
from typing import Any


class _NoValue:
    """The type of no value, for those that a library only has to tell apart."""

    unknown = None


def load_msgspec() -> None:
    """Load msgspec over ``typing``, and without its JSON Schema.

    It takes ``typing_extensions`` where that is installed, though ``typing`` has all of it since Python 3.11; and that
    reads ``inspect``, ``ast`` and ``tokenize`` as well. What it looks types up with, for schemas that nobody asks for here, is
    loaded by who imports it. No value of this program is a ``UUID`` or a ``Decimal``, which it takes from their modules to
    know them; and it makes a reference to a class that is not there to see what ``typing`` takes, for which Python makes
    all classes of its syntax trees.
    """
    with ExitStack() as lean:
        lean.enter_context(_without("typing_extensions"))
        lean.enter_context(_instead_of("uuid", UUID=_NoValue, SafeUUID=_NoValue))
        lean.enter_context(_instead_of("decimal", Decimal=_NoValue))
        lean.enter_context(_without_references())
        lean.enter_context(_instead_of("msgspec.inspect"))
        lean.enter_context(_instead_of("msgspec._json_schema", schema=None, schema_components=None))
        import msgspec  # noqa: F401 - it stays loaded


@contextmanager
def _without_references() -> Iterator[None]:
    """Let references to classes by name be made of nothing."""
    made = typing.ForwardRef
    vars(typing).update(ForwardRef=_no_reference)
    try:
        yield
    finally:
        vars(typing).update(ForwardRef=made)


def _no_reference(_name: str, *, is_class: bool) -> None:
    """Take what a reference to a class takes."""


def load_feedparser() -> None:
    """Load feedparser without what it fetches with: it is given bytes and never an address."""
    with ExitStack() as lean:
        lean.enter_context(_instead_of("urllib.request"))
        lean.enter_context(_instead_of("feedparser.http"))
        import feedparser  # noqa: F401 - it stays loaded


def forgo(name: str) -> None:
    """Let a module not be found in this process, from now on."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault(name, None)


def forgo_openssl() -> None:
    """Let hashes be Python's own, which come without all of OpenSSL: libcurl has a copy of that for itself.

    Some systems build Python without a SHA-1 of its own; there they stay OpenSSL's.
    """
    with suppress(ModuleNotFoundError):
        import_module("_sha1")
        forgo("_hashlib")


def _without(name: str) -> AbstractContextManager[None]:
    """Let a module that can be done without not be found, unless it is loaded already; afterwards it is found again."""
    return _found_as(name, None)  # the import system's own word for what is not there


def _instead_of(name: str, **members: Any) -> AbstractContextManager[None]:
    """As :func:`_without`, for a module of which something is looked at while another loads."""
    stand_in = ModuleType(name)
    vars(stand_in).update(members)
    return _found_as(name, stand_in)


@contextmanager
def _found_as(name: str, module: ModuleType | None) -> Iterator[None]:
    modules: dict[str, Any] = sys.modules
    if name in modules:
        yield
        return
    modules[name] = module
    try:
        yield
    finally:
        del modules[name]
        package, _, last = name.rpartition(".")
        if package and vars(modules[package]).get(last) is module:
            delattr(modules[package], last)
