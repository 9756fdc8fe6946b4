"""Regular expressions compiled at first use: they do what compiled ones do, and none of ours is wrong unseen."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest

import wireroom
from wireroom.patterns import Pattern
from wireroom.text.language import LANGUAGES, language


def test_a_pattern_does_what_the_compiled_one_does() -> None:
    text = "one, two; THREE"
    lazy, eager = Pattern(r"\w+(?=[,;])", re.IGNORECASE), re.compile(r"\w+(?=[,;])", re.IGNORECASE)
    assert lazy.findall(text) == eager.findall(text) == ["one", "two"]
    assert [found.span() for found in lazy.finditer(text)] == [found.span() for found in eager.finditer(text)]
    assert lazy.sub("x", text) == eager.sub("x", text)
    assert lazy.search(text, 4) is not None
    assert lazy.match(text) is not None
    assert lazy.fullmatch(text) is None
    assert Pattern(rb"[ab]").split(b"1a2b3") == [b"1", b"2", b"3"]


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    wrong = Pattern("(")
    with pytest.raises(re.error):
        wrong.match("x")


def test_it_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError):
        Pattern("x").colour  # noqa: B018


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_pattern_of_a_language_is_right(code: str) -> None:
    patterns = list(_patterns_in(language(code)))
    assert len(patterns) > 10
    for pattern in patterns:
        pattern.search("")


def test_every_pattern_of_a_module_is_right() -> None:
    modules = [
        importlib.import_module(found.name)
        for package in ("text", "feeds")
        for found in pkgutil.iter_modules([f"{wireroom.__path__[0]}/{package}"], f"wireroom.{package}.")
    ]
    patterns = [one for module in modules for one in vars(module).values() if isinstance(one, Pattern)]
    assert len(patterns) > 60
    for pattern in patterns:
        pattern.search(b"" if isinstance(vars(pattern)["_written"], bytes) else "")


def _patterns_in(value: Any) -> Iterator[Pattern[str]]:
    if isinstance(value, Pattern):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _patterns_in(getattr(value, field))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _patterns_in(one)
