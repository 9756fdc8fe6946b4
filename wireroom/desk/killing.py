"""Killing an update on an order of law or safety: a stub for readers, the words sealed, and proof that they left."""

from collections.abc import Iterable

from wireroom.desk import acts, lifecycle, outcomes
from wireroom.desk.lifecycle import Case, Change
from wireroom.desk.marking import take_down
from wireroom.desk.publishing import PublishDesk
from wireroom.desk.recording import alerts_about, find_update, reasons, save, settle
from wireroom.desk.reports import KillReport
from wireroom.desk.rules import PRESETS
from wireroom.desk.seat import Seat, short
from wireroom.desk.traces import Traces, published_folders
from wireroom.errors import PublishError
from wireroom.model import Event, LiveBlog, Update
from wireroom.ports import Reader


def kill(
    seat: Seat, update_id: str, *, ordered_by: str, notice: str, confirm: str, override: str = ""
) -> KillReport:
    """Kill a published update. ``confirm`` is the slug of its blog, typed by the editor.

    Where the house rules ask for two people, the first order waits for a second editor's. Raises ``RefusedError``
    naming what is missing.
    """
    update = find_update(seat.store, update_id)
    words = spoken_words(seat.store, update)
    folders = published_folders(seat.store, update.blog)
    carried = Traces(words).files(folders)
    with seat.store.transaction() as tx:
        at = seat.now()
        update = find_update(tx, update_id)
        lifecycle.require(Change.KILL, update)
        blog = tx.blog(update.blog)
        case = Case(
            update=update,
            editors=(seat.editor, *askers(tx, update)),
            ordered_by=ordered_by,
            notice=notice,
            confirm=confirm,
            slug=blog.slug,
            override=override.strip(),
        )
        ruling = lifecycle.judge(Change.KILL, case, PRESETS[blog.rules])
        if not ruling.allowed:
            if {lack.option for lack in ruling.lacks} != {lifecycle.SECOND_EDITOR}:
                raise lifecycle.refuse(ruling, case)
            asked = save(
                tx, seat, update, update, acts.ASKED_KILL, at, why=f"Ordered by {ordered_by}: {notice}"
            )
            return KillReport(
                update=asked,
                done=False,
                files=carried,
                words=f"Asked for. {ruling.lacks[0].sentence} The text stands until then.",
            )
        take_down(tx, seat, blog, update, at, reason=f"{short(update.id)} is killed.", everything=True)
        settle(tx, seat, alerts_about(tx, update), at, why="The update is killed.")
        order = {"ordered_by": ordered_by.strip(), "notice": notice.strip()}
        sealed = tx.seal(update.id, order, sequences=_summaries_with(tx, update, Traces(words)))
        stub = save(
            tx,
            seat,
            update,
            outcomes.killed(update, at, seat.editor, ordered_by.strip(), notice.strip()),
            acts.KILLED,
            at,
            why=reasons(notice, warnings=ruling.warnings),
        )
    problems = _republish(seat, blog, ordered_by)
    return KillReport(
        update=stub,
        done=True,
        sealed=sealed,
        files=carried,
        remaining=Traces(words).files(folders),
        copies=Traces(words).in_store(seat.store, stub),
        words=" ".join(
            [
                f"Killed on the order of {ordered_by.strip()};",
                f"{len(carried)} published files carried the text.",
                *problems,
            ]
        ),
    )


def _republish(seat: Seat, blog: LiveBlog, ordered_by: str) -> list[str]:
    """Write the stub to every place the blog was published to; says where that failed."""
    problems = []
    for target in dict.fromkeys(snapshot.target for snapshot in seat.store.snapshots(blog.id)):
        try:
            PublishDesk(seat).publish(blog.id, to=target, override=f"Kill ordered by {ordered_by.strip()}.")
        except PublishError as trouble:
            problems.append(f"{target} could not be rewritten: {trouble}")
    return problems


def askers(reader: Reader, update: Update) -> tuple[str, ...]:
    """Name the editors who have asked for this kill."""
    events = reader.events(blog=update.blog, subject=update.id)
    return tuple(dict.fromkeys(event.who for event in events if event.what == acts.ASKED_KILL))


def spoken_words(reader: Reader, update: Update) -> tuple[str, ...]:
    """Collect every wording the update ever had: headlines and bodies from the log, and what notices froze."""
    found = dict.fromkeys([update.headline, update.body])
    for event in reader.events(blog=update.blog, subject=update.id):
        found.update(dict.fromkeys(_texts(event)))
    if update.retraction is not None:
        found.update(dict.fromkeys([update.retraction.said, update.retraction.wrong]))
    return tuple(text for text in found if text.strip())


def _summaries_with(reader: Reader, update: Update, traces: Traces) -> list[int]:
    """Find the events of the blog whose summary had a bullet on the update or in its words."""
    return [
        event.sequence
        for event in reader.events(blog=update.blog, subject=update.blog)
        if any(
            bullet["update"] == update.id or traces.stand_in(bullet["text"])
            for bullet in event.after.get("summary", ())
        )
    ]


def _texts(event: Event) -> Iterable[str]:
    return (str(event.after.get("headline", "")), str(event.after.get("body", "")))
