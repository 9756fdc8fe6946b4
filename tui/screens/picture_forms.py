"""Forms for what an update shows beside its words: pictures, and posts that are quoted."""

from typing import TYPE_CHECKING

from textual.suggester import SuggestFromList

from tui.screens.detail_fields import read_moment
from tui.screens.form import FormScreen, Line, OneOf, Prose, Values
from tui.widgets.copy import line
from tui.widgets.when import counted
from wireroom.desk.illustrating import Offer
from wireroom.desk.seat import short
from wireroom.model import Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def picture_form(desk: "DeskScreen", update: Update) -> None:
    """Ask for a picture and its description; what the items of the update offer is filled in."""
    blogs = desk.newsroom.blogs

    def deed(values: Values) -> Update:
        source = values["source"].strip()
        return blogs.illustrate(update.id, source, values["description"], credit=values["credit"])

    def show(offers: list[Offer]) -> None:
        shown = {one.source for one in update.media}
        new = [offer for offer in offers if offer.url not in shown]
        desk.app.push_screen(
            FormScreen(
                desk.office,
                title="A picture",
                intro="\n".join((update.headline, *_shown(update))),
                fields=[
                    Line(
                        name="source",
                        label="Its address, or a file of this machine; Right completes what its items offer",
                        value=new[0].url if new else "",
                        suggester=SuggestFromList([offer.url for offer in offers]),
                    ),
                    Line(
                        name="description",
                        label="What it shows, for readers who can't see it",
                        value=new[0].description if new else "",
                        lines=2,
                    ),
                    Line(name="credit", label="Whose picture it is"),
                ],
                deed=deed,
                then=lambda after: _changed(desk, after),
                done_word="show it",
                meanwhile="Fetching the picture …",
            )
        )

    desk.office.open(lambda: blogs.offers(update.id), show, group="pictures")


def take_off_form(desk: "DeskScreen", update: Update) -> None:
    """Ask which picture leaves the update."""
    if not update.media:
        desk.foot.hint("This update shows no picture.")
        return
    blogs = desk.newsroom.blogs
    names = {short(one.picture): one.picture for one in update.media}
    desk.app.push_screen(
        FormScreen(
            desk.office,
            title="Take a picture off",
            intro="\n".join((update.headline, *_shown(update))),
            fields=[
                OneOf(
                    name="picture",
                    label="It leaves every page with the next publication",
                    options=tuple(names),
                )
            ],
            deed=lambda values: blogs.take_off(update.id, names[values["picture"]]),
            then=lambda after: _changed(desk, after),
            done_word="take it off",
        )
    )


def quote_form(desk: "DeskScreen", update: Update) -> None:
    """Ask for a social post or a video, to be quoted as text."""
    newsroom, zone = desk.newsroom, desk.zone

    def deed(values: Values) -> Update:
        return newsroom.blogs.quote(
            update.id,
            values["who"],
            values["url"],
            values["text"],
            seen=read_moment(values["seen"], newsroom.clock.now(), zone),
        )

    desk.app.push_screen(
        FormScreen(
            desk.office,
            title="Quote a post or a video",
            intro=f"{update.headline}\nReaders get its words and a link; nothing of its host is loaded.",
            fields=[
                Line(name="who", label="Who posted it", hint="@name, and where"),
                Line(name="url", label="Where it is", hint="https://…"),
                Prose(name="text", label="What it says, word for word", lines=4),
                Line(name="seen", label="When it was seen so", hint="now, or 14:30, 2h"),
            ],
            deed=deed,
            then=lambda after: _quoted(desk, after),
            done_word="quote it",
        )
    )


def _shown(update: Update) -> list[str]:
    return [f"Shows {short(one.picture)}: {line(one.description)}" for one in update.media]


def _changed(desk: "DeskScreen", after: Update) -> None:
    desk.say(f"shows {counted(len(after.media), 'picture')}: {line(after.headline)}")
    desk.lookout.load_blog()


def _quoted(desk: "DeskScreen", after: Update) -> None:
    desk.say(f"quoted in: {line(after.headline)}")
    desk.lookout.load_blog()
