"""Searching for words that must be gone: in every published file, and in the store.

A text is looked for word by word, whatever markup, escapes or compression a file puts between them. In scripts without
blanks it is looked for letter by letter, and two letters weigh what a word weighs.
"""

import gzip
import html
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Final

from wireroom.filters import Everything, Words
from wireroom.model import Draft, Item, Update
from wireroom.ports.store import Cursor, Reader
from wireroom.text.hygiene import clean_line
from wireroom.unspaced import A_WORD, is_unspaced, weight, words_and_letters

#: A run of so many words in a row is the text; shorter texts are looked for whole.
RUN: Final = 6

#: A text of fewer words is too common to prove anything.
SHORTEST: Final = 2

_MOST_COPIES: Final = 20

#: Items that are read at once where no index helps.
_READ: Final = 500

_TAGS: Final = re.compile(r"<[^<>]*>")
_ESCAPES: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True)
class Traces:
    """Looks for texts, all of them or a run of words from any."""

    texts: tuple[str, ...]

    def files(self, folders: Iterable[Path]) -> tuple[str, ...]:
        """List every file under the folders that carries one of the texts. Another desk may publish meanwhile."""
        paths = [path for folder in folders for path in sorted(_files_under(folder))]
        once = {path.resolve(): path for path in reversed(paths)}
        return tuple(sorted(str(path) for path in once.values() if self._carried_in(path)))

    def _carried_in(self, path: Path) -> bool:
        try:
            return self.carried_by(path.name, path.read_bytes())
        except FileNotFoundError:  # cleared away since it was listed
            return False

    def carried_by(self, name: str, body: bytes) -> bool:
        """Whether a file of that name carries one of the texts."""
        return _carries(name, body, self.runs)

    def in_store(self, reader: Reader, killed: Update) -> tuple[str, ...]:
        """List what else in the store repeats one of the texts.

        Updates of any blog, live blogs, source alerts, drafts that this login may see, and items of the wire, in an
        earlier wording too where ``killed`` cited them (it is the update as it was).
        """
        found = chain(
            self._in_updates(reader, killed),
            self._in_blogs(reader),
            self._in_alerts(reader),
            self._in_drafts(reader),
            self._in_items(reader, killed),
        )
        return tuple(dict.fromkeys(found))

    def _in_updates(self, reader: Reader, killed: Update) -> Iterator[str]:
        """Of its own blog every wording is read; of others what the search index gives, or all where it knows no words."""
        elsewhere = [update for run in sorted(self.indexed_runs) for update in reader.search_updates(run)]
        if self.indexed_runs != self.runs:
            elsewhere += [update for blog in reader.blogs() for update in reader.updates(blog.id)]
        found = {update.id: update for update in (*reader.updates(killed.blog), *elsewhere)}
        for update in found.values():
            if update.id != killed.id and self.stand_in(update.headline, update.body, *_said_before(update)):
                yield _named(update)

    def _in_blogs(self, reader: Reader) -> Iterator[str]:
        for blog in reader.blogs():
            if self.stand_in(blog.headline, blog.standfirst, *(bullet.text for bullet in blog.summary)):
                yield f"live blog {blog.slug}"

    def _in_alerts(self, reader: Reader) -> Iterator[str]:
        for alert in reader.alerts(settled=True):
            if self.stand_in(alert.was, alert.now):
                yield f"source alert {alert.id}"

    def _in_drafts(self, reader: Reader) -> Iterator[str]:
        for draft in reader.drafts_of_all():
            if self.stand_in_draft(draft):
                yield f"draft {draft.id} of {draft.editor}"

    def _in_items(self, reader: Reader, killed: Update) -> Iterator[str]:
        for run in sorted(self.indexed_runs):
            for item in reader.wire(Words(run, phrase=True), limit=_MOST_COPIES):
                yield _named(item)
        if self.indexed_runs != self.runs:
            copies = (
                item for item in _all_items(reader) if self.stand_in(item.headline, item.summary, item.body)
            )
            yield from map(_named, islice(copies, _MOST_COPIES))
        for item in reader.items(piece.item for piece in killed.evidence if piece.item):
            for version in reader.versions(item.id):
                if self.stand_in(version.headline, version.summary, version.body):
                    yield _named(item)

    def stand_in(self, *texts: str) -> bool:
        """Whether one of these carries one of the texts."""
        return any(_holds(text, self.runs) for text in texts)

    def stand_in_draft(self, draft: Draft) -> bool:
        """Whether what a composer holds carries one of the texts."""
        return self.stand_in(*(value for value in draft.fields.values() if isinstance(value, str)))

    @cached_property
    def runs(self) -> frozenset[str]:
        """The texts cut into runs of words."""
        return frozenset(run for text in self.texts for run in _runs(text))

    @cached_property
    def indexed_runs(self) -> frozenset[str]:
        """Those that an index of words can be asked for."""
        return frozenset(run for run in self.runs if not is_unspaced(run))


def _named(copy: Update | Item) -> str:
    """An update or an item by the id that commands take, and by the headline that editors see."""
    noun = "update" if isinstance(copy, Update) else "item"
    return f"{noun} {copy.id}" + (f", “{clean_line(copy.headline)}”" if copy.headline else "")


def _files_under(folder: Path) -> Iterator[Path]:
    """Every file in a folder; what is cleared away while they are listed is left out."""
    for root, _, names in os.walk(folder):
        yield from (path for path in (Path(root, name) for name in names) if path.is_file())


def _all_items(reader: Reader) -> Iterator[Item]:
    """The whole wire, newest first."""
    after = None
    while items := reader.wire(Everything(), limit=_READ, after=after):
        yield from items
        after = Cursor(first_seen=items[-1].first_seen, id=items[-1].id)


def long_enough(text: str) -> bool:
    """Whether a text has as many words as no two texts share by chance."""
    return weight(words_and_letters(text)) >= RUN * A_WORD


def _said_before(update: Update) -> Iterator[str]:
    for correction in update.corrections:
        yield from (correction.headline, correction.body, correction.note)
    if update.retraction is not None:
        yield from (update.retraction.said, update.retraction.wrong, update.retraction.why)


def _runs(text: str) -> Iterator[str]:
    """Every run of words of a text that weighs enough; the text itself where it is shorter."""
    words = words_and_letters(text)
    weighs = weight(words)
    if weighs < SHORTEST * A_WORD:
        return
    enough, end, held = min(RUN * A_WORD, weighs), 0, 0
    for start, first in enumerate(words):
        while held < enough and end < len(words):
            held += weight(words[end : end + 1])
            end += 1
        if held < enough:
            return
        yield " ".join(words[start:end])
        held -= weight((first,))


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
    words = f" {' '.join(words_and_letters(text))} "
    return any(f" {run} " in words for run in runs)
