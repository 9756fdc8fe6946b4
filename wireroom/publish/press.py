"""Writing the files of a publication, and remembering the hashes of what was written."""

from collections.abc import Iterable
from hashlib import sha256

from wireroom.publish.files import File, Kept
from wireroom.publish.run import Run
from wireroom.publish.shelf import Shelf
from wireroom.publish.writer import FolderWriter


class Press:
    """Writes files whose hash is not the remembered one; ``fresh``: all of them, where nobody looks yet."""

    def __init__(self, run: Run, shelf: Shelf, writer: FolderWriter, *, fresh: bool = False) -> None:
        self._run = run
        self._shelf = shelf
        self._writer = writer
        self._fresh = fresh

    def write(self, files: Iterable[File | Kept]) -> None:
        """Write them in their order; a file of an update that is no longer among them leaves."""
        run, shelf, writer = self._run, self._shelf, self._writer
        hashes: dict[str, dict[str, str]] = {}
        told = run.whole and run.unseen
        for file in files:
            path = file.path
            run.kept.add(path)
            if isinstance(file, Kept):
                continue
            if told:
                run.heed(min(len(run.kept), run.expected), run.expected)
            owner = file.owner
            known = hashes.get(owner)
            if known is None:
                known = hashes[owner] = dict(shelf.hashes(owner))
            digest = sha256(file.body).hexdigest()
            before = known.get(path)
            if before == digest:
                continue
            known[path] = digest
            shelf.total += before is None
            if not run.whole or self._fresh or not writer.same(file):
                writer.write(file)
                run.files[path] = digest
                run.sizes[path] = len(file.body)
        for owner, known in hashes.items():
            if owner.startswith("entry/"):
                for path in [path for path in known if path not in run.kept]:
                    self._take_away(path)
                    del known[path]
            if known != shelf.hashes(owner):
                shelf.keep_hashes(owner, known)

    def _take_away(self, path: str) -> None:
        self._writer.remove(path)
        self._run.removed.append(path)
        self._run.files.pop(path, None)
        self._run.sizes.pop(path, None)
        self._shelf.total -= 1
