"""Plain values in JSON, spelled without a library where that is easy."""

from datetime import datetime

from storage.times import time_text


def spelled(value: str | float | datetime) -> str:
    """A word, a number or a time in JSON."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        from json import dumps

        return dumps(value)
    return f'"{time_text(value)}"' if isinstance(value, datetime) else repr(value)
