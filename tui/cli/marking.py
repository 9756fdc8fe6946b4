"""``wireroom mark``, ``kill``, ``delete`` and ``undo``: what becomes of updates."""

import click

from tui.cli.documents import update_document
from tui.cli.kinds import choice, item_ids, read_evidence, update_id
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, line, plain, print_json, say, short, table
from tui.cli.session import newsroom
from tui.cli.writing import warn
from wireroom.desk.forms import Mark
from wireroom.errors import EXIT_REFUSED, EXIT_STORE
from wireroom.model import RetractionClass, Status
from wireroom.ports.store import Reader


@click.command(cls=DeskCommand)
@click.argument("update", metavar="UPDATE")
@click.argument("status", type=choice(Status, Status.DRAFT, Status.KILLED))
@click.option(
    "--note", default="", metavar="N", help="How we know (confirmed), or the public reason (developing)."
)
@click.option("--from", "items", multiple=True, metavar="ITEM", help="An item that it now rests on, too.")
@click.option("--evidence", multiple=True, metavar="KIND:WHO[:URL]", help="What else it now rests on.")
@click.option("--wrong", default="", metavar="W", help="What is wrong (retracted).")
@click.option("--why", default="", metavar="W", help="Why it was wrong (retracted).")
@click.option("--class", "kind", type=choice(RetractionClass), help="The class of a retraction.")
@click.option("--replaced-by", default="", metavar="UPDATE", help="What stands in its place (retracted).")
@click.option("--override", default="", metavar="REASON", help="Why it goes against a house rule.")
@click.option("--revision", type=int, metavar="N", help="The revision you were looking at.")
@json_option
def mark(
    update: str,
    status: str,
    note: str,
    items: tuple[str, ...],
    evidence: tuple[str, ...],
    wrong: str,
    why: str,
    kind: str | None,
    replaced_by: str,
    override: str,
    revision: int | None,
    as_json: bool,
) -> None:
    """Mark an update developing, confirmed or retracted."""
    here = newsroom()
    store = here.store
    found = update_id(store, update)
    form = Mark(
        to=Status(status),
        note=note,
        items=item_ids(store, items),
        evidence=tuple(read_evidence(piece) for piece in evidence),
        wrong=wrong,
        why=why,
        kind=RetractionClass(kind) if kind else None,
        replaced_by=update_id(store, replaced_by),
        override=override,
        revision=revision,
    )
    marked = here.blogs.mark(found, form)
    if as_json:
        print_json(update_document(marked, store.blog(marked.blog), store.alerts(marked.blog)))
    say(f"{short(marked.id)} is {marked.status.value}: {line(marked.headline)}")
    warn(here, marked)
    if marked.status is Status.RETRACTED:
        for built in here.blogs.built_upon(marked.id):
            say(f"Built on it, look at it now: {short(built.id)} {line(built.headline)}")


@click.command(cls=DeskCommand)
@click.argument("update", metavar="UPDATE")
@click.option("--ordered-by", required=True, metavar="WHO")
@click.option("--notice", required=True, metavar="WORDS", help="All that readers are told.")
@click.option("--confirm", required=True, metavar="SLUG", help="The live blog's slug, typed to be sure.")
@click.option("--override", default="", metavar="REASON", help="Why it goes against a house rule.")
@json_option
def kill(update: str, ordered_by: str, notice: str, confirm: str, override: str, as_json: bool) -> int:
    """Remove an update for law or safety; prints every file that carried its text.

    Ends with 3 where a place it was published to could not be written anew.
    """
    here = newsroom()
    report = here.blogs.kill(
        update_id(here.store, update),
        ordered_by=ordered_by,
        notice=notice,
        confirm=confirm,
        override=override,
    )
    if as_json:
        print_json(plain(report))
    else:
        for file in report.files:
            click.echo(file)
    if report.words:
        say(report.words)
    for copy in report.copies:
        say(f"Its words also stand in: {line(copy)}")
    if report.remaining:
        say(f"Publish {confirm} to take the text out of what readers can still see:")
        for file in report.remaining:
            say(f"  {file}")
    if report.unreachable:
        say("Out of reach:")
        for place in report.unreachable:
            say(f"  {line(place)}")
    if report.unwritten:
        return EXIT_STORE
    return 0 if report.done else EXIT_REFUSED


@click.command(cls=DeskCommand)
@click.argument("update", metavar="UPDATE")
def delete(update: str) -> None:
    """Say why nothing published is ever deleted, and what is done instead. Always ends with 1."""
    here = newsroom()
    here.blogs.delete(update_id(here.store, update))


@click.command(cls=DeskCommand)
@json_option
def undo(as_json: bool) -> None:
    """Take back your last reversible act."""
    here = newsroom()
    passed = here.trail.passed_over()
    events = here.trail.undo()
    if passed:
        say(line(here.trail.stays(passed, _zone(here.store, passed[0].blog))))
    sentences = here.trail.sentences(events, _zone(here.store, events[0].blog))
    if as_json:
        print_json(
            [
                {"sequence": event.sequence, "what": event.what, "noun": event.noun, "subject": event.subject}
                for event in events
            ]
        )
        return
    table([(line(sentence),) for sentence in sentences])


def _zone(store: Reader, blog_id: str) -> str:
    """The zone in which an act on a live blog is told; UTC for the newsroom's own."""
    return store.blog(blog_id).zone if blog_id else "UTC"
