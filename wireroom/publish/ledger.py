"""The manifests of a live blog's snapshots, a file each, signed as they are written.

``000012.json`` names what snapshot 12 changed and the hash of the manifest before it; ``000012.json.minisig`` is the
signature over it. Whoever keeps the newest pair and the public key can check all that was published before.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from wireroom.errors import PlaceError, ProofError
from wireroom.model import Snapshot
from wireroom.publish import signing

#: Where the password of an encrypted key is looked for.
PASSWORD = "WIREROOM_KEY_PASSWORD"  # noqa: S105 - the name of a variable


class Ledger(Struct, frozen=True):
    """The manifests in a folder; ``snapshots`` gives all snapshots of the blog, oldest first."""

    folder: Path
    snapshots: Callable[[], Sequence[Snapshot]]

    def add(self, snapshot: Snapshot, key: Path) -> Path:
        """Write and sign the manifest of the newest snapshot, and of any before it that has none yet.

        Raises ``ConfigError`` for a key that can't sign and ``PlaceError`` for a folder that can't be written.
        """
        before = self._path(snapshot.number - 1)
        if snapshot.number == 1 or before.is_file():
            previous = hashlib.sha256(before.read_bytes()).hexdigest() if snapshot.number > 1 else ""
            self._put(snapshot.number, signing.manifest(snapshot, previous), key)
        else:
            self.fill(key)
        return self._path(snapshot.number)

    def fill(self, key: Path) -> int:
        """Write and sign the manifests that are missing; how many."""
        known = self.snapshots()
        written = 0
        for snapshot, body in zip(known, signing.manifests(known), strict=True):
            if not self._path(snapshot.number).is_file():
                self._put(snapshot.number, body, key)
                written += 1
        return written

    def read(self, public_key: Path) -> list[bytes]:
        """All manifests, oldest first, each checked against its signature and the one before it.

        Raises ``ProofError`` naming the first that does not hold, or where one is missing.
        """
        found: list[bytes] = []
        paths = sorted(self.folder.glob("[0-9]*.json"))
        for number, path in enumerate(paths, 1):
            body = path.read_bytes()
            signature = path.with_name(f"{path.name}.minisig")
            if path != self._path(number) or not signature.is_file():
                raise ProofError(
                    f"{self._path(number).name} or its signature is missing.",
                    next_step="Look for it in another copy of the folder.",
                )
            signing.verify(body, signature.read_bytes(), public_key, path.name)
            signing.follows(body, found[-1] if found else b"", path.name)
            found.append(body)
        if not found:
            raise ProofError(f"{self.folder} holds no manifests.", next_step="Name the folder that does.")
        return found

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06d}.json"

    def _put(self, number: int, body: bytes, key: Path) -> None:
        signature = signing.sign(body, key, os.environ.get(PASSWORD, ""))
        path = self._path(number)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for place, content in ((path.with_name(f"{path.name}.minisig"), signature), (path, body)):
                beside = place.with_name(f".{place.name}.part")
                beside.write_bytes(content)
                beside.replace(place)
        except OSError as trouble:
            raise PlaceError(
                f"{path} could not be written: {trouble.strerror}.",
                next_step="The snapshot is published; make room and call 'wireroom proof write'.",
            ) from trouble
