"""``wireroom write``, ``edit`` and ``correct``: the words of updates, and what stands beside them."""

from collections.abc import Callable, Sequence
from typing import Any

import click
from msgspec import UNSET

from tui.cli.documents import update_document
from tui.cli.kinds import choice, item_ids, read_body, read_evidence, read_time, update_id
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, line, print_json, say, short
from tui.cli.session import newsroom
from wireroom.desk.forms import AS_THEY_ARE, Amendment, Details, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.seat import find_blog
from wireroom.errors import UsageError
from wireroom.model import Priority, Status, Update


@click.command(cls=DeskCommand)
@click.argument("blog", metavar="BLOG")
@click.argument("text", required=False, type=click.Choice(["-"]), metavar="[-]")
@click.option("--headline", required=True)
@click.option("--body", metavar="TEXT", help="The text, in Markdown.")
@click.option("--body-file", metavar="F", help="The text from a file; - for standard input.")
@click.option("--from", "items", multiple=True, metavar="ITEM", help="An item it rests on.")
@click.option("--evidence", multiple=True, metavar="KIND:WHO[:URL]", help="What else it rests on.")
@click.option(
    "--status",
    type=choice(Status, Status.RETRACTED, Status.KILLED),
    default=Status.DRAFT.value,
    show_default=True,
)
@click.option("--note", default="", metavar="N", help="How we know; confirmed asks for it.")
@click.option("--priority", type=choice(Priority), default=Priority.UPDATE.value, show_default=True)
@click.option("--key-event", is_flag=True)
@click.option("--event-time", metavar="T", help="When it happened.")
@click.option("--embargo", metavar="T", help="Not in any output before.")
@click.option("--supersedes", default="", metavar="UPDATE", help="The update this one takes the place of.")
@click.option("--built-on", multiple=True, metavar="UPDATE", help="An update this one would fall with.")
@click.option("--byline", "bylines", multiple=True, metavar="NAME")
@click.option("--tag", "tags", multiple=True, metavar="T")
@click.option(
    "--language",
    default="",
    metavar="TAG",
    help="The language of the text: ru, kk (else as letters and items tell).",
)
@click.option("--override", default="", metavar="REASON", help="Why it goes against a house rule.")
@json_option
def write(
    blog: str,
    text: str | None,
    headline: str,
    body: str | None,
    body_file: str | None,
    items: tuple[str, ...],
    evidence: tuple[str, ...],
    status: str,
    note: str,
    priority: str,
    key_event: bool,
    event_time: str | None,
    embargo: str | None,
    supersedes: str,
    built_on: tuple[str, ...],
    bylines: tuple[str, ...],
    tags: tuple[str, ...],
    language: str,
    override: str,
    as_json: bool,
) -> None:
    """Write an update in BLOG and print its id. The text comes by --body, --body-file or, with -, standard input."""
    if text is not None and (body is not None or body_file is not None):
        raise UsageError("- and --body or --body-file both give the text.", next_step="Give one of them.")
    here = newsroom()
    store = here.store
    zone = find_blog(store, blog).zone
    now = here.clock.now()
    form = WriteUp(
        headline=headline,
        body=read_body(body, text or body_file) or "",
        items=item_ids(store, items),
        evidence=tuple(read_evidence(piece) for piece in evidence),
        status=Status(status),
        note=note,
        priority=Priority(priority),
        key_event=key_event,
        event_time=read_time(event_time, now=now, zone=zone) if event_time else None,
        embargo=read_time(embargo, now=now, zone=zone, ahead=True) if embargo else None,
        supersedes=update_id(store, supersedes),
        built_on=tuple(update_id(store, one) for one in built_on),
        bylines=bylines,
        tags=tags,
        language=language,
        override=override,
    )
    written = here.blogs.write(blog, form)
    if as_json:
        print_json(update_document(written, store.blog(blog), store.alerts(written.blog)))
    else:
        click.echo(written.id)
    warn(here, written)


Command = Callable[..., None]


def _changing(command: Command) -> Command:
    """Give a command the options of what can be changed about an update."""
    options = (
        click.option("--headline"),
        click.option("--body", metavar="TEXT"),
        click.option("--body-file", metavar="F", help="The text from a file; - for standard input."),
        click.option("--event-time", metavar="T", help="When it happened; empty: not known."),
        click.option("--priority", type=choice(Priority)),
        click.option(
            "--tag", "tags", multiple=True, metavar="T", help="All its tags from now on; empty: none."
        ),
        click.option(
            "--byline", "bylines", multiple=True, metavar="NAME", help="All its bylines from now on."
        ),
        click.option("--language", metavar="TAG", help="The language of the text: ru, kk."),
        click.option("--revision", type=int, metavar="N", help="The revision this was written on."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=DeskCommand)
@click.argument("update", metavar="UPDATE")
@_changing
def edit(
    update: str,
    headline: str | None,
    body: str | None,
    body_file: str | None,
    revision: int | None,
    **beside: Any,
) -> None:
    """Change a draft. What readers have seen is changed by 'wireroom correct'."""
    text = read_body(body, body_file)
    here = newsroom()
    found = update_id(here.store, update)
    details = _details(here, found, **beside)
    _something(headline, text, details)
    _tell(here.blogs.edit(found, headline=headline, body=text, details=details, revision=revision))


@click.command(cls=DeskCommand)
@click.argument("update", metavar="UPDATE")
@click.option("--corrected", metavar="NOTE", help='For readers: "earlier said X; it is Y".')
@click.option("--refile", is_flag=True, help="No meaning changes; readers are not told.")
@_changing
def correct(
    update: str,
    corrected: str | None,
    refile: bool,
    headline: str | None,
    body: str | None,
    body_file: str | None,
    revision: int | None,
    **beside: Any,
) -> None:
    """Correct a standing update with a note for readers, or refile it where no meaning changes."""
    if (corrected is None) is not refile:
        raise UsageError(
            "A change to a standing update is a correction or a refile.",
            next_step='Write --corrected "earlier said X; it is Y", or --refile when no meaning changes.',
        )
    text = read_body(body, body_file)
    here = newsroom()
    found = update_id(here.store, update)
    details = _details(here, found, **beside)
    _something(headline, text, details)
    amendment = Amendment(
        note=corrected or "",
        refile=refile,
        headline=headline,
        body=text,
        details=details,
        revision=revision,
    )
    standing = here.blogs.correct(found, amendment)
    _tell(standing)
    _warn_of_differences(here, standing)


def warn(here: Newsroom, changed: Update) -> None:
    """Say which house rules were not met but only warn, and where sources disagree."""
    warnings = here.blogs.warnings(changed.id)
    for warning in warnings:
        say(f"Warning: {line(warning)}")
    _warn_of_differences(here, changed, warnings)


def _warn_of_differences(here: Newsroom, changed: Update, said: Sequence[str] = ()) -> None:
    """Say where the sources of what stands confirmed disagree, unless it was said."""
    if changed.status is Status.CONFIRMED:
        for words in here.blogs.standing(changed.id).differences:
            if not any(words in warning for warning in said):
                say(f"Warning: {line(words)}")


def _details(
    here: Newsroom,
    update: str,
    *,
    event_time: str | None,
    priority: str | None,
    tags: tuple[str, ...],
    bylines: tuple[str, ...],
    language: str | None,
) -> Details:
    """What was given to change beside the words."""
    zone = here.store.blog(here.store.update(update).blog).zone
    at = read_time(event_time, now=here.clock.now(), zone=zone) if event_time else None
    return Details(
        event_time=UNSET if event_time is None else at,
        priority=UNSET if priority is None else Priority(priority),
        tags=tuple(filter(None, tags)) if tags else UNSET,
        bylines=bylines or UNSET,
        language=UNSET if language is None else language,
    )


def _something(headline: str | None, body: str | None, details: Details) -> None:
    if headline is None and body is None and details == AS_THEY_ARE:
        raise UsageError(
            "Nothing was given to change.",
            next_step="Give --headline, --body or --body-file, --event-time, --priority, --tag, --byline or --language.",
        )


def _tell(changed: Update) -> None:
    say(f"{short(changed.id)} is at revision {changed.revision}: {line(changed.headline)}")
