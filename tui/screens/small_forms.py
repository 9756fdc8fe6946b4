"""Forms of a line or two: tags, a new live blog, a feed's address, the end of coverage."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.screens.form import FormScreen, Line, OneOf, Prose, Values
from tui.widgets.tag_suggester import TagSuggester
from wireroom.desk.reports import EndReport
from wireroom.errors import UsageError
from wireroom.model import Feed, HouseRules, Item, LiveBlog

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def tag_form(desk: "DeskScreen", items: Sequence[Item]) -> None:
    """Ask for tags: ``almaty fuel -unclear``."""
    wire, store = desk.newsroom.wire, desk.newsroom.store
    ids = [item.id for item in items]
    headline = items[0].headline if len(items) == 1 else f"{len(items)} items"

    def deed(values: Values) -> list[Item]:
        add, remove = split_tags(values["tags"])
        return wire.tag(ids, add=add, remove=remove)

    def done(changed: list[Item]) -> None:
        desk.wire.lines.pick(())
        desk.wire.take_items(changed)
        desk.say("tagged" if len(changed) == 1 else f"tagged {len(changed)}")

    def show(known: dict[str, int]) -> None:
        desk.app.push_screen(
            FormScreen(
                desk.office,
                title="Tag",
                intro=headline,
                fields=[
                    Line(
                        name="tags",
                        label="Tags, apart by blanks; -tag takes one off; Right completes",
                        suggester=TagSuggester(known),
                    )
                ],
                deed=deed,
                then=done,
                done_word="tag",
            )
        )

    desk.office.open(store.item_tags, show, group="tags")


def split_tags(text: str) -> tuple[list[str], list[str]]:
    """Tags to add and to take off. Raises ``UsageError`` when there is none."""
    words = text.split()
    add = [word.lstrip("+#") for word in words if not word.startswith("-") and word.lstrip("+#")]
    remove = [word[1:].lstrip("#") for word in words if word.startswith("-") and len(word) > 1]
    if not add and not remove:
        raise UsageError("No tag was typed.", next_step="Type a word, or -word to take a tag off.")
    return add, remove


def new_blog_form(desk: "DeskScreen") -> None:
    """Ask for what a live blog needs to begin."""
    blogs = desk.newsroom.blogs
    preset = desk.newsroom.config.rules.preset

    def deed(values: Values) -> LiveBlog:
        return blogs.new(
            values["slug"],
            values["headline"],
            standfirst=values["standfirst"],
            zone=values["zone"] or "UTC",
            rules=HouseRules(values["rules"]),
        )

    def done(blog: LiveBlog) -> None:
        desk.lookout.open_blog(blog.id)
        desk.say(f"live blog {blog.slug} is open")

    desk.app.push_screen(
        FormScreen(
            desk.office,
            title="Begin a live blog",
            fields=[
                Line(name="slug", label="Slug: its short name, in addresses too", hint="almaty-protests"),
                Line(name="headline", label="Headline"),
                Line(name="standfirst", label="Standfirst: what it is about, in a sentence"),
                Line(name="zone", label="Time zone of the story", hint="Asia/Almaty", value="UTC"),
                OneOf(
                    name="rules",
                    label="House rules",
                    options=tuple(rules.value for rules in HouseRules),
                    value=preset.value,
                ),
            ],
            deed=deed,
            then=done,
            done_word="begin",
        )
    )


def end_form(desk: "DeskScreen") -> None:
    """Ask once more before coverage ends."""
    view = desk.blog
    if view is None:
        return
    blogs, slug = desk.newsroom.blogs, view.blog.slug

    def done(report: EndReport) -> None:
        left = len(report.undecided)
        desk.say(f"coverage ended; {left} never independently confirmed" if left else "coverage ended")

    desk.app.push_screen(
        FormScreen(
            desk.office,
            title=f"End the coverage of {slug}",
            intro="Undecided updates stay, marked as never independently confirmed.",
            fields=[Prose(name="override", label="Reason, if a house rule stands against it")],
            deed=lambda values: blogs.end(slug, override=values["override"]),
            then=done,
            done_word="end coverage",
        )
    )


def add_feed_form(desk: "DeskScreen", then: Callable[[], None] = lambda: None) -> None:
    """Ask for a feed's address."""
    office = desk.office

    def deed(values: Values) -> Feed:
        from tui.bootstrap import find_and_add_feed

        tags = values["tags"].replace("#", " ").split()
        return find_and_add_feed(desk.newsroom, values["url"], tags=tags, private=values["private"] == "yes")

    def done(feed: Feed) -> None:
        desk.say(f"subscribed to {feed.title or feed.url}")
        desk.desk_app.wires.ask_all()
        then()

    desk.app.push_screen(
        FormScreen(
            office,
            title="Subscribe to a wire",
            fields=[
                Line(name="url", label="Address of a feed, or of a page that names one", hint="https://"),
                Line(name="tags", label="Tags for everything it brings"),
                OneOf(
                    name="private", label="A machine of this house (a private address)", options=("no", "yes")
                ),
            ],
            deed=deed,
            then=done,
            done_word="subscribe",
            meanwhile="Looking for the feed …",
        )
    )
