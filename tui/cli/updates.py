"""``wireroom updates`` and ``update``: what a live blog holds, and what one update rests on."""

from collections.abc import Iterator

import click

from tui.cli.documents import update_document
from tui.cli.kinds import choice, update_id
from tui.cli.lazy import DeskCommand
from tui.cli.output import (
    json_option,
    line,
    moment,
    paragraphs,
    plain,
    print_json,
    short,
    table,
)
from tui.cli.session import newsroom
from tui.widgets.due import due
from wireroom.desk.seat import find_blog
from wireroom.model import STANDING_STATUSES, Status, Update


@click.command(cls=DeskCommand)
@click.argument("blog", metavar="BLOG")
@click.option("--status", "statuses", type=choice(Status), multiple=True, help="Only these.")
@click.option("--stale", is_flag=True, help="Only developing updates that must be decided now.")
@click.option("--spiked", is_flag=True, help="Only spiked drafts, which are left out else.")
@json_option
def updates(blog: str, statuses: tuple[str, ...], stale: bool, spiked: bool, as_json: bool) -> None:
    """List the updates of a live blog, newest filed first."""
    here = newsroom()
    found = find_blog(here.store, blog)
    wanted = {Status(status) for status in statuses}
    listed = here.blogs.stale(blog) if stale else here.store.updates(found.id)
    chosen = [
        update for update in listed if update.spiked is spiked and (not wanted or update.status in wanted)
    ]
    if as_json:
        alerts = here.store.alerts(found.id)
        print_json([update_document(update, found, alerts) for update in chosen])
        return
    table(
        (
            (
                short(update.id),
                update.status.value,
                update.priority.value,
                moment(update.event_time or update.filed, found.zone),
                f"{line(update.headline)}{_marks(update, pinned=found.pinned == update.id)}",
                *([due(update, here.clock.now()).words] if stale else []),
            )
            for update in chosen
        ),
        empty="Nothing is overdue."
        if stale
        else f"{blog} has no such update."
        if wanted or spiked
        else f"{blog} has no update yet.",
    )


@click.command(cls=DeskCommand)
@click.argument("update", metavar="UPDATE")
@json_option
def update(update: str, as_json: bool) -> None:
    """Show one update: what it says, what it rests on, what happened to it."""
    here = newsroom()
    found = here.store.update(update_id(here.store, update))
    blog = here.store.blog(found.blog)
    standing = here.blogs.standing(found.id)
    history = here.blogs.history(found.id)
    if as_json:
        print_json(
            update_document(found, blog, here.store.alerts(blog.id))
            | {
                "standing": plain(standing),
                "warnings": here.blogs.warnings(found.id),
                "history": [plain(event) for event in history],
            }
        )
        return
    click.echo(line(found.headline) or "(killed)")
    click.echo(f"{found.status.value}, {found.priority.value}, revision {found.revision}, id {found.id}")
    if found.body:
        click.echo(f"\n{paragraphs(found.body)}\n")
    replaced_by = found.retraction.replaced_by if found.retraction else ""
    substitute = here.store.update(replaced_by) if replaced_by else None
    for said in _standing_words(found, blog.zone, substitute):
        click.echo(line(said))
    if found.evidence:
        click.echo(f"Rests on {standing.words}.")
    for words in standing.differences:
        click.echo(line(words))
    for piece in found.evidence:
        click.echo(f"  {piece.kind.value}: {line(piece.who)}{' ' + line(piece.url) if piece.url else ''}")
    for correction in found.corrections:
        said = f"{correction.kind.value} {moment(correction.at, blog.zone)}"
        click.echo(f"{said}: {line(correction.note)}" if correction.note else said)
    click.echo("\nHistory")
    for event in history:
        click.echo(f"  {line(event.words)}")


def _standing_words(found: Update, zone: str, substitute: Update | None) -> Iterator[str]:
    """How it came to stand as it does, and what holds it, one sentence each."""
    if found.confirmation:
        made = found.confirmation
        yield f"Confirmed {moment(made.at, zone)} by {made.by} on {made.basis}: {made.note}"
    if found.doubt:
        yield f"Under review: {found.doubt}"
    if found.retraction:
        yield f"Retracted ({found.retraction.kind.value}): {found.retraction.wrong}"
        yield f"Why: {found.retraction.why}"
        yield (
            f"Replaced by {short(substitute.id)}"
            + ("" if substitute.status in STANDING_STATUSES else f", which is {substitute.status.value}")
            if substitute
            else "No substitute"
        )
    if found.kill:
        yield f"Killed {moment(found.kill.at, zone)} on the order of {found.kill.ordered_by}: {found.kill.notice}"
    if found.spiked:
        yield f"Spiked: wireroom restore {short(found.id)} brings it back"
    if found.embargo:
        yield f"Embargo until {moment(found.embargo, zone)}"
    if found.review_due:
        yield f"To be decided by {moment(found.review_due, zone)}"
    if found.supersedes:
        yield f"Supersedes {short(found.supersedes)}"
    if found.built_on:
        yield f"Built on {', '.join(short(one) for one in found.built_on)}"


def _marks(found: Update, *, pinned: bool) -> str:
    words = [word for word, holds in (("pinned", pinned), ("key event", found.key_event)) if holds]
    if found.corrections:
        words.append("corrected")
    return f"  [{', '.join(words)}]" if words else ""
