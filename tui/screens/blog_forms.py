"""Forms about the live blog itself: its summary, a line of it, and what it says of itself."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from tui.screens.form import FormScreen, Line, OneOf, Prose, Values
from tui.widgets.copy import line
from wireroom.desk.reports import SummaryLine
from wireroom.desk.seat import short
from wireroom.errors import Conflict, UsageError
from wireroom.model import HouseRules, LiveBlog, Status, SummaryBullet, Update
from wireroom.ports.store import Reader

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

#: The headings of a summary, in the order of the page, as readers are told them.
HEADINGS: Final = {
    "known": "What we know",
    "unknown": "What we don't know",
    "wrong": "What we got wrong",
}
_FITTING: Final = {Status.CONFIRMED: "known", Status.RETRACTED: "wrong"}
_BOUND = re.compile(r"(?:-\s+)?(?P<text>.+?)\s*\((?P<update>[0-9a-f]{8})\)")


def line_form(desk: "DeskScreen", update: Update) -> None:
    """Ask for a line of the summary that stands on an update."""
    blogs = desk.newsroom.blogs

    def deed(values: Values) -> LiveBlog:
        return blogs.add_to_summary(
            SummaryBullet(heading=values["heading"], text=values["text"], update=update.id)
        )

    desk.app.push_screen(
        FormScreen(
            desk.office,
            title="Into the summary",
            intro=update.headline,
            fields=[
                OneOf(
                    name="heading",
                    label="What we know, what we don't, what we got wrong",
                    options=tuple(HEADINGS),
                    value=_FITTING.get(update.status, "unknown"),
                ),
                Line(name="text", label="The line", value=update.headline, lines=2),
            ],
            deed=deed,
            then=lambda _: _written(desk),
            done_word="put it in",
        )
    )


class _Summary(Struct, frozen=True):
    """What the form of a summary opens with."""

    blog: LiveBlog
    lines: list[SummaryLine]


def summary_form(desk: "DeskScreen") -> None:
    """Ask for the whole summary: lines to be worded, ordered and taken out."""
    view = desk.blog
    if view is None:
        return
    blogs, store, blog_id = desk.newsroom.blogs, desk.newsroom.store, view.blog.id

    def read() -> _Summary:
        return _Summary(store.blog(blog_id), blogs.summary(blog_id))

    def show(found: _Summary) -> None:
        read_on: list[int] = []

        def deed(values: Values) -> LiveBlog:
            bullets = [
                bullet for heading in HEADINGS for bullet in _read_lines(store, heading, values[heading])
            ]
            revision = read_on[-1] if read_on else None
            return blogs.summarise(blog_id, bullets, seen=found.blog.summary, revision=revision)

        def changed(error: Conflict, _: Values) -> str:
            read_on.append(error.revision)
            return f"{error.title} while you wrote. It says now:\n{error.theirs}\nCtrl+S writes yours all the same."

        desk.app.push_screen(
            FormScreen(
                desk.office,
                title="Summary",
                intro="\n".join(_left(found)),
                fields=[
                    Prose(
                        name=heading,
                        label=f"{title}, a line each",
                        hint="A, on an update, puts a line here",
                        value="\n".join(_lines_of(found.blog, heading)),
                        lines=5,
                    )
                    for heading, title in HEADINGS.items()
                ],
                deed=deed,
                then=lambda _: _written(desk),
                done_word="write it",
                conflict=changed,
            )
        )

    desk.office.open(read, show, group="summary")


def change_form(desk: "DeskScreen") -> None:
    """Ask for what the live blog says of itself, and for the rules that bind it."""
    view = desk.blog
    if view is None:
        return
    blogs, blog, read_on = desk.newsroom.blogs, view.blog, [view.blog.revision]

    def deed(values: Values) -> LiveBlog:
        return blogs.change(
            blog.id,
            headline=_typed(values["headline"], blog.headline),
            standfirst=_typed(values["standfirst"], blog.standfirst),
            zone=_typed(values["zone"], blog.zone),
            rules=HouseRules(values["rules"]) if values["rules"] != blog.rules else None,
            language=_typed(values["language"], blog.language),
            why=values["why"],
            revision=read_on[-1],
        )

    def changed(error: Conflict, _: Values) -> str:
        read_on.append(error.revision)
        return (
            f"{error.title} while you wrote. It says now:\n{error.theirs}\n"
            "Ctrl+S goes on; what you did not touch stays as it is now."
        )

    def done(after: LiveBlog) -> None:
        desk.say(f"changed: {line(after.headline)}")
        desk.lookout.load_blog()

    desk.app.push_screen(
        FormScreen(
            desk.office,
            title="Change the live blog",
            fields=[
                Line(name="headline", label="Headline", value=blog.headline, lines=2),
                Prose(name="standfirst", label="Standfirst", value=blog.standfirst, lines=3),
                Line(name="zone", label="Time zone of the story", value=blog.zone),
                OneOf(
                    name="rules",
                    label="House rules",
                    options=tuple(rules.value for rules in HouseRules),
                    value=blog.rules.value,
                ),
                Line(name="language", label="Language of the page", hint="en, ru, kk", value=blog.language),
                Line(name="why", label="Why, for the log"),
            ],
            deed=deed,
            then=done,
            done_word="change",
            conflict=changed,
        )
    )


def _typed(typed: str, shown: str) -> str | None:
    """What was typed; nothing where it is what was shown."""
    return typed if typed != shown else None


def _written(desk: "DeskScreen") -> None:
    desk.say("the summary is written")
    desk.lookout.load_blog()


def _lines_of(blog: LiveBlog, heading: str) -> Iterator[str]:
    for bullet in blog.summary:
        if bullet.heading == heading:
            yield f"{line(bullet.text)} ({short(bullet.update)})"


def _left(found: _Summary) -> Iterator[str]:
    """What left the summary since an editor wrote it, each with its reason."""
    standing = {(bullet.heading, bullet.text, bullet.update) for bullet in found.blog.summary}
    for one in found.lines:
        if one.red and (one.heading, one.text, one.update) not in standing:
            yield f"Left: {line(one.text)} ({short(one.update)}): {one.red}"


def _read_lines(reader: Reader, heading: str, text: str) -> Iterable[SummaryBullet]:
    """The lines of a heading. Raises ``UsageError`` for one that names no update."""
    for written in filter(None, map(str.strip, text.splitlines())):
        bound = _BOUND.fullmatch(written)
        if bound is None:
            raise UsageError(
                f"“{written}” stands on no update.",
                next_step="End it with the update's id in brackets, (a1b2c3d4); A, on an update, makes such a line.",
            )
        yield SummaryBullet(
            heading=heading, text=bound["text"], update=reader.resolve("update", bound["update"])
        )
