"""Signed manifests: proof of what was published when, in the format of minisign.

A manifest names the log position, every file that changed with its SHA-256, and the hash of the manifest before it:
whoever holds the newest one and the public key can check all of them, and every page against them. Needs
``py-minisign`` (the ``signing`` extra); the signatures can be checked with the ``minisign`` program too.
"""

import gzip
import hashlib
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from wireroom.errors import ConfigError, ProofError
from wireroom.model import Snapshot
from wireroom.publish.files import TWIN
from wireroom.publish.times import iso


def make_key(path: Path, comment: str = "Wireroom") -> Path:
    """A new secret key at ``path`` and its public key beside it with ``.pub``. Raises ``ConfigError``."""
    pair = _minisign().KeyPair.generate()
    pair.secret_key.untrusted_comment = f"{comment} secret key"
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(bytes(pair.secret_key))
    public = path.with_name(f"{path.name}.pub")
    public.write_bytes(bytes(pair.public_key))
    return public


def manifest(snapshot: Snapshot, previous: str) -> bytes:
    """The manifest of a snapshot; ``previous`` is the SHA-256 of the one before it, empty for the first."""
    document = {
        "blog": snapshot.blog,
        "number": snapshot.number,
        "sequence": snapshot.sequence,
        "at": iso(snapshot.at),
        "by": snapshot.by,
        "target": snapshot.target,
        "files": dict(sorted(snapshot.files.items())),
        "removed": sorted(snapshot.removed),
        "updates": dict(sorted(snapshot.updates.items())),
        "previous": previous,
    }
    return msgspec.json.encode(document) + b"\n"


def manifests(snapshots: Sequence[Snapshot]) -> list[bytes]:
    """The manifest of each snapshot of a blog, oldest first; each names the hash of the one before it."""
    made: list[bytes] = []
    for snapshot in snapshots:
        made.append(manifest(snapshot, hashlib.sha256(made[-1]).hexdigest() if made else ""))
    return made


def follows(body: bytes, before: bytes, name: str) -> None:
    """See that a manifest names the one before it. Raises ``ProofError``."""
    previous = hashlib.sha256(before).hexdigest() if before else ""
    if msgspec.json.decode(body)["previous"] != previous:
        raise ProofError(
            f"{name} does not follow the manifest before it.",
            next_step="One of the two was exchanged; compare them with another copy.",
        )


def sign(manifest: bytes, key: Path, password: str = "") -> bytes:
    """The signature of a manifest, as minisign writes it. Raises ``ConfigError`` for a key that can't be used."""
    minisign = _minisign()
    try:
        secret = minisign.SecretKey.from_file(key)
        if secret.is_encrypted():
            secret.decrypt(password)
        document = msgspec.json.decode(manifest)
        trusted = f"wireroom snapshot {document['number']} at log position {document['sequence']}"
        return bytes(secret.sign(manifest, trusted_comment=trusted))
    except (OSError, minisign.Error) as trouble:
        raise ConfigError(
            f"{key} can't sign: {trouble}.",
            next_step="Name a minisign secret key, with its password if it has one.",
        ) from trouble


def verify(manifest: bytes, signature: bytes, public_key: Path, name: str = "The manifest") -> None:
    """Whether a signature is this key's over this manifest. Raises ``ProofError`` when it is not."""
    minisign = _minisign()
    try:
        public = minisign.PublicKey.from_file(public_key)
        public.verify(manifest, minisign.Signature.from_bytes(signature))
    except (OSError, minisign.Error) as trouble:
        raise ProofError(
            f"{name} is not what {public_key.name} signed: {trouble}.",
            next_step="Compare it with another copy, or ask the newsroom for its public key again.",
        ) from trouble


def differences(folder: Path, made: Sequence[bytes], target: str = "") -> list[str]:
    """Files of a folder that are not what the manifests say, by path; the newest manifest counts.

    ``target``: only the manifests of what was published there.
    """
    files = _signed(made, target)
    return [path for path, digest in sorted(files.items()) if _digest(folder / path) != digest]


def unsigned(folder: Path, made: Sequence[bytes], target: str = "") -> list[str]:
    """Files of a folder that the manifests say nothing of, by path. The packed twin of a signed file counts as it does."""
    signed = _signed(made, target)
    there = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    strangers = (path for path in there if path not in signed)
    return sorted(
        path for path in strangers if not _packs(folder / path, signed.get(path.removesuffix(TWIN)))
    )


def _signed(made: Sequence[bytes], target: str) -> dict[str, str]:
    """The files that stand after the newest manifest, and the SHA-256 of each."""
    files: dict[str, str] = {}
    for body in made:
        document = msgspec.json.decode(body)
        if target and document["target"] != target:
            continue
        files.update(document["files"])
        for path in document["removed"]:
            files.pop(path, None)
    return files


def _packs(twin: Path, digest: str | None) -> bool:
    """Whether a file unpacks to what was signed: hosts send it in place of the other."""
    if digest is None:
        return False
    try:
        with gzip.open(twin) as packed:
            return hashlib.file_digest(packed, "sha256").hexdigest() == digest
    except (OSError, EOFError, zlib.error):
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _minisign() -> Any:
    try:
        import minisign
    except ImportError as missing:
        raise ConfigError(
            "Signing needs py-minisign, which is not installed.",
            next_step="Install wireroom with the signing extra.",
        ) from missing
    return minisign
