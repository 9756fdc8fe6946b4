"""What is read about the house: the audit log and the hand-over."""

from typing import TYPE_CHECKING

from tui.panes.lane_rows import STATUS_PART
from tui.panes.update_copy import alert_blocks
from tui.screens.reading import read_answer
from tui.styles.glyphs import STATUS
from tui.widgets.blocks import BLANK, Block, text
from tui.widgets.copy import cut
from tui.widgets.due import due
from tui.widgets.spans import Span
from tui.widgets.when import clock, counted, day
from wireroom.desk.reports import Handover
from wireroom.model import LiveBlog, Status, Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from wireroom.desk.newsroom import Newsroom

LATEST_ACTS = 500
#: So much of a headline names an update in a list: one without end would hide the others.
HEADLINE_CELLS = 160


def show_log(desk: "DeskScreen") -> None:
    """Read the audit trail, newest first, and whether its chain of hashes holds."""
    newsroom, zone = desk.newsroom, desk.zone
    read_answer(desk, "Audit log", lambda: log_blocks(newsroom, zone))


def log_blocks(newsroom: "Newsroom", zone: str) -> list[Block]:
    """The latest acts by day."""
    events = newsroom.store.events(newest_first=True, limit=LATEST_ACTS)
    slugs = {blog.id: blog.slug for blog in newsroom.store.blogs()}
    blocks: list[Block] = []
    shown = ""
    for event, words in zip(events, newsroom.trail.sentences(events, zone), strict=True):
        today = day(event.at, zone)
        if today != shown:
            shown = today
            blocks += [*([BLANK] if blocks else []), text(today, "accent", bold=True)]
        part = STATUS_PART.get(Status(event.to_status), "text") if event.to_status in set(Status) else "text"
        where = f"  {slugs.get(event.blog, '')}" if event.noun not in ("blog", "") and event.blog else ""
        blocks.append(
            Block(
                (Span(words, part), Span(where, "quiet")),
                indent=1,
                hang=8,
                lead=Span(f"{event.sequence:>6} ", "quiet"),
            )
        )
    if len(events) == LATEST_ACTS:
        blocks += [BLANK, text(f"These are the latest {LATEST_ACTS}; ': log' tells all of them.", "quiet")]
    return blocks or [text("Nothing was done yet.", "quiet")]


def show_handover(desk: "DeskScreen") -> None:
    """Read what the next shift must know."""
    view, newsroom = desk.blog, desk.newsroom
    if view is not None:
        slug = view.blog.slug
        read_answer(desk, "Hand-over", lambda: handover_blocks(newsroom.blogs.handover(slug)))


def handover_blocks(found: Handover) -> list[Block]:
    """What is undecided, overdue, alarmed, held, and what lint says."""
    blog = found.blog
    counts = ", ".join(f"{number} {name}" for name, number in found.counts.items()) or "no updates"
    blocks = [
        text(blog.headline, bold=True),
        text(
            f"{blog.slug} · {blog.state.value} · {day(found.at, blog.zone)} {clock(found.at, blog.zone)} · {counts}",
            "quiet",
        ),
        text(
            f"{counted(found.unpublished, 'change')} unpublished",
            "developing" if found.unpublished else "quiet",
        ),
    ]
    stale = {update.id for update in found.stale}
    groups = (
        ("To be killed, waiting for a second editor (X)", found.pending),
        ("Decide now", found.stale),
        ("Undecided", tuple(update for update in found.undecided if update.id not in stale)),
        ("Held by embargo", found.embargoed),
        ("Drafts", found.drafts),
    )
    for title, updates in groups:
        if updates:
            blocks += [BLANK, text(f"{title}: {len(updates)}", "accent", bold=True)]
            blocks += [_update_line(update, blog, found) for update in updates]
    for alert in found.alerts:
        blocks += alert_blocks(alert, named=True)
    if found.findings:
        blocks += [BLANK, text(f"Lint: {len(found.findings)}", "accent", bold=True)]
        blocks += [
            Block(
                (
                    Span(f"{one.level}  ", "retracted" if one.level == "error" else "developing"),
                    Span(one.words),
                ),
                1,
                2,
            )
            for one in found.findings
        ]
    if len(blocks) == 3:
        blocks += [BLANK, text("Nothing is open.", "confirmed")]
    return blocks


def _update_line(update: Update, blog: LiveBlog, found: Handover) -> Block:
    review = due(update, found.at)
    at = clock(update.event_time or update.filed, blog.zone)
    return Block(
        (
            Span(f"{STATUS[update.status]} {update.status.value}  ", STATUS_PART[update.status]),
            Span(f"{at} ", "quiet"),
            Span(cut(update.headline, HEADLINE_CELLS)),
            Span(f" · {review.words}" if review.words else "", "alarm" if review.now else "quiet"),
        ),
        1,
        4,
    )
