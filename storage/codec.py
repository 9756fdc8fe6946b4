"""Values of the newsroom as JSON documents, and back.

Times are written at one width, ``2026-01-05T14:31:07.000000Z``: sorted as text they are sorted in time.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

Document = dict[str, Any]


def time_text(time: datetime) -> str:
    """A time as it is stored: UTC, microseconds, ``Z``."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def time_from(text: str) -> datetime:
    """The time that :func:`time_text` wrote."""
    return datetime.fromisoformat(text)


def document(value: Any) -> Document:
    """A dataclass of the model as a document of plain JSON values."""
    built = msgspec.to_builtins(value, builtin_types=(datetime,))
    return {name: _plain(part) for name, part in built.items()}


def _plain(part: Any) -> Any:
    if isinstance(part, datetime):
        return time_text(part)
    if isinstance(part, dict):
        return {name: _plain(inner) for name, inner in part.items()}
    if isinstance(part, list | tuple):
        return [_plain(inner) for inner in part]
    return part


def encode(content: Mapping[str, Any]) -> bytes:
    """A document as JSON bytes. Raises ``TypeError`` for what JSON can't hold."""
    try:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half a surrogate pair: only an escape can carry it
        return json.dumps(content, separators=(",", ":")).encode()


def decode(body: bytes) -> Document:
    """The document that :func:`encode` wrote."""
    content: Document = json.loads(body)
    return content


def decode_as(kind: type[T], body: bytes) -> T:
    """A value of the model from the bytes of its document."""
    return msgspec.json.decode(body, type=kind)


def convert_to(kind: type[T], content: Mapping[str, Any]) -> T:
    """A value of the model from its document."""
    return msgspec.convert(content, type=kind)


def canonical(content: Mapping[str, Any]) -> bytes:
    """One spelling for equal documents: what hashes are taken of."""
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(*parts: bytes) -> str:
    """SHA-256 over parts that can't run into each other, in hexadecimal."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
