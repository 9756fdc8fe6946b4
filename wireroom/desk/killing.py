"""Killing an update on an order of law or safety: a stub for readers, the words sealed, and proof that they left."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from wireroom.desk import acts, lifecycle, outcomes
from wireroom.desk.embargoes import not_before_its_embargo
from wireroom.desk.illustrating import pictures_ever, shown_elsewhere
from wireroom.desk.lifecycle import Change, Ruling
from wireroom.desk.marking import take_down
from wireroom.desk.needs import SECOND_EDITOR, Case
from wireroom.desk.outlets import outlets
from wireroom.desk.publishing import PublishDesk
from wireroom.desk.recording import alerts_about, find_update, reasons, save, settle
from wireroom.desk.reports import KillReport
from wireroom.desk.rules import PRESETS
from wireroom.desk.seat import Seat, short
from wireroom.desk.traces import Traces, long_enough
from wireroom.errors import WireroomError
from wireroom.model import LiveBlog, SummaryBullet, Update
from wireroom.ports.store import Reader, Transaction


def kill(
    seat: Seat, update_id: str, *, ordered_by: str, notice: str, confirm: str, override: str = ""
) -> KillReport:
    """Kill a published update. ``confirm`` is the slug of its blog, typed by the editor.

    Where the house rules ask for two people, the first order waits for a second editor's. Raises ``RefusedError``
    naming what is missing.
    """
    known = find_update(seat.store, update_id)
    traces = Traces(spoken_words(seat.store, known))
    carried, _ = outlets(seat.store, known.blog).search(traces)
    with seat.store.transaction() as tx:
        update = find_update(tx, update_id)
        if update.revision != known.revision:  # another desk gave it other words while files were searched
            traces = Traces(spoken_words(tx, update))
        lifecycle.require(Change.KILL, update)
        blog = tx.blog(update.blog)
        case = Case(
            update=update,
            editors=(seat.editor, *askers(tx, update)),
            ordered_by=ordered_by.strip(),
            notice=notice.strip(),
            confirm=confirm,
            slug=blog.slug,
            override=override.strip(),
        )
        ruling = lifecycle.judge(Change.KILL, case, PRESETS[blog.rules])
        if not ruling.allowed:
            return _ask(tx, seat, case, ruling, carried)
        stub, sealed, sharing = _carry_out(tx, seat, blog, case, ruling, traces)
    problems = _republish(seat, blog, ordered_by)
    remaining, unsearched = outlets(seat.store, blog.id).search(traces)
    killed_on = (
        f"Killed on the order of {case.ordered_by}; published files that carried the text: {len(carried)}."
    )
    return KillReport(
        update=stub,
        done=True,
        sealed=sealed,
        files=carried,
        remaining=remaining,
        copies=(*traces.in_store(seat.store, update), *sharing, *_aside(seat, update, traces)),
        unwritten=problems,
        unreachable=(*unsearched, *_out_of_reach(seat)),
        words=" ".join([killed_on, *problems]),
    )


def _ask(tx: Transaction, seat: Seat, case: Case, ruling: Ruling, carried: tuple[str, ...]) -> KillReport:
    """Write down that one editor asks for the kill, if a second one is all that is missing. Else refuse."""
    if {lack.option for lack in ruling.lacks} != {SECOND_EDITOR}:
        raise lifecycle.refuse(ruling, case)
    why = f"Ordered by {case.ordered_by}: {case.notice}"
    asked = save(tx, seat, case.update, case.update, acts.ASKED_KILL, seat.now(), why=why)
    return KillReport(
        update=asked,
        done=False,
        files=carried,
        words=f"Asked for. {ruling.lacks[0].sentence} The text stands until then.",
    )


def _carry_out(
    tx: Transaction, seat: Seat, blog: LiveBlog, case: Case, ruling: Ruling, traces: Traces
) -> tuple[Update, int, list[str]]:
    """Leave a stub, seal the words and drop the pictures.

    Gives the stub, how many events were sealed, and who else shows or showed one of the pictures, which then stays.
    """
    at, update = seat.now(), case.update

    def speaks_of_it(bullet: SummaryBullet) -> bool:
        return bullet.update == update.id or traces.stand_in(bullet.text)

    take_down(tx, seat, blog, update, at, reason=f"{short(update.id)} is killed.", also=speaks_of_it)
    settle(tx, seat, alerts_about(tx, update), at, why="The update is killed.")
    order = {"ordered_by": case.ordered_by, "notice": case.notice}
    pictures = pictures_ever(tx, update)
    elsewhere = shown_elsewhere(tx, pictures, update)
    tx.drop_pictures(pictures.difference(*elsewhere.values()))
    sealed = tx.seal(update.id, order, sequences=_summaries_with(tx, update, traces))
    taken_back = not_before_its_embargo(tx, update, at)
    stub = outcomes.killed(update, taken_back, seat.editor, case.ordered_by, case.notice)
    why = reasons(case.notice, warnings=ruling.warnings)
    sharing = [f"update {other}, a picture" for other in elsewhere]
    return save(tx, seat, update, stub, acts.KILLED, at, why=why), sealed, sharing


def _republish(seat: Seat, blog: LiveBlog, ordered_by: str) -> tuple[str, ...]:
    """Write the stub to every place the blog was published to; says where that failed."""
    problems = []
    for target in dict.fromkeys(snapshot.target for snapshot in seat.store.snapshots(blog.id)):
        try:
            PublishDesk(seat).publish(blog.id, to=target, override=f"Kill ordered by {ordered_by.strip()}.")
        except WireroomError as trouble:
            # whatever stands against one target, the others still carry the words
            problems.append(f"Rewriting {target} met trouble: {trouble}")
    return tuple(problems)


def _aside(seat: Seat, update: Update, traces: Traces) -> list[str]:
    """Forget the drafts on this machine that change the killed update, and name others that repeat its words."""
    repeating: list[str] = []
    if seat.aside is None:
        return repeating
    for draft in seat.aside.drafts(seat.editor):
        if draft.update == update.id:
            seat.aside.drop(draft.id)
        elif traces.stand_in_draft(draft):
            repeating.append(f"draft {draft.id} of {draft.editor}, kept on this machine")
    return repeating


def _out_of_reach(seat: Seat) -> list[str]:
    """Say where a kill can't look."""
    beyond = [
        "Backups and exports of the store made before still hold the words.",
        "Copies that readers, caches and search engines keep are theirs to remove.",
    ]
    if seat.aside is not None:
        beyond.append("Drafts on other desks' machines, and those your login may not see, were not searched.")
    return beyond


def askers(reader: Reader, update: Update) -> tuple[str, ...]:
    """Name the editors who have asked for this kill."""
    events = reader.events(blog=update.blog, subject=update.id)
    return tuple(dict.fromkeys(event.who for event in events if event.what == acts.ASKED_KILL))


def spoken_words(reader: Reader, update: Update) -> tuple[str, ...]:
    """Collect every wording the update ever had, what it quotes, and the notes that readers were told beside it.

    A note proves nothing where it is short or stands beside another update too ("They told us on the phone.").
    """
    said = [piece.quote for piece in update.evidence]
    notes: list[str] = []
    for event in reader.events(blog=update.blog, subject=update.id):
        said += [event.after.get("headline", ""), event.after.get("body", "")]
        notes += _notes(event.after)
    others = {
        note
        for other in reader.updates(update.blog)
        if other.id != update.id
        for note in _notes(msgspec.to_builtins(other))
    }
    own = [note for note in notes if long_enough(note) and note not in others]
    return tuple(dict.fromkeys(text for text in (*said, *own) if text.strip()))


def _notes(document: Mapping[str, Any]) -> Iterator[str]:
    """What readers are told beside the words of an update: how we know, why there is doubt, what was wrong."""
    confirmation, retraction = document.get("confirmation") or {}, document.get("retraction") or {}
    yield from (confirmation.get("note", ""), document.get("doubt", ""))
    yield from (retraction.get("wrong", ""), retraction.get("why", ""))
    yield from (correction["note"] for correction in document.get("corrections", ()))


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
