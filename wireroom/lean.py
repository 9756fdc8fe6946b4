"""Libraries loaded without the parts of them that this program never uses.

Imports are half of what a command costs that finds nothing to do, and a puller on a timer mostly finds nothing.
"""

import sys
from typing import Any


def load_msgspec() -> None:
    """Load msgspec over ``typing``.

    It takes ``typing_extensions`` where that is installed, though ``typing`` has all of it since Python 3.11; and that
    reads ``inspect``, ``ast`` and ``tokenize`` as well. Others still find it afterwards.
    """
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    modules: dict[str, Any] = sys.modules
    modules["typing_extensions"] = None  # the import system's own word for what is not there
    try:
        import msgspec  # noqa: F401 - it stays loaded
    finally:
        del modules["typing_extensions"]
