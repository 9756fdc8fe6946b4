"""Changing one setting in the configuration's file: comments, order and everything else in it stay."""

import ast
import inspect
import os
import tempfile
from collections.abc import Iterator, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from wireroom import config as configuration
from wireroom.config import Config
from wireroom.errors import ConfigError

_YES, _NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


class Setting(Struct, frozen=True, kw_only=True):
    """One thing that can be set: its name (``desk.theme``), what it means, and what it is where nothing is set."""

    name: str
    meaning: str
    type: Any
    default: Any


@cache
def settings() -> dict[str, Setting]:
    """Everything that can be set, by name, in the order of the documentation."""
    found = {}
    for section in fields(Config):
        of_section = get_type_hints(Config)[section.name]
        types, usual, meanings = get_type_hints(of_section), of_section(), _meanings(of_section)
        for key in fields(of_section):
            name = f"{section.name}.{key.name}"
            found[name] = Setting(
                name=name,
                meaning=meanings.get(key.name, ""),
                type=types[key.name],
                default=getattr(usual, key.name),
            )
    return found


def change(path: Path, name: str, text: str | None) -> Config:
    """Write a setting as typed, or with ``None`` take it out, and give what is in force then.

    Yes and no stand for switches; lists are apart by blanks, tables are lines of ``key = value``. Raises
    ``ConfigError`` for what may not be set so; the file is then as it was.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    setting = settings().get(name)
    if setting is None:
        raise ConfigError(f"{name!r} is not a setting.", next_step="'wireroom config' lists them.")
    section, _, key = name.partition(".")
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        document = tomlkit.parse(before)
    except (OSError, UnicodeDecodeError, TOMLKitError) as trouble:
        raise ConfigError(
            f"{path} can't be read: {trouble}.", next_step="Mend or remove the file."
        ) from trouble
    if not isinstance(document.get(section, {}), MutableMapping):
        raise ConfigError(f"{path}: {section} must be a table.", next_step=f"Write it as [{section}].")
    if text is None:
        if section in document and key in document[section]:
            del document[section][key]
    else:
        if section not in document:
            document[section] = tomlkit.table()
        document[section][key] = _value(setting, text)
    after = tomlkit.dumps(document)
    in_force = configuration.parse(after, path)
    if after != before:
        _write(path, after)
    return in_force


def shown(value: Any) -> str:
    """A setting's value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(str(one) for one in value)
    if isinstance(value, dict):
        return "\n".join(f"{key} = {one}" for key, one in value.items())
    return str(value)


def _value(setting: Setting, text: str) -> Any:
    try:
        if setting.type is bool:
            return _switch(text)
        if setting.type in (int, float):
            return setting.type(text)
    except ValueError as trouble:
        wanted = {bool: "yes or no", int: "a whole number", float: "a number"}[setting.type]
        raise ConfigError(
            f"{setting.name} is {wanted}, not {text!r}.", next_step=setting.meaning
        ) from trouble
    if get_origin(setting.type) is tuple:
        return text.split()
    if get_origin(setting.type) is dict:
        return dict(_pairs(setting, text))
    return text


def _switch(text: str) -> bool:
    word = text.strip().casefold()
    if word not in (*_YES, *_NO):
        raise ValueError(text)
    return word in _YES


def _pairs(setting: Setting, text: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, map(str.strip, text.splitlines())):
        key, equals, value = line.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise ConfigError(f"{line!r} in {setting.name} is not key = value.", next_step=setting.meaning)
        yield key.strip(), value.strip()


def _write(path: Path, text: str) -> None:
    """Put the file in its place whole; a link to it stays a link."""
    place = path.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o600
        descriptor, beside = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fchmod(file.fileno(), mode)
                os.fsync(file.fileno())
            Path(beside).replace(place)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as trouble:
        raise ConfigError(
            f"{path} can't be written: {trouble.strerror}.", next_step="Set permissions, or edit it by hand."
        ) from trouble


def _meanings(section: type) -> dict[str, str]:
    """What is written under each field of a section; nothing where Wireroom was installed without its source."""
    try:
        tree = ast.parse(inspect.getsource(section))
    except OSError:
        return {}
    body = tree.body[0]
    assert isinstance(body, ast.ClassDef)
    return {
        one.target.id: words.value.value
        for one, words in zip(body.body, body.body[1:], strict=False)
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        if isinstance(words, ast.Expr) and isinstance(words.value, ast.Constant)
        if isinstance(words.value.value, str)
    }
