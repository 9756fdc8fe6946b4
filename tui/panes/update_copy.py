"""An update as running text: its words, what it rests on, what was done with it."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.panes.difference import difference
from tui.panes.lane_rows import STATUS_PART, LaneRow, headline_of
from tui.styles.glyphs import KEY_EVENT, PINNED, PRIORITY, STATUS
from tui.widgets.blocks import BLANK, Block, prose, text
from tui.widgets.due import due
from tui.widgets.spans import Span
from tui.widgets.when import date_and_clock
from wireroom.desk.reports import AlertView, HistoryLine, Standing
from wireroom.desk.seat import short
from wireroom.model import STANDING_STATUSES, Correction, Evidence, Status, Update
from wireroom.ports.clock import Clock

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom

#: How the log names an update: headline and the end of its id.
_NAMED = re.compile(r"“.*?” \([0-9a-f]{8}\)", re.DOTALL)
_CITED = re.compile(r" after [0-9a-f]{8} cited it\.$")
#: The keys under which the desk deals with a source alert.
WAYS = {"downgrade": ("d", "put under review"), "correct": ("C", "correct"), "retract": ("r", "retract")}
#: More of them: where one reads on the desk, and where one decides.
ON_THE_DESK = (("H", "decide"),)
DECIDING = (("S", "looked at: it stands"),)


class Findings(Struct, frozen=True):
    """What had to be asked about an update beyond its own words."""

    standing: Standing | None = None
    history: tuple[HistoryLine, ...] = ()
    alerts: tuple[AlertView, ...] = ()
    substitute: str = ""
    """The update that replaces a retracted one: its headline, and whether it was taken back itself."""


def find_out(newsroom: "Newsroom", update: Update) -> Findings:
    """Ask what an update rests on, what was done with it, and what its sources did since."""
    blogs = newsroom.blogs
    replaced_by = update.retraction.replaced_by if update.retraction is not None else ""
    return Findings(
        standing=blogs.standing(update.id) if update.status is not Status.KILLED else None,
        history=tuple(blogs.history(update.id)),
        alerts=tuple(view for view in blogs.alerts(update.blog) if view.update.id == update.id),
        substitute=_named(newsroom.store.update(replaced_by)) if replaced_by else "",
    )


def _named(update: Update) -> str:
    headline = update.headline or f"update {short(update.id)}"
    return headline if update.status in STANDING_STATUSES else f"{headline} ({update.status.value}, too)"


def update_blocks(
    row: LaneRow,
    clock: Clock,
    found: Findings | None = None,
    *,
    keys: Sequence[tuple[str, str]] = ON_THE_DESK,
) -> list[Block]:
    """The whole of an update; what was found out about it follows when it was read."""
    update, zone, now = row.update, row.zone, clock.now()
    found = found or Findings()
    blocks = [text(headline_of(update), bold=True), _status(row, now)]
    if update.tags:
        blocks.append(text(" ".join(f"#{tag}" for tag in update.tags), "link"))
    for alert in found.alerts:
        blocks += alert_blocks(alert, keys=keys)
    if update.retraction is not None:
        blocks += [BLANK, *_retraction(update, found.substitute)]
    blocks += [BLANK, *prose(update.body), *_pictures(update)]
    if update.confirmation is not None and update.status is Status.CONFIRMED:
        known = update.confirmation
        blocks += [
            BLANK,
            Block(
                (
                    Span("How we know  ", "confirmed", True),
                    Span(known.note),
                    Span(f"  ({known.by}, {date_and_clock(known.at, zone, now)})", "quiet"),
                )
            ),
        ]
    if update.doubt and update.status is Status.DEVELOPING:
        blocks += [BLANK, Block((Span("Under review  ", "developing", True), Span(update.doubt)))]
    blocks += _corrections(update.corrections, zone, now)
    blocks += standing_blocks(update, found.standing)
    if found.history:
        blocks += [BLANK, text("Timeline", "accent", bold=True), *timeline(found.history, zone, now)]
    return blocks


def _status(row: LaneRow, now: datetime) -> Block:
    update, zone = row.update, row.zone
    part = STATUS_PART[update.status]
    spans = [Span(f"{STATUS[update.status]} {update.status.value}", part, True)]
    review = due(update, now)
    if review.words:
        said = f"{review.words}: decide now (D)" if review.now else review.words
        spans.append(Span(f" · {said}", "alarm" if review.now else "quiet"))
    if PRIORITY[update.priority]:
        spans.append(Span(f" · {PRIORITY[update.priority]}", "alarm", True))
    if row.pinned:
        spans.append(Span(f" · {PINNED} pinned", "accent"))
    if update.key_event:
        spans.append(Span(f" · {KEY_EVENT} key event", "accent"))
    at = update.event_time or update.filed
    spans.append(Span(f" · {date_and_clock(at, zone, now)}", "quiet"))
    if update.author:
        spans.append(Span(f" · by {update.author}", "quiet"))
    if update.embargo is not None and update.embargo > now:
        spans.append(Span(f" · held until {date_and_clock(update.embargo, zone, now)}", "alarm"))
    return Block(tuple(spans))


def standing_blocks(update: Update, standing: Standing | None) -> list[Block]:
    """What an update rests on, and what is missing for *confirmed*."""
    if update.status is Status.KILLED:
        return []
    blocks = [BLANK, text("Rests on", "accent", bold=True)]
    if standing is not None:
        part = "confirmed" if standing.sufficient else "developing"
        blocks.append(text(standing.words, part))
        blocks += [text(words, "alarm") for words in standing.differences]
        if update.status in (Status.DRAFT, Status.DEVELOPING):
            blocks += [
                Block((Span("For confirmed: ", "quiet"), Span(need)), hang=2)
                for need in standing.missing_for_confirmed
            ]
    if not update.evidence:
        blocks.append(text("Nothing yet.", "quiet"))
    return blocks + [_evidence(piece) for piece in update.evidence]


def _pictures(update: Update) -> list[Block]:
    """What is shown with the words, for who writes them."""
    return [
        Block(
            (
                Span("Picture  ", "quiet"),
                Span(shown.description),
                Span(f"  {shown.credit}" if shown.credit else "  no credit", "quiet"),
            ),
            hang=2,
        )
        for shown in update.media
    ]


def _evidence(piece: Evidence) -> Block:
    spans = [Span(f"{piece.kind.value}  ", "quiet"), Span(piece.who, bold=True)]
    if piece.origin and piece.origin != piece.who:
        spans.append(Span(f" (origin: {piece.origin})", "quiet"))
    if piece.quote:
        spans.append(Span(f"  “{piece.quote}”"))
    if piece.url:
        spans.append(Span(f"  {piece.url}", "link"))
    return Block(tuple(spans), hang=2)


def _retraction(update: Update, substitute: str) -> list[Block]:
    taken = update.retraction
    if taken is None:
        return []
    return [
        Block((Span("Retracted  ", "retracted", True), Span(f"{taken.kind.value}, {taken.by}", "quiet"))),
        Block((Span("We said  ", "quiet"), Span(taken.said)), hang=2),
        Block((Span("What is wrong  ", "quiet"), Span(taken.wrong)), hang=2),
        Block((Span("Why  ", "quiet"), Span(taken.why)), hang=2),
        Block((Span("Instead  ", "quiet"), Span(substitute or taken.replaced_by or "no substitute")), hang=2),
    ]


def _corrections(corrections: Sequence[Correction], zone: str, now: datetime) -> list[Block]:
    blocks: list[Block] = []
    for made in corrections:
        words = made.note or "refiled, no change of meaning"
        blocks += [
            BLANK,
            Block(
                (
                    Span(
                        f"{made.kind.value.capitalize()} {date_and_clock(made.at, zone, now)}  ",
                        "accent",
                        True,
                    ),
                    Span(words),
                )
            ),
        ]
    return blocks


def alert_blocks(
    view: AlertView, *, named: bool = False, keys: Sequence[tuple[str, str]] = ()
) -> list[Block]:
    """A source alert with the upstream difference, and the keys to deal with it.

    ``named`` says which update it is about, where it does not stand under that.
    """
    about = f"“{view.update.headline}” cited it." if named else "it was cited."
    words = _CITED.sub(lambda _: f" after {about}", view.words)
    blocks = [BLANK, Block((Span("Source alert  ", "alarm", True), Span(words)), hang=2)]
    if view.alert.was and view.alert.now:
        pairs = _paragraph_pairs(view.alert.was, view.alert.now)
        blocks += [difference(was, now, indent=2) for was, now in pairs]
    if not keys:
        return blocks
    ways = [WAYS[offer.to] for offer in view.offers] + list(keys)
    spans = [part for key, way in ways for part in (Span(key, "accent", True), Span(f" {way}   ", "quiet"))]
    return [*blocks, Block(tuple(spans), indent=2)]


def _paragraph_pairs(was: str, now: str) -> list[tuple[str, str]]:
    """The two wordings paragraph by paragraph, where they have as many; else as one."""
    before = [part for part in was.split("\n") if part.strip()]
    after = [part for part in now.split("\n") if part.strip()]
    return list(zip(before, after, strict=True)) if len(before) == len(after) else [(was, now)]


def timeline(history: Sequence[HistoryLine], zone: str, now: datetime) -> list[Block]:
    """Acts, newest first, each with how it changed the words."""
    blocks: list[Block] = []
    for entry in reversed(history):
        part = STATUS_PART.get(Status(entry.to_status), "text") if entry.to_status in set(Status) else "text"
        spans = (
            Span(f"{date_and_clock(entry.at, zone, now)}  ", "quiet"),
            Span(_of_this_update(entry.words), part),
        )
        blocks.append(Block(spans, hang=2))
        if entry.before and entry.after and entry.before != entry.after:
            blocks.append(difference(entry.before, entry.after, indent=4))
    return blocks


def _of_this_update(words: str) -> str:
    """A line of the log as it reads among its own: without its time, told here in the zone of the blog, and name."""
    return _NAMED.sub("it", words.partition(" ")[2], count=1)
