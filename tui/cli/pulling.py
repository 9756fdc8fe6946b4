"""``wireroom pull``: fetches what is due."""

import click

from tui.bootstrap import open_puller
from tui.cli.kinds import feed_id
from tui.cli.lazy import DeskCommand
from tui.cli.output import json_option
from tui.cli.session import newsroom
from tui.orders import Order
from tui.pulling import pull as pull_with
from wireroom.errors import UsageError


@click.command(cls=DeskCommand)
@click.argument("feeds", nargs=-1, metavar="[FEED]...")
@click.option("--all", "everything", is_flag=True, help="All feeds now, due or not.")
@click.option("--watch", is_flag=True, help="Keep fetching what falls due, until interrupted.")
@click.option(
    "--tied", is_flag=True, help="With --watch: end when standard input closes, as it does with its parent."
)
@json_option
def pull(feeds: tuple[str, ...], everything: bool, watch: bool, tied: bool, as_json: bool) -> int:
    """Fetch what is due, or keep doing so.

    FEED... fetches only those, now. Ends with 4 when a feed failed; what came is kept.
    """
    if watch and (feeds or everything):
        raise UsageError("--watch fetches what falls due.", next_step="Leave out --all and FEED.")
    here = newsroom()
    chosen = tuple(feed_id(here.store, feed) for feed in feeds)
    order = Order(values={}, everything=everything, watch=watch, tied=tied, as_json=as_json, feeds=chosen)
    return pull_with(open_puller(here), order)
