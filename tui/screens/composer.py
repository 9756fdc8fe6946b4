"""Writing an update: what an item suggests is filled in, an editor decides."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.screens.form import FormScreen, Line, OneOf, Prose, Values
from tui.screens.mark_forms import EVIDENCE_LABEL, OVERRIDE, evidence_of, marked
from wireroom.desk.forms import WriteUp
from wireroom.desk.reports import Suggestion
from wireroom.model import Item, Priority, Status, Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def compose(desk: "DeskScreen", items: Sequence[Item]) -> None:
    """Open the composer with what reading the first item suggests."""
    wire = desk.newsroom.wire
    if items:
        first = items[0].id
        desk.office.ask(lambda: wire.suggest(first), lambda found: _open(desk, items, found), group="suggest")
    else:
        _open(desk, items, None)


def _open(desk: "DeskScreen", items: Sequence[Item], found: Suggestion | None) -> None:
    view = desk.blog
    if view is None:
        return
    blog, blogs = view.blog.id, desk.newsroom.blogs
    ids = tuple(item.id for item in items)

    def deed(values: Values) -> Update:
        return blogs.write(
            blog,
            WriteUp(
                headline=values["headline"],
                body=values["body"],
                items=ids,
                evidence=evidence_of(values["evidence"]),
                status=Status(values["status"]),
                note=values["note"],
                priority=Priority(values["priority"]),
                key_event=values["key_event"] == "yes",
                override=values["override"],
            ),
        )

    resting = f"Rests on {len(ids)} item{'s' * (len(ids) != 1)}: {items[0].headline}" if items else ""
    desk.app.push_screen(
        FormScreen(
            desk.office,
            title="Write up",
            intro=" ".join([resting, *(found.reasons if found is not None else ())]),
            fields=[
                Line(name="headline", label="Headline", value=found.headline if found is not None else ""),
                Prose(
                    name="body",
                    label="Body (Markdown); say who says so",
                    value=found.body if found is not None else "",
                ),
                OneOf(
                    name="status",
                    label="Status",
                    options=("draft", "developing", "confirmed"),
                    value="developing" if found is not None else "draft",
                ),
                Line(name="note", label="How we know (for confirmed)"),
                OneOf(
                    name="priority",
                    label="Priority",
                    options=tuple(priority.value for priority in Priority),
                    value=(found.priority if found is not None else Priority.UPDATE).value,
                ),
                OneOf(name="key_event", label="Key event", options=("no", "yes")),
                Prose(name="evidence", label=EVIDENCE_LABEL, lines=2),
                OVERRIDE,
            ],
            deed=deed,
            then=lambda update: _written(desk, update),
            done_word="file",
        )
    )


def _written(desk: "DeskScreen", update: Update) -> None:
    desk.wire.lines.pick(())
    desk.wire.look()
    marked(desk, update)
