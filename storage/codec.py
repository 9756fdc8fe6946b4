"""Values of the newsroom as JSON documents, and back."""

import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

import msgspec

from storage.times import time_text

T = TypeVar("T")

Document = dict[str, Any]


_DECODE = msgspec.json.Decoder().decode

# values of the model


def document(value: Any) -> Document:
    """A dataclass of the model as a document of plain JSON values."""
    built: Document = msgspec.to_builtins(value, builtin_types=(datetime,))
    _write_times(built, type(value))
    return built


def encode_value(value: Any) -> bytes:
    """A dataclass of the model as the bytes of its document."""
    full_seconds = _on_full_seconds(value)
    if full_seconds is None:
        return msgspec.json.encode(document(value))
    body = msgspec.json.encode(value)
    for said in full_seconds:  # no text can hold these bytes: the quotes in it are escaped
        body = body.replace(b"%sZ" % said, b"%s.000000Z" % said, 1)
    return body


def decode_as(kind: type[T], body: bytes) -> T:
    """A value of the model from the bytes of its document."""
    return msgspec.json.decode(body, type=kind)


def convert_to(kind: type[T], content: Mapping[str, Any]) -> T:
    """A value of the model from its document."""
    return msgspec.convert(content, type=kind)


def _on_full_seconds(value: Any) -> list[bytes] | None:
    """The times of a value that msgspec writes shorter than :func:`time_text` does, as they begin in its document.

    ``None`` where it may write others in another way, too: those in another zone, and those of a value inside.
    """
    found = []
    kind: type = type(value)
    for name, _inner in _fields_with_times(kind):
        part = getattr(value, name)
        if isinstance(part, datetime):
            if part.tzinfo is not UTC:
                return None
            if not part.microsecond:
                found.append(f'"{name}":"{part.isoformat()[:19]}'.encode())
        elif part:
            return None
    return found


def _write_times(built: Document, kind: type) -> None:
    for name, inner in _fields_with_times(kind):
        part = built.get(name)
        if isinstance(part, datetime):
            built[name] = time_text(part)
        elif isinstance(part, dict):
            _write_times(part, inner)
        elif part:
            for one in part:
                _write_times(one, inner)


@cache
def _fields_with_times(kind: type) -> tuple[tuple[str, type], ...]:
    """Fields that hold a time, or values that do, with the type that holds it."""
    return tuple(
        (name, part)
        for name, hint in typing.get_type_hints(kind).items()
        for part in _types_in(hint)
        if part is datetime or (issubclass(part, msgspec.Struct) and _fields_with_times(part))
    )


def _types_in(hint: Any) -> list[type]:
    if parts := typing.get_args(hint):
        return [inner for part in parts for inner in _types_in(part)]
    return [hint] if isinstance(hint, type) else []  # an ellipsis is none


# documents of any kind


def encode(content: Mapping[str, Any]) -> bytes:
    """A document as JSON bytes. Raises ``TypeError`` for what JSON can't hold."""
    try:
        body = msgspec.json.encode(content)
        if _DECODE(body) == content:  # it also writes what JSON can't hold: dates, sets, NaN as null
            return body
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError):
        pass
    try:
        return _spell()(content).encode()
    except UnicodeEncodeError:  # half a surrogate pair: only an escape can carry it
        import json

        return json.dumps(content, separators=(",", ":")).encode()


@cache
def _spell() -> Callable[[object], str]:
    """Python's own writer of JSON, which keeps what msgspec can't write; made once: ``dumps`` makes one a call."""
    import json

    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def decode(body: bytes) -> Document:
    """The document that :func:`encode` or :func:`encode_value` wrote."""
    try:
        content: Document = _DECODE(body)
    except msgspec.MsgspecError:  # NaN and half surrogate pairs
        import json

        content = json.loads(str(body, "utf-8", "surrogatepass"))  # given bytes, it guesses first
    return content


def listed(values: Iterable[str | int]) -> str:
    """Words or numbers as a JSON list, as engines take them in one parameter."""
    chosen = list(values)
    try:
        return msgspec.json.encode(chosen).decode()
    except UnicodeEncodeError:  # half a surrogate pair
        import json

        return json.dumps(chosen)


def plain(content: Mapping[str, Any]) -> Document:
    """A document as it comes back from storage: lists where there were tuples."""
    read: Document = msgspec.json.decode(msgspec.json.encode(content))
    return read


def canonical(content: Mapping[str, Any]) -> bytes:
    """One spelling for equal documents: what hashes are taken of."""
    import json

    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(*parts: bytes) -> str:
    """SHA-256 over parts that can't run into each other, in hexadecimal."""
    from hashlib import sha256

    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
