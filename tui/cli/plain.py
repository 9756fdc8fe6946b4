"""``wireroom --plain``: the desk as lines of text, read and answered one at a time.

Made for screen readers: nothing on the screen moves by itself, and what is news is said before the next prompt.
"""

import shlex
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tui.cli.output import line, moment, short
from tui.cli.presenter import run
from tui.cli.session import Session
from tui.widgets.when import counted
from tui.wire_process import WireProcess, command_line, options
from wireroom.model import BlogState, Item, LiveBlog, Status
from wireroom.ports.store import Cursor

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

_AT_ONCE = 20
_HELP = """\
Type a command of the command line, without "wireroom": wire, item ID, tag ID +TAG, write BLOG ..., mark UPDATE ...
news      reads the items that came in since you last asked
read      reads where the live blogs stand
help      lists every command; COMMAND --help explains one
quit      ends"""


def read_desk(here: Session) -> None:
    """Read the desk out and carry out what is typed, until the input ends."""
    reading = _Reading(here)
    wires = WireProcess(command_line(here.settings))
    if here.newsroom.config.desk.pull and here.newsroom.store.feeds():
        wires.watch()
    try:
        reading.greet()
        for words in _lines():
            if words in {"quit", "exit", "q"}:
                return
            reading.answer(words)
            reading.tell_news()
    finally:
        wires.stop()


def _lines() -> Iterator[str]:
    """What is typed, line by line; a prompt only where somebody types."""
    prompt = "wireroom> " if sys.stdin.isatty() else ""
    while True:
        try:
            words = input(prompt).strip()
        except EOFError:
            return
        if words:
            yield words


class _Reading:
    """One sitting at the plain desk: remembers what was read out."""

    def __init__(self, here: Session) -> None:
        self._here = here
        self._read_to = self._newest()
        self._told = 0

    @property
    def _newsroom(self) -> "Newsroom":
        return self._here.newsroom

    def greet(self) -> None:
        """Say who is at which desk, and how things stand."""
        click.echo(f"Wireroom. Editor {self._newsroom.editor}. Type help for what can be typed.")
        self._read_blogs()
        new = self._newsroom.store.count_wire(self._newsroom.wire.parse("stage:new"))
        click.echo(f"Wire: {counted(new, 'new item')}.")

    def answer(self, words: str) -> None:
        """Do what was typed."""
        if words in {"help", "?"}:
            click.echo(_HELP)
            self._run(["--help"])
        elif words == "news":
            self._read_news()
        elif words == "read":
            self._read_blogs()
        else:
            try:
                typed = shlex.split(words)
            except ValueError as trouble:
                click.echo(f"Not understood: {trouble}.")
                return
            self._run(typed)

    def tell_news(self) -> None:
        """Say that items came in, once for each that did."""
        waiting = len(self._waiting())
        if waiting > self._told:
            click.echo(f"{counted(waiting, 'item')} came in. Type news to hear them.")
        self._told = waiting

    def _run(self, typed: list[str]) -> None:
        from tui.cli.root import wireroom

        if not typed or typed[0] == "--plain":
            return
        code = run(wireroom, [*options(self._here.settings), *typed])
        click.echo(f"Ended with code {code}." if code else "Done.")

    def _read_news(self) -> None:
        waiting = self._waiting()
        for item in waiting[:_AT_ONCE]:
            click.echo(self._sentence(item))
        if waiting:
            last = waiting[:_AT_ONCE][-1]
            self._read_to = Cursor(first_seen=last.first_seen, id=last.id)
        self._told = max(0, len(waiting) - _AT_ONCE)
        click.echo(f"{self._told} more. Type news." if self._told else "That is all.")

    def _sentence(self, item: Item) -> str:
        feed = self._newsroom.store.feed(item.feed)
        return (
            f"{item.priority.value}, {line(feed.title or feed.url)}, {moment(item.first_seen)}: "
            f"{line(item.headline)}. Id {short(item.id)}."
        )

    def _read_blogs(self) -> None:
        blogs = [blog for blog in self._newsroom.store.blogs() if blog.state is not BlogState.ENDED]
        if not blogs:
            click.echo("No live blog is open. Open one: blog new SLUG --headline H")
        for blog in blogs:
            click.echo(self._standing(blog))

    def _standing(self, blog: LiveBlog) -> str:
        store = self._newsroom.store
        statuses = [update.status for update in store.updates(blog.id) if not update.spiked]
        lanes = ", ".join(
            f"{statuses.count(status)} {status.value}"
            for status in (Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED, Status.DRAFT)
        )
        parts = [
            f"Live blog {blog.slug}: {line(blog.headline)}. {blog.state.value}. {lanes}.",
            f"{counted(len(self._newsroom.blogs.stale(blog.id)), 'update')} to decide now,",
            f"{counted(len(store.alerts(blog.id)), 'source alert')},",
            f"{counted(self._newsroom.publishing.unpublished_changes(blog.id), 'change')} not published.",
        ]
        return " ".join(parts)

    def _waiting(self) -> list[Item]:
        everything = self._newsroom.wire.parse("")
        if self._read_to is None:
            return list(reversed(self._newsroom.store.wire(everything, limit=1000)))
        return self._newsroom.store.wire_since(everything, since=self._read_to, limit=1000)

    def _newest(self) -> Cursor | None:
        newest = self._newsroom.store.wire(self._newsroom.wire.parse(""), limit=1)
        return Cursor(first_seen=newest[0].first_seen, id=newest[0].id) if newest else None
