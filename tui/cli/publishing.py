"""``wireroom publish``, ``lint``, ``snapshots`` and ``rollback``: the way out to readers."""

import signal
import threading
from datetime import datetime

import click

from tui.cli.documents import snapshot_document
from tui.cli.kinds import ONE_OR_MORE, is_clock, read_time
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, line, plain, print_json, say, second, short, table
from tui.cli.presenter import present
from tui.cli.session import newsroom
from tui.widgets.when import counted
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.outlook import Outlook
from wireroom.desk.reports import PublishReport
from wireroom.desk.seat import find_blog
from wireroom.errors import EXIT_REFUSED, UsageError


@click.command(cls=DeskCommand)
@click.argument("blog", metavar="BLOG")
@click.option("--to", metavar="DIR|URL", help="Where to; else as configured.")
@click.option("--at", metavar="TIME", help="As it stood then, to the second: 14:30 is 14:30:00.")
@click.option("--sequence", type=ONE_OR_MORE, metavar="N", help="As it stood at that log position.")
@click.option("--override", default="", metavar="REASON", help="Why to publish against what lint objects to.")
@click.option("--follow", is_flag=True, help="After each act, until interrupted or coverage ends.")
@click.option(
    "--every", type=click.FloatRange(0), metavar="SECONDS", help="With --follow: at most this often."
)
@click.option(
    "--dry-run", is_flag=True, help="Write nothing: say what readers would see anew, and what lint says."
)
@json_option
def publish(
    blog: str,
    to: str | None,
    at: str | None,
    sequence: int | None,
    override: str,
    follow: bool,
    every: float | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write a snapshot that any static host can serve, and print where."""
    if at is not None and sequence is not None:
        raise UsageError("--at and --sequence both say what to show.", next_step="Give one of them.")
    if follow and (at is not None or sequence is not None or override):
        raise UsageError("--follow shows the blog as it stands.", next_step="Leave the other options out.")
    here = newsroom()
    if dry_run:
        if at is not None or sequence is not None or follow:
            raise UsageError(
                "--dry-run looks at the blog as it stands.", next_step="Leave the other options out."
            )
        _foretell(here.publishing.outlook(blog), as_json=as_json)
        return
    if follow:
        seconds = here.config.publish.every_seconds if every is None else every
        _follow(here, blog, to, seconds, as_json=as_json)
        return
    then = _past(here, blog, at) if at else None
    report = here.publishing.publish(blog, to=to, at=then, sequence=sequence, override=override)
    stood = second(then, find_blog(here.store, blog).zone) if then else ""
    _show(report, as_json=as_json, stood=stood)


@click.command(cls=DeskCommand)
@click.argument("blog", metavar="BLOG")
@click.argument("sequence", type=ONE_OR_MORE, metavar="SEQUENCE")
@json_option
def rollback(blog: str, sequence: int, as_json: bool) -> None:
    """Publish BLOG again as it stood at a log position that 'wireroom snapshots' lists."""
    _show(newsroom().publishing.rollback(blog, sequence), as_json=as_json)


@click.command(cls=DeskCommand)
@click.argument("blog", metavar="BLOG")
@json_option
def snapshots(blog: str, as_json: bool) -> None:
    """List what was published of BLOG, and when."""
    here = newsroom()
    zone = find_blog(here.store, blog).zone
    found = here.publishing.snapshots(blog)
    if as_json:
        print_json([snapshot_document(one) for one in found])
        return
    table(
        (
            (
                str(one.number),
                f"sequence {one.sequence}",
                second(one.at, zone),
                f"by {line(one.by)}",
                f"{counted(len(one.files), 'file')} changed",
                line(one.target) + (", to be looked at" if one.aside else ""),
            )
            for one in found
        ),
        empty=f"Nothing of {blog} was published yet. Publish it: wireroom publish {blog}",
    )


@click.command(cls=DeskCommand)
@click.argument("blog", metavar="BLOG")
@json_option
def lint(blog: str, as_json: bool) -> int:
    """Say what publishing would object to. Ends with 1 where it would refuse."""
    findings = newsroom().blogs.lint(blog)
    if as_json:
        print_json([plain(finding) for finding in findings])
    else:
        table(
            (
                finding.level,
                f"rule {finding.rule}",
                short(finding.update) or "the blog",
                f"{line(finding.words)} {line(finding.mend)}".strip(),
            )
            for finding in findings
        )
        if not findings:
            say("Publishing would not object to anything.")
    return EXIT_REFUSED if any(finding.level == "error" for finding in findings) else 0


def _past(here: Newsroom, blog: str, text: str) -> datetime:
    """A moment of coverage. A time without a day is of the day on which readers were last told something."""
    store, found = here.store, find_blog(here.store, blog)
    if not is_clock(text):
        return read_time(text, now=here.clock.now(), zone=found.zone)
    (last,) = store.events(until=store.position(found.id), newest_first=True, limit=1, listing=True)
    return read_time(text, now=last.at, zone=found.zone)


def _follow(here: Newsroom, blog: str, to: str | None, every: float, *, as_json: bool) -> None:
    from wireroom.desk.following import follow

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    follow(
        here.publishing,
        blog,
        stop,
        every=every,
        to=to,
        told=lambda report: _show(report, as_json=as_json),
        refused=present,
    )


def _foretell(found: Outlook, *, as_json: bool) -> None:
    """Say what a publication would bring, a line each."""
    groups = {"new": found.added, "changed": found.changed, "taken back": found.taken_back}
    if as_json:
        named = {
            group.replace(" ", "_"): [{"id": one.update.id, "what": one.words} for one in news]
            for group, news in groups.items()
        }
        rest = {"page": found.page, "findings": found.findings, "unpublished": found.unpublished}
        print_json({"blog": found.blog.slug, "first": found.first, **named, **plain(rest)})
        return
    rows = [
        (
            group,
            short(one.update.id),
            one.update.status.value,
            ", ".join(one.words),
            line(one.update.headline),
        )
        for group, news in groups.items()
        for one in news
    ]
    table((*rows, *(("the page", "", "", part, "") for part in found.page)))
    if not rows and not found.page:
        say("Nothing reads differently for readers.")
    for finding in found.findings:
        say(
            f"{finding.level.capitalize()}: {short(finding.update)} {line(finding.words)} {line(finding.mend)}"
        )


def _show(report: PublishReport, *, as_json: bool, stood: str = "") -> None:
    """Tell what was published; ``stood`` names the moment, where one was asked for and no position."""
    if as_json:
        print_json(plain(report))
        return
    click.echo(report.path)
    say(
        f"{counted(report.updates, 'update')} of {report.blog} at log position {report.sequence}{f', as it stood at {stood}' if stood else ''}: "
        f"{report.files_written} files written, {report.files_unchanged} unchanged, {report.bytes} bytes, "
        f"in {report.seconds:.2f} s."
    )
    for problem in report.problems:
        say(f"Warning: {line(problem)}")
