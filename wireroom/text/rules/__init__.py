"""The rules of reading copy, as data: a file a language, and what links and agencies are known by."""

import tomllib
from functools import cache
from pkgutil import get_data
from typing import Any


@cache
def read_rules(name: str) -> dict[str, Any]:
    """One file of rules, read once."""
    data = get_data(__name__, f"{name}.toml")
    assert data is not None
    return tomllib.loads(data.decode())
