"""Where a live blog was published to, and searching all of it for words that must be gone."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from wireroom.desk.traces import Traces
from wireroom.errors import PublishError
from wireroom.ports.store import Reader


class Outlets(Struct, frozen=True):
    """The targets of a live blog: folders (with what the publisher keeps beside them), addresses, git branches.

    What goes to an address or a branch stands in a folder on this machine first; that is among the folders.
    """

    folders: tuple[Path, ...]
    addresses: tuple[str, ...]
    branches: tuple[str, ...]

    def search(self, traces: Traces) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """List the files that carry one of the texts, and in sentences what could not be searched."""
        files = list(traces.files(self.folders))
        problems = [
            f"{branch} has begun anew: its host and other clones may keep earlier commits until they clean up."
            for branch in self.branches
        ]
        for address in self.addresses:
            try:
                files += [name for name, body in _everything_at(address) if traces.carried_by(name, body)]
            except PublishError as trouble:
                problems.append(str(trouble))
        return tuple(files), tuple(problems)


def outlets(reader: Reader, blog_id: str) -> Outlets:
    """Find every target that a snapshot of the blog was written to."""
    from wireroom.publish.delivery import is_remote
    from wireroom.publish.place import Place, stage_of

    targets = dict.fromkeys(snapshot.target for snapshot in reader.snapshots(blog_id))
    places = [
        Place(stage_of(target) if is_remote(target) else Path(target).expanduser().absolute())
        for target in targets
    ]
    remote = [target for target in targets if is_remote(target)]
    return Outlets(
        folders=tuple(
            folder for place in places for folder in (place.folder, place.beside) if folder.is_dir()
        ),
        addresses=tuple(target for target in remote if not target.startswith("git+")),
        branches=tuple(target for target in remote if target.startswith("git+")),
    )


def _everything_at(address: str) -> Iterator[tuple[str, bytes]]:
    """Every file at an address that fsspec knows, with its body. Raises ``PublishError``."""
    try:
        from fsspec.core import url_to_fs

        system, root = url_to_fs(address)
        for path in system.find(root):
            yield system.unstrip_protocol(path), system.cat_file(path)
    except Exception as trouble:
        raise PublishError(
            f"{address} could not be searched: {trouble}.",
            next_step="Search it by hand, or kill again from there.",
        ) from trouble
