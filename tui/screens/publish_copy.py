"""What a publication will change for readers, and what came of it, as text."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.panes.lane_rows import STATUS_PART
from tui.printing import Printing
from tui.styles.glyphs import STATUS
from tui.widgets.blocks import BLANK, Block, text
from tui.widgets.spans import Span
from tui.widgets.when import counted
from wireroom.config import Config
from wireroom.desk.reports import Finding, PublishReport
from wireroom.model import PUBLIC_STATUSES, LiveBlog, Status, Update

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom


class Outlook(Struct, frozen=True):
    """Updates whose readers will see something new, and lint's findings."""

    blog: LiveBlog
    target: str
    added: tuple[Update, ...]
    changed: tuple[Update, ...]
    findings: tuple[Finding, ...]
    unpublished: int
    first: bool
    """Whether no reader was shown anything of it yet."""

    @classmethod
    def of(cls, newsroom: "Newsroom", blog_id: str) -> "Outlook":
        """Compare the blog with its last snapshot."""
        store = newsroom.store
        blog = store.blog(blog_id)
        shown: dict[str, int] = {}
        snapshots = store.snapshots(blog_id)
        for snapshot in snapshots:
            shown |= dict(snapshot.updates)
        public = [update for update in store.updates(blog_id) if update.status in PUBLIC_STATUSES]
        return cls(
            blog=blog,
            target=newsroom.publishing.target(blog),
            added=tuple(update for update in public if update.id not in shown),
            changed=tuple(
                update for update in public if update.id in shown and shown[update.id] != update.revision
            ),
            findings=tuple(newsroom.blogs.lint(blog_id)),
            unpublished=newsroom.publishing.unpublished_changes(blog_id),
            first=not snapshots,
        )


def outlook_blocks(found: Outlook) -> list[Block]:
    """What will change, group by group."""
    blocks = [
        text(found.blog.headline, bold=True),
        text(f"{_since(found)} · to {found.target}", "quiet"),
        BLANK,
    ]
    errors = [finding for finding in found.findings if finding.level == "error"]
    if errors:
        blocks.append(text(f"Lint stands against it: {len(errors)}", "retracted", bold=True))
    elif found.findings:
        blocks.append(text(f"Lint warns: {len(found.findings)}", "developing", bold=True))
    blocks += [_finding(finding) for finding in found.findings]
    if found.findings:
        blocks.append(BLANK)
    groups = (
        ("New for readers", [update for update in found.added if update.status is not Status.RETRACTED]),
        (
            "Taken back",
            [u for u in (*found.added, *found.changed) if u.status in (Status.RETRACTED, Status.KILLED)],
        ),
        ("Changed", [u for u in found.changed if u.status not in (Status.RETRACTED, Status.KILLED)]),
    )
    for title, updates in groups:
        if updates:
            blocks += [
                text(f"{title}: {len(updates)}", "accent", bold=True),
                *(_update(one) for one in updates),
                BLANK,
            ]
    if not found.added and not found.changed:
        blocks.append(text("No update reads differently for readers.", "quiet"))
    return blocks


def _since(found: Outlook) -> str:
    if found.first:
        return "not published yet"
    return f"{counted(found.unpublished, 'change')} since the last snapshot"


def _finding(finding: Finding) -> Block:
    sign, part = ("✗ error", "retracted") if finding.level == "error" else ("! warning", "developing")
    return Block(
        (Span(f"{sign} ", part, True), Span(finding.words), Span(f"  {finding.mend}", "quiet")), 2, 2
    )


def _update(update: Update) -> Block:
    note = (
        f"  corrected: {update.corrections[-1].note}"
        if update.corrections and update.corrections[-1].note
        else ""
    )
    return Block(
        (
            Span(f"{STATUS[update.status]} {update.status.value}  ", STATUS_PART[update.status], True),
            Span(update.headline),
            Span(note, "quiet"),
        ),
        2,
        4,
    )


def progress_blocks(now: Printing, cells: int = 40) -> list[Block]:
    """How far a publication is, as a bar and in words."""
    full = round(now.part * cells)
    words = (
        f"{now.part:4.0%}  {now.made} of about {now.expected} files" if now.expected else "reading the log"
    )
    doing = "Stopping" if now.stopping else "Publishing"
    return [
        text(f"{doing} {now.blog} …", "accent", bold=True),
        BLANK,
        Block(
            (Span("━" * full, "confirmed", bold=True), Span("╌" * (cells - full), "quiet"), Span(f" {words}"))
        ),
        BLANK,
        text(
            "Readers see the snapshot when it is whole, and not before. The desk goes on meanwhile.", "quiet"
        ),
    ]


def link_to(report: PublishReport, config: Config) -> str:
    """Where the page can be looked at: its public address, else the file, else (far away) where it was sent."""
    if config.newsroom.base_url:
        return f"{config.newsroom.base_url.rstrip('/')}/{report.blog}/"
    if "://" in report.path:
        return report.path
    return (Path(report.path) / "index.html").absolute().as_uri()


def report_blocks(report: PublishReport, link: str) -> list[Block]:
    """What was written, and where."""
    blocks = [
        text("✓ Published", "confirmed", bold=True),
        text(f"{counted(report.updates, 'update')}, log position {report.sequence}"),
        text(
            f"{counted(report.files_written, 'file')} written, {report.files_unchanged} unchanged, in {report.seconds:.2f} s",
            "quiet",
        ),
        BLANK,
        Block((Span("Link  ", "quiet"), Span(link, "link")), hang=2),
        Block((Span("At  ", "quiet"), Span(report.path)), hang=2),
    ]
    if report.problems:
        blocks += [BLANK, text("To be looked at", "accent", bold=True)]
    return blocks + [
        Block((Span("! ", "developing", True), Span(problem)), 0, 2) for problem in report.problems
    ]
