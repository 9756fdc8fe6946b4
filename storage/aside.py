"""Drafts on this machine while the store is out of reach: a folder with one file a draft."""

import os
from hashlib import sha256
from pathlib import Path

import msgspec

from storage.codec import decode_as, encode_value
from wireroom.errors import StoreError
from wireroom.model import Draft


class DraftFolder:
    """Drafts in ``folder``, which is made when it is first needed; see :class:`wireroom.ports.DraftBox`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, draft: Draft) -> None:
        """Write a draft, durably, in place of an earlier one of the same id."""
        path = self._path(draft.id)
        part = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with part.open("wb") as file:
                file.write(encode_value(draft))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise StoreError(
                f"The draft could not be kept in {self._folder}: {error.strerror}.",
                next_step="Copy its text somewhere safe.",
            ) from error

    def drop(self, draft_id: str) -> None:
        """Forget a draft; nothing happens where it is not kept."""
        self._path(draft_id).unlink(missing_ok=True)

    def drafts(self, editor: str) -> list[Draft]:
        """What this editor's drafts say, oldest first."""
        kept = [_read(path) for path in self._folder.glob("*.json")]
        return sorted(
            (draft for draft in kept if draft.editor == editor), key=lambda draft: (draft.saved, draft.id)
        )

    def _path(self, draft_id: str) -> Path:
        return self._folder / f"{sha256(draft_id.encode()).hexdigest()[:32]}.json"


def _read(path: Path) -> Draft:
    try:
        return decode_as(Draft, path.read_bytes())
    except (OSError, msgspec.MsgspecError) as error:
        raise StoreError(
            f"The draft in {path} can't be read: {error}.", next_step="Look into the file, then remove it."
        ) from error
