"""A pull that begins with a glance: where no feed has anything new that is all, and most of the program stays unloaded."""

import os
from datetime import UTC, datetime, timedelta
from time import monotonic

from storage.pollbook import PollBook
from tui.orders import Order
from tui.places import config_file, data_file
from tui.telling import print_document, tell
from wireroom.feeds.fetch import CurlFetcher
from wireroom.feeds.glance import Glance, Unusual, Wire
from wireroom.feeds.schedule import Schedule
from wireroom.feeds.sharing import Sharing, puller_name

#: In force where nothing is configured; see :class:`wireroom.config.StoreConfig`.
KEEP_DAYS = 90


class QuietReport:
    """The report of a pull in which no feed had anything new."""

    fetched = unchanged = failed = new_items = changed_items = 0

    def __init__(self, feeds: int, seconds: float) -> None:
        self.feeds = self.not_modified = feeds
        self.seconds = seconds
        self.failures: dict[str, str] = {}
        self.names: dict[str, str] = {}


def pull_at_a_glance(order: Order) -> tuple[bool, Glance | None]:
    """Ask the feeds; whether nothing is new and that is written and told, else what to go on with, if anything was begun.

    Who goes on closes its book at the end.
    """
    location = _file_of(order)
    if not location:
        return False, None
    started = monotonic()
    try:
        begun = _begin(location, order)
    except Unusual:
        return False, None
    if not _is_done(begun):
        return False, begun
    begun.book.close()
    report = QuietReport(len(begun.wires), monotonic() - started)
    (print_document if order.as_json else tell)(report)
    return True, None


def _begin(location: str, order: Order) -> Glance:
    """Find out who is asked, and ask. ``Unusual`` before anything is begun."""
    puller = puller_name()
    book = PollBook(location)
    try:
        sharing = Sharing(book.shares(puller))
        wires = _chosen(book, sharing, order)
    except BaseException:
        book.close()
        raise
    return Glance(book, wires, CurlFetcher(), _now, puller, sharing)


def _chosen(book: PollBook, sharing: Sharing, order: Order) -> list[Wire]:
    """The feeds that are meant; nobody else asks their hosts meanwhile."""
    try:
        if order.everything:
            return book.all_feeds(keep_from=_now() - timedelta(days=KEEP_DAYS))
        return sharing.due_feeds(book, _now())
    except BaseException:
        _give_back(sharing)
        raise


def _is_done(begun: Glance) -> bool:
    """Whether nothing was new, and that is written down; who goes on otherwise gives the hosts back."""
    goes_on = False
    try:
        goes_on = not begun.is_quiet()
        if not goes_on:
            begun.write_down(Schedule(), begun.book.read_at)
    except Unusual:
        goes_on = True
    finally:
        if not goes_on:
            _give_back(begun.sharing)
    return not goes_on


def _give_back(sharing: Sharing) -> None:
    """Give the hosts back; where that can't be, their claims end in a minute."""
    try:
        sharing.give_back()
    except Unusual:
        return


def _file_of(order: Order) -> str:
    """The store that is meant; empty where that is no file, or more is asked for than a glance.

    A configuration has to be read, for which as much is loaded as for news.
    """
    if order.watch or order.feeds or "--config" in order.values or os.path.exists(config_file("config.toml")):
        return ""
    chosen = order.values.get("--store") or os.environ.get("WIREROOM_STORE") or data_file("newsroom.wireroom")
    return "" if "://" in chosen else os.path.expanduser(chosen)


def _now() -> datetime:
    return datetime.now(UTC)
