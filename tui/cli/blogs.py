"""``wireroom blog``: a live blog as a whole."""

import click

from tui.cli.documents import blog_document, update_document
from tui.cli.kinds import choice, update_id
from tui.cli.lazy import DeskGroup
from tui.cli.output import json_option, line, moment, paragraphs, plain, print_json, say, short, table
from tui.cli.session import newsroom
from tui.widgets.when import counted
from wireroom.errors import UsageError
from wireroom.model import HouseRules, LiveBlog, Status, SummaryBullet, Update


@click.group(cls=DeskGroup)
def blog() -> None:
    """Open, show, pin, sum up and end live blogs."""


@blog.command()
@click.argument("slug")
@click.option("--headline", required=True)
@click.option("--standfirst", default="", help="The paragraph under the headline.")
@click.option(
    "--zone", default="UTC", show_default=True, metavar="AREA/CITY", help="The page's one time zone."
)
@click.option(
    "--rules", type=choice(HouseRules), help="The house rules that bind its editors; else as configured."
)
@click.option(
    "--language",
    default="",
    metavar="TAG",
    help="The language of the page: en, ru, kk (else as its headline's letters tell).",
)
@json_option
def new(
    slug: str, headline: str, standfirst: str, zone: str, rules: str | None, language: str, as_json: bool
) -> None:
    """Open a live blog under SLUG; its coverage starts now."""
    opened = newsroom().blogs.new(
        slug,
        headline,
        standfirst=standfirst,
        zone=zone,
        rules=HouseRules(rules) if rules else None,
        language=language,
    )
    if as_json:
        print_json(blog_document(opened))
    else:
        say(f"Opened {opened.slug}, rules {opened.rules.value}, times in {opened.zone}.")


@blog.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the live blogs, newest first."""
    found = newsroom().store.blogs()
    if as_json:
        print_json([blog_document(one) for one in found])
        return
    table(
        ((one.slug, one.state.value, one.rules.value, one.zone, line(one.headline)) for one in found),
        empty="No live blog yet. Begin one: wireroom blog new SLUG --headline TEXT",
    )


@blog.command()
@click.argument("slug")
@json_option
def show(slug: str, as_json: bool) -> None:
    """Show a live blog: its top, its summary, its updates in numbers."""
    here = newsroom()
    found = here.store.blog(slug)
    updates = here.store.updates(found.id)
    lines = here.blogs.summary(slug)
    unpublished = here.publishing.unpublished_changes(slug)
    if as_json:
        alerts = here.store.alerts(found.id)
        print_json(
            blog_document(found)
            | {
                "summary_lines": [plain(one) for one in lines],
                "unpublished_changes": unpublished,
                "updates": [update_document(update, found, alerts) for update in updates],
            }
        )
        return
    numbers = [
        f"{sum(one.status is status for one in updates)} {status.value}" for status in _statuses(updates)
    ]
    pinned = next((line(one.headline) for one in updates if one.id == found.pinned), "nothing")
    table(
        [
            ("headline", line(found.headline)),
            ("state", f"{found.state.value}, rules {found.rules.value}"),
            ("coverage", _coverage(found)),
            ("pinned", pinned),
            ("updates", ", ".join(numbers) or "none"),
            ("unpublished", counted(unpublished, "change")),
            *((one.heading, f"{line(one.text)}{_red(one.red)}") for one in lines),
        ]
    )
    if found.standfirst:
        click.echo(f"\n{paragraphs(found.standfirst)}")


@blog.command()
@click.argument("slug")
@click.option("--headline")
@click.option("--standfirst")
@click.option("--zone", metavar="AREA/CITY")
@click.option("--rules", type=choice(HouseRules))
@click.option("--language", metavar="TAG")
@click.option("--why", default="", help="For the log.")
@click.option("--revision", type=int, metavar="N", help="The revision this was written on.")
def change(
    slug: str,
    headline: str | None,
    standfirst: str | None,
    zone: str | None,
    rules: str | None,
    language: str | None,
    why: str,
    revision: int | None,
) -> None:
    """Change what a live blog says of itself, or its house rules."""
    changed = newsroom().blogs.change(
        slug,
        headline=headline,
        standfirst=standfirst,
        zone=zone,
        rules=HouseRules(rules) if rules else None,
        language=language,
        revision=revision,
        why=why,
    )
    say(f"{changed.slug} is at revision {changed.revision}.")


@blog.command()
@click.argument("update", metavar="UPDATE")
def pin(update: str) -> None:
    """Put UPDATE on top of its live blog."""
    here = newsroom()
    say(f"Pinned in {here.blogs.pin(update_id(here.store, update)).slug}.")


@blog.command()
@click.argument("slug")
def unpin(slug: str) -> None:
    """Leave the top of a live blog empty."""
    say(f"Nothing is pinned in {newsroom().blogs.unpin(slug).slug}.")


@blog.command()
@click.argument("update", metavar="UPDATE")
@click.option("--off", is_flag=True, help="No longer a key event.")
def key(update: str, off: bool) -> None:
    """Make UPDATE a key event, or no longer one."""
    here = newsroom()
    here.blogs.key_event(update_id(here.store, update), on=not off)
    say("No longer a key event." if off else "A key event.")


@blog.command()
@click.argument("slug")
@click.argument("bullets", nargs=-1, metavar="[HEADING:UPDATE:TEXT]...")
@click.option("--clear", is_flag=True, help="Leave the summary empty.")
@json_option
def summary(slug: str, bullets: tuple[str, ...], clear: bool, as_json: bool) -> None:
    """Write the summary anew, or show it.

    Each line is HEADING:UPDATE:TEXT, with HEADING known, unknown or wrong, bound to the UPDATE it rests on.
    """
    here = newsroom()
    if bullets or clear:
        written = [_bullet(bullet) for bullet in bullets]
        here.blogs.summarise(
            slug,
            [
                SummaryBullet(heading=one.heading, text=one.text, update=update_id(here.store, one.update))
                for one in written
            ],
        )
        say(f"The summary has {counted(len(written), 'line')}.")
        return
    lines = here.blogs.summary(slug)
    if as_json:
        print_json([plain(one) for one in lines])
        return
    table(
        ((one.heading, short(one.update), f"{line(one.text)}{_red(one.red)}") for one in lines),
        empty="The summary is empty. Write it: wireroom blog summary SLUG known:UPDATE:TEXT",
    )


@blog.command()
@click.argument("slug")
@click.option("--override", default="", metavar="REASON", help="Why coverage ends against a house rule.")
@json_option
def end(slug: str, override: str, as_json: bool) -> None:
    """End coverage; lists the updates that were never decided."""
    report = newsroom().blogs.end(slug, override)
    if as_json:
        print_json(plain(report))
        return
    say(f"Coverage of {report.blog.slug} ended {moment(report.blog.coverage_end, report.blog.zone)}.")
    if report.undecided:
        say("Never independently confirmed:")
        table((short(one.id), line(one.headline)) for one in report.undecided)


@blog.command()
@click.argument("slug")
def reopen(slug: str) -> None:
    """Take coverage up again."""
    say(f"{newsroom().blogs.reopen(slug).slug} is live again.")


def _bullet(text: str) -> SummaryBullet:
    heading, _, rest = text.partition(":")
    update, _, words = rest.partition(":")
    if not (heading and update and words.strip()):
        raise UsageError(
            f"{text!r} is not a line of a summary.",
            next_step="Write HEADING:UPDATE:TEXT, with HEADING known, unknown or wrong.",
        )
    return SummaryBullet(heading=heading, text=words.strip(), update=update)


def _statuses(updates: list[Update]) -> list[Status]:
    return [status for status in Status if any(one.status is status for one in updates)]


def _coverage(found: LiveBlog) -> str:
    began = moment(found.coverage_start, found.zone)
    return f"{began} to {moment(found.coverage_end, found.zone)}" if found.coverage_end else f"since {began}"


def _red(why: str) -> str:
    return f"  [can't stand: {line(why)}]" if why else ""
