"""Bringing a snapshot from a local folder to where readers are: any file system fsspec reaches, or a git branch.

A remote target is published into a stage on this machine first. What differs from what was sent goes up in the
order that keeps readers whole, ``latest.json`` last. What was sent is written down file by file, so a delivery that
was cut off goes on where it stopped.
"""

import hashlib
import mimetypes
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from wireroom.errors import DeliveryError, UsageError
from wireroom.publish.files import TWIN
from wireroom.publish.hosting import cache_control

_GIT = "git+"

#: File systems where a file is written beside its place and renamed; elsewhere a file appears whole by itself.
_RENAMING = frozenset(("sftp", "ssh", "ftp", "file", "local", "smb"))

_TYPES = {
    TWIN: "application/gzip",
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".md": "text/markdown; charset=utf-8",
}


class Delivery(Protocol):
    """Brings a stage to its target."""

    def deliver(
        self, stage: Path, files: Iterable[str], removed: Iterable[str], *, forget: bool = False
    ) -> int:
        """Send what the target does not have yet; how many files were sent. ``forget`` what it had before.

        Raises ``DeliveryError``.
        """
        ...


def is_remote(target: str) -> bool:
    """Whether a target is not simply a folder."""
    return "://" in target or target.startswith(_GIT)


def delivery_to(target: str, sent: Path, options: Mapping[str, Any] | None = None) -> Delivery:
    """The way to a target; ``sent`` is the file that remembers what is there. Raises ``UsageError``."""
    if target.startswith(_GIT):
        address, _, branch = target.removeprefix(_GIT).partition("#")
        return GitBranch(address, branch or "gh-pages", sent.parent / "git")
    return Bucket(target, sent, dict(options or {}))


class Bucket(Struct):
    """Anything fsspec reaches: S3, SFTP, Google Cloud Storage, WebDAV and more."""

    url: str
    sent: Path
    options: dict[str, Any]

    def deliver(
        self,
        stage: Path,
        files: Iterable[str],
        removed: Iterable[str],
        *,
        forget: bool = False,  # noqa: ARG002 - files there are overwritten or removed in any case
    ) -> int:
        """Upload what differs, in order, then take away what left."""
        system, root = self._connect()
        there = self._remembered()
        count = 0
        self.sent.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.sent.open("a", encoding="utf-8") as log:
                for path in files:
                    body = (stage / path).read_bytes()
                    digest = hashlib.sha256(body).hexdigest()
                    if there.get(path) != digest:
                        self._upload(system, f"{root}/{path}", path, body)
                        log.write(f"{digest} {path}\n")
                        log.flush()
                        count += 1
                for path in removed:
                    if system.exists(f"{root}/{path}"):
                        system.rm_file(f"{root}/{path}")
                    log.write(f"- {path}\n")
        except Exception as trouble:
            raise self._out_of_reach(trouble) from trouble
        return count

    def _out_of_reach(self, trouble: Exception) -> DeliveryError:
        return DeliveryError(
            f"{self.url} could not be reached or written: {trouble}.",
            next_step="Publish again: what was sent stays, the rest follows.",
        )

    def _connect(self) -> tuple[Any, str]:
        try:
            from fsspec.core import url_to_fs

            system, root = url_to_fs(self.url, **self.options)
        except ImportError as missing:
            raise UsageError(
                f"{self.url} needs a package that is not installed: {missing}.",
                next_step="Install wireroom with the targets extra and the file system's own package.",
            ) from missing
        except ValueError as unknown:
            raise UsageError(f"{self.url}: {unknown}.", next_step="Name a folder or an address.") from unknown
        except Exception as trouble:  # each file system raises its own while it connects
            raise self._out_of_reach(trouble) from trouble
        return system, str(root).rstrip("/")

    def _upload(self, system: Any, place: str, path: str, body: bytes) -> None:
        protocols = {system.protocol} if isinstance(system.protocol, str) else set(system.protocol)
        if protocols & _RENAMING:
            folder, _, name = place.rpartition("/")
            system.makedirs(folder, exist_ok=True)
            system.pipe_file(f"{folder}/.{name}.part", body)
            system.mv(f"{folder}/.{name}.part", place)
        elif "s3" in protocols:
            system.pipe_file(place, body, CacheControl=cache_control(path), ContentType=content_type(path))
        elif "gs" in protocols or "gcs" in protocols:
            metadata = {"cacheControl": cache_control(path)}
            system.pipe_file(place, body, content_type=content_type(path), fixed_key_metadata=metadata)
        else:
            system.pipe_file(place, body)

    def _remembered(self) -> dict[str, str]:
        there: dict[str, str] = {}
        if self.sent.is_file():
            for line in self.sent.read_text(encoding="utf-8").splitlines():
                digest, _, path = line.partition(" ")
                if digest == "-":
                    there.pop(path, None)
                else:
                    there[path] = digest
        return there


class GitBranch(Struct):
    """A branch that a pages host serves: each publication one commit, pushed."""

    address: str
    branch: str
    repository: Path

    def deliver(
        self, stage: Path, files: Iterable[str], removed: Iterable[str], *, forget: bool = False
    ) -> int:
        """Commit the stage as it is and push it. To forget, the branch begins anew: no commit holds what was killed."""
        if not shutil.which("git"):
            raise UsageError(f"{self.address} needs git.", next_step="Install git.")
        changed = [*files, *removed]
        if forget:
            shutil.rmtree(self.repository, ignore_errors=True)
        if not (self.repository / "HEAD").is_file():
            self._git(
                "init",
                "--quiet",
                "--bare",
                f"--initial-branch={self.branch}",
                str(self.repository),
                stage=None,
            )
            self._git("remote", "add", "target", self.address, stage=None)
        self._git("add", "--all", ".", stage=stage)
        if self._git("status", "--porcelain", stage=stage).strip():
            position = (stage / "latest.json").read_bytes()[:80].decode(errors="replace")
            self._git("commit", "--quiet", "--message", f"Live blog {position}", stage=stage)
        force = ["--force"] if forget else []
        self._git("push", "--quiet", *force, "target", f"HEAD:refs/heads/{self.branch}", stage=None)
        return len(changed)

    def _git(self, *words: str, stage: Path | None) -> str:
        place = [f"--git-dir={self.repository}"] if words[0] != "init" else []
        tree = [f"--work-tree={stage.resolve()}"] if stage else []
        identity = [
            "-c",
            "user.name=Wireroom",
            "-c",
            "user.email=wireroom@localhost",
            "-c",
            "commit.gpgsign=false",
        ]
        done = subprocess.run(  # noqa: S603 - a list of words, no shell
            ["git", *identity, *place, *tree, *words],  # noqa: S607 - the editor's own git
            capture_output=True,
            text=True,
            check=False,
            cwd=stage.resolve() if stage else None,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
        )
        if done.returncode:
            said = " ".join(done.stderr.split()).rstrip(".")
            raise DeliveryError(
                f"git could not publish to {self.address}: {said}.",
                next_step="See that the branch can be pushed to, then publish again.",
            )
        return done.stdout


def with_twins(stage: Path, paths: Iterable[str]) -> Iterator[str]:
    """The files of a stage, each followed by its packed twin where it has one: hosts send that in its place."""
    for path in paths:
        yield path
        twin = f"{path}{TWIN}"
        if (stage / twin).is_file():
            yield twin


def everything_in(stage: Path) -> Iterator[str]:
    """All files of a stage without their twins, in the order in which they may be sent: what is linked to first."""
    there = (path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file())
    paths = sorted(path for path in there if not path.endswith(TWIN))
    last = ("top.html", "embed.html", "oldest-first.html", "index.html", "latest.json")
    folders = [path for path in paths if "/" in path]
    order = ("assets", "media", "b", "ninjs", "p", "a", "sitemaps", "feeds")
    yield from sorted(
        folders,
        key=lambda path: (order.index(path.split("/")[0]) if path.split("/")[0] in order else 9, path),
    )
    yield from (path for path in paths if "/" not in path and path not in last)
    yield from (path for path in last if path in paths)


def content_type(path: str) -> str:
    """The media type of a published file."""
    suffix = Path(path).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") and "charset" not in kind else kind
