"""Searching for words that must be gone: in every published file, and in the store.

A text is looked for word by word, whatever markup, escapes or compression a file puts between them.
"""

import gzip
import html
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wireroom.filters import Words
from wireroom.model import Update
from wireroom.ports import Reader

#: A run of so many words in a row is the text; shorter texts are looked for whole.
RUN: Final = 6

#: A text of fewer words is too common to prove anything.
SHORTEST: Final = 2

_MOST_COPIES: Final = 20

_TAGS: Final = re.compile(r"<[^<>]*>")
_ESCAPES: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_WORDS: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Traces:
    """Looks for texts, all of them or a run of words from any."""

    texts: tuple[str, ...]

    def files(self, folders: Iterable[Path]) -> tuple[str, ...]:
        """List every file under the folders that carries one of the texts."""
        runs = self.runs()
        paths = (path for folder in folders for path in sorted(folder.rglob("*")))
        once = {path.resolve(): path for path in reversed(list(paths)) if path.is_file()}
        return tuple(
            sorted(str(path) for path in once.values() if _carries(path.name, path.read_bytes(), runs))
        )

    def carried_by(self, name: str, body: bytes) -> bool:
        """Whether a file of that name carries one of the texts."""
        return _carries(name, body, self.runs())

    def in_store(self, reader: Reader, killed: Update) -> tuple[str, ...]:
        """List the updates of the blog and the items on the wire whose words repeat one of the texts."""
        runs = self.runs()
        found = []
        for update in reader.updates(killed.blog):
            spoken = [update.headline, update.body, *_said_before(update)]
            if update.id != killed.id and any(_holds(text, runs) for text in spoken):
                found.append(f"update {update.id}")
        items = (
            item for run in sorted(runs) for item in reader.wire(Words(run, phrase=True), limit=_MOST_COPIES)
        )
        return (*found, *dict.fromkeys(f"item {item.id}" for item in items))

    def stand_in(self, text: str) -> bool:
        """Whether a text carries one of the texts."""
        return _holds(text, self.runs())

    def runs(self) -> frozenset[str]:
        """Cut the texts into runs of words."""
        return frozenset(run for text in self.texts for run in _runs(text))


def _said_before(update: Update) -> Iterator[str]:
    for correction in update.corrections:
        yield from (correction.headline, correction.body, correction.note)
    if update.retraction is not None:
        yield from (update.retraction.said, update.retraction.wrong, update.retraction.why)


def _runs(text: str) -> Iterator[str]:
    words = _WORDS.findall(text.casefold())
    if len(words) < SHORTEST:
        return
    size = min(RUN, len(words))
    for start in range(len(words) - size + 1):
        yield " ".join(words[start : start + size])


def _carries(name: str, body: bytes, runs: frozenset[str]) -> bool:
    if name.endswith(".gz"):
        try:
            body = gzip.decompress(body)
        except (OSError, EOFError, zlib.error):
            return False
    return _holds(_plain(body.decode("utf-8", errors="ignore")), runs)


def _plain(text: str) -> str:
    unescaped = _ESCAPES.sub(lambda found: chr(int(found[1], 16)), text)
    return html.unescape(_TAGS.sub(" ", html.unescape(unescaped)))


def _holds(text: str, runs: frozenset[str]) -> bool:
    words = f" {' '.join(_WORDS.findall(text.casefold()))} "
    return any(f" {run} " in words for run in runs)
