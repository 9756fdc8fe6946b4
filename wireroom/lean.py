"""Libraries loaded without the parts of them that this program never uses.

Imports are half of what a command costs that finds nothing to do, and a puller on a timer mostly finds nothing; what is
loaded stays in the memory of the one that runs beside the desk all day.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def load_msgspec() -> None:
    """Load msgspec over ``typing``.

    It takes ``typing_extensions`` where that is installed, though ``typing`` has all of it since Python 3.11; and that
    reads ``inspect``, ``ast`` and ``tokenize`` as well.
    """
    with _without("typing_extensions"):
        import msgspec  # noqa: F401 - it stays loaded


def load_asyncio() -> None:
    """Load asyncio as on a Python that was built without TLS: libcurl does what is encrypted, with a library of its own."""
    with _without("ssl"):
        import asyncio  # noqa: F401 - it stays loaded


def forgo(name: str) -> None:
    """Let a module not be found in this process, from now on."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault(name, None)


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Let a module that can be done without not be found, unless it is loaded already; afterwards it is found again."""
    modules: dict[str, Any] = sys.modules
    if name in modules:
        yield
        return
    modules[name] = None  # the import system's own word for what is not there
    try:
        yield
    finally:
        del modules[name]
