"""``wireroom handover`` and ``log``: what is open, and what was done."""

from collections.abc import Callable

import click

from tui.cli.documents import event_document
from tui.cli.kinds import ONE_OR_MORE, read_time, update_id
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, line, moment, plain, print_json, say, short, table
from tui.cli.session import newsroom
from tui.widgets.due import due
from tui.widgets.when import counted
from wireroom.desk.seat import find_blog
from wireroom.errors import EXIT_STORE
from wireroom.model import Update


@click.command(cls=DeskCommand)
@click.argument("blog", metavar="BLOG")
@json_option
def handover(blog: str, as_json: bool) -> None:
    """Say what the next shift must know: undecided, stale, alerts, pending."""
    here = newsroom()
    found = here.blogs.handover(blog)
    if as_json:
        print_json(plain(found))
        return
    zone = found.blog.zone
    click.echo(f"{line(found.blog.headline)} ({found.blog.slug}, {found.blog.state.value})")
    click.echo(f"{moment(found.at, zone)}; {counted(found.unpublished, 'change')} not published")
    _section("Decide now", found.stale, lambda one: due(one, found.at).words)
    waiting = tuple(one for one in found.undecided if one not in found.stale)
    _section("Undecided", waiting, lambda one: due(one, found.at).words)
    _section("Kills that wait for a second editor", found.pending)
    if found.alerts:
        click.echo("\nSources changed")
        for view in found.alerts:
            click.echo(f"  {short(view.alert.id)}  {line(view.words)}")
    _section("Under embargo", found.embargoed, lambda one: f"until {moment(one.embargo, zone)}")
    _section("Drafts", found.drafts)
    if found.findings:
        click.echo("\nPublishing would object to")
        for finding in found.findings:
            click.echo(f"  {finding.level}: {line(finding.words)}")


@click.command(cls=DeskCommand)
@click.argument("blog", default="", metavar="[BLOG]")
@click.option("--update", "update", default="", metavar="ID", help="Only what was done to this update.")
@click.option("--since", metavar="T", help="Only what was done since: a time, or 2h.")
@click.option("--limit", type=ONE_OR_MORE, metavar="N", help="Only the last N.")
@json_option
def log(blog: str, update: str, since: str | None, limit: int | None, as_json: bool) -> int:
    """Read the audit trail, and check that its chain of hashes holds. Ends with 3 where it does not."""
    here = newsroom()
    store = here.store
    found = find_blog(store, blog) if blog else None
    subject = update_id(store, update)
    told_of = found or (store.blog(store.update(subject).blog) if subject else None)
    zone = told_of.zone if told_of else "UTC"
    events = store.events(
        blog=found.id if found else None,
        subject=subject,
        since=read_time(since, now=here.clock.now(), zone=zone) if since else None,
        newest_first=limit is not None,
        limit=limit,
        listing=True,
    )
    if limit is not None:
        events.reverse()
    sentences = here.trail.sentences(events, zone, clock="%H:%M" if as_json else "%Y-%m-%d %H:%M:%S")
    chain = here.trail.verify()
    holds = not chain.breaks
    if as_json:
        logins = store.logins(event.sequence for event in events)
        print_json(
            {
                "events": [
                    event_document(event, sentence, logins.get(event.sequence, ""))
                    for event, sentence in zip(events, sentences, strict=True)
                ],
                "chain": {"holds": holds, **plain(chain)},
            }
        )
    else:
        table((str(event.sequence), line(said)) for event, said in zip(events, sentences, strict=True))
        if events:
            say(
                f"Times in {zone}. First in a line is the position in the log, as publish --sequence takes it."
            )
        say(_chain_words(chain.events, chain.sealed, chain.breaks))
    return 0 if holds else EXIT_STORE


def _chain_words(events: int, sealed: int, breaks: tuple[str, ...]) -> str:
    if breaks:
        return "\n".join(["The chain of hashes is broken:", *(f"  {line(one)}" for one in breaks)])
    return f"The chain of hashes holds over {counted(events, 'event')}, {sealed} of them sealed."


def _section(title: str, updates: tuple[Update, ...], more: Callable[[Update], str] = lambda _: "") -> None:
    if updates:
        click.echo(f"\n{title}")
        for update in updates:
            said = f"{short(update.id)}  {update.status.value}: {line(update.headline)}"
            click.echo(f"  {said}  {more(update)}".rstrip())
