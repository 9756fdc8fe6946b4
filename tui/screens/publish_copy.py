"""What a publication will change for readers, and what came of it, as text."""

from pathlib import Path

from tui.panes.lane_rows import STATUS_PART
from tui.printing import Printing
from tui.styles.glyphs import STATUS
from tui.widgets.blocks import BLANK, Block, text
from tui.widgets.spans import Span
from tui.widgets.when import counted
from wireroom.config import Config
from wireroom.desk.outlook import News, Outlook
from wireroom.desk.reports import Finding, PublishReport


def outlook_blocks(found: Outlook, target: str) -> list[Block]:
    """What will change for readers, group by group."""
    blocks = [
        text(found.blog.headline, bold=True),
        text(f"{_since(found)} · to {target}", "quiet"),
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
        ("New for readers", found.added),
        ("Taken back", found.taken_back),
        ("Changed", found.changed),
    )
    for title, news in groups:
        if news:
            blocks += [
                text(f"{title}: {len(news)}", "accent", bold=True),
                *(_update(one) for one in news),
                BLANK,
            ]
    if found.page:
        blocks += [
            text("The page itself", "accent", bold=True),
            Block((Span(", ".join(found.page)),), 2, 2),
            BLANK,
        ]
    if not any((found.added, found.taken_back, found.changed, found.page)):
        blocks.append(text("Nothing reads differently for readers.", "quiet"))
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


def _update(news: News) -> Block:
    update = news.update
    what = [", ".join(news.words)] if news.words else []
    if update.corrections and update.corrections[-1].note:
        what.append(f"corrected: {update.corrections[-1].note}")
    return Block(
        (
            Span(f"{STATUS[update.status]} {update.status.value}  ", STATUS_PART[update.status], True),
            Span(update.headline or "killed"),
            Span("".join(f"  {one}" for one in what), "quiet"),
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
