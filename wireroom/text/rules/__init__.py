"""The rules of reading copy, as data: a module a language, and what links and agencies are known by.

They are literals and nothing else. Python keeps them compiled: a file in another notation would be read anew by every command that
meets news.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any


def read_rules(name: str) -> Mapping[str, Any]:
    """The rules in one of these modules."""
    rules: Mapping[str, Any] = import_module(f"{__name__}.{name}").RULES
    return rules
