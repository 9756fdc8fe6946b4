"""``wireroom alerts`` and ``settle``: what sources did to items after an update had cited them."""

import click

from tui.cli.documents import difference_of
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option, line, moment, plain, print_json, say, short
from tui.cli.session import newsroom
from tui.widgets.when import counted
from wireroom.errors import NotFoundError, UsageError
from wireroom.model import SourceAlert


@click.command(cls=DeskCommand)
@click.argument("blog", default="", metavar="[BLOG]")
@json_option
def alerts(blog: str, as_json: bool) -> None:
    """List what sources did to items after they were cited, of one live blog or of all."""
    found = newsroom().blogs.alerts(blog)
    if as_json:
        print_json([plain(view) for view in found])
        return
    if not found:
        say("No source has changed, marked or dropped what an update rests on.")
    for view in found:
        click.echo(f"{short(view.alert.id)}  {moment(view.alert.at)}  {line(view.words)}")
        click.echo(
            f"  update {short(view.update.id)} ({view.update.status.value}): {line(view.update.headline)}"
        )
        if told := _told(view.alert):
            click.echo(f"  {told}")
        for offer in view.offers:
            click.echo(f"  {line(offer.words).rstrip('.')}: {offer.command}")


@click.command(cls=DeskCommand)
@click.argument("alert_ids", nargs=-1, required=True, metavar="ALERT...")
@click.option("--why", default="", help="For the log.")
def settle(alert_ids: tuple[str, ...], why: str) -> None:
    """Settle source alerts: looked at, the update stands."""
    here = newsroom()
    known = [view.alert.id for view in here.blogs.alerts()]
    for chosen in [_resolve(known, text) for text in alert_ids]:
        here.blogs.settle_alert(chosen, why)
    say(f"Settled {counted(len(alert_ids), 'alert')}.")


def _told(alert: SourceAlert) -> str:
    """What a source says otherwise, as wdiff writes it: ``[-gone-]``, ``{+come+}``."""
    around = {"delete": ("[-", "-]"), "insert": ("{+", "+}"), "equal": ("", "")}
    words = []
    for piece in difference_of(alert):
        begin, end = around[piece.run]
        lead = piece.text[: len(piece.text) - len(piece.text.lstrip())]
        words.append(f"{lead}{begin}{piece.text.strip()}{end}")
    return line("".join(words))


def _resolve(known: list[str], text: str) -> str:
    """The full id of an open alert from an unambiguous end of it."""
    found = [one for one in known if one.endswith(text)]
    if not found:
        raise NotFoundError(f"No open alert ends in {text!r}.", next_step="'wireroom alerts' lists them.")
    if len(found) > 1:
        raise UsageError(f"{text!r} is the end of {len(found)} alerts.", next_step="Type more of the id.")
    return found[0]
