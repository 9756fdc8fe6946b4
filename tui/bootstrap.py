"""Puts the newsroom together: the one place that names a concrete store, clock and fetcher."""

import os
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.places import config_folder, data_folder
from wireroom import config as configuration
from wireroom.config import Config, FeedsConfig
from wireroom.errors import ConfigError, StoreError, WireroomError
from wireroom.ports.clock import Clock
from wireroom.ports.fetching import FetchRequest, FetchResult
from wireroom.ports.store import DraftBox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.store import DocumentStore
    from wireroom.desk.newsroom import Newsroom
    from wireroom.feeds.article import Article
    from wireroom.feeds.discovery import Found
    from wireroom.feeds.documents import Parser
    from wireroom.feeds.glance import Glance
    from wireroom.feeds.ingest import Puller
    from wireroom.model import Feed, FeedAccess, Item
    from wireroom.ports.store import Store


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """Tell the present, aware and in UTC."""
        return datetime.now(UTC)


class Settings(Struct, frozen=True, kw_only=True):
    """What the command line or the environment asks for; empty where the configuration decides."""

    store: str = ""
    editor: str = ""
    config: Path | None = None

    @property
    def config_path(self) -> Path:
        """Where the configuration lies."""
        return self.config or config_folder() / "config.toml"


def configuration_of(settings: Settings) -> Config:
    """What is configured; nothing need be, unless a file was named.

    Raises ``ConfigError``, also for a file that was named and is not there: it was misspelt.
    """
    if settings.config is not None and not settings.config.exists():
        raise ConfigError(
            f"There is no configuration {settings.config}.",
            next_step=f"Begin one: wireroom --config {settings.config} config --set desk.theme terminal",
        )
    return configuration.load(settings.config_path)


def store_location(settings: Settings, config: Config) -> str:
    """The store in force: asked for, configured, or the default in the platform's data folder."""
    chosen = settings.store or os.environ.get("WIREROOM_STORE", "") or config.store.path
    if chosen:
        return chosen if "://" in chosen else str(Path(chosen).expanduser())
    return _default_store()


def _default_store() -> str:
    return str(data_folder() / "newsroom.wireroom")


def editor_name(settings: Settings, config: Config, signature: Callable[[], str] = str) -> str:
    """Who is acting: asked for, configured, as the store signs for its login, or the login name."""
    named = settings.editor or os.environ.get("WIREROOM_EDITOR", "") or config.newsroom.editor or signature()
    if named:
        return named
    import getpass

    return getpass.getuser()


def open_newsroom(settings: Settings, *, clock: Clock | None = None) -> "Newsroom":
    """Open the store in force and the newsroom over it.

    Raises ``ConfigError`` or ``StoreError``; the caller closes ``newsroom.store``.
    """
    from wireroom.desk.newsroom import Newsroom

    config = configuration_of(settings)
    location = store_location(settings, config)
    store = _open_store(location)
    return Newsroom(
        store=store,
        clock=clock or SystemClock(),
        editor=editor_name(settings, config, store.engine.signature),
        config=config,
        aside=_drafts_aside() if "://" in location else None,
        machine=os.uname().nodename,
        fetch=partial(_fetch_one, config.feeds),
    )


def _fetch_one(bounds: FeedsConfig, request: FetchRequest) -> FetchResult:
    """Ask one address under the rules for feeds, and wait for the answer."""
    from wireroom.feeds.fetch import CurlFetcher, FetchLimits

    fetcher = CurlFetcher(FetchLimits.of(bounds), user_agent=bounds.user_agent)
    try:
        (result,) = fetcher.fetch([request])
    finally:
        fetcher.close()
    return result


def _drafts_aside() -> DraftBox:
    """Where drafts go while a store on another machine is out of reach."""
    from storage.aside import DraftFolder

    return DraftFolder(data_folder() / "drafts-aside")


def open_documents(settings: Settings, *, must_exist: bool) -> "DocumentStore":
    """Open the store in force for work on the store itself; with ``must_exist`` none is made.

    Raises ``ConfigError`` or ``StoreError``; the caller closes it.
    """
    location = store_location(settings, configuration_of(settings))
    if must_exist and "://" not in location and not Path(location).exists():
        raise StoreError(
            f"There is no store at {location}.",
            next_step="Name it with --store; 'wireroom config' shows which is meant.",
        )
    return _open_store(location)


def _open_store(location: str) -> "DocumentStore":
    from storage import open_store

    if location == _default_store():
        Path(location).parent.mkdir(parents=True, exist_ok=True)
    return open_store(location)


def open_puller(newsroom: "Newsroom") -> "Puller":
    """Make the puller of a newsroom: a fetcher within the configured bounds, and a parser in its own process."""
    return _puller(newsroom.store, newsroom.clock, newsroom.config)


@contextmanager
def open_puller_alone(settings: Settings, begun: "Glance | None" = None) -> "Iterator[Puller]":
    """A puller over the store in force, without the rest of the newsroom, that can go on with what a glance began.

    Raises ``ConfigError`` or ``StoreError``.
    """
    config = configuration_of(settings)
    store = _open_store(store_location(settings, config))
    try:
        yield _puller(store, SystemClock(), config, begun)
    finally:
        store.close()


def _puller(store: "Store", clock: Clock, config: Config, begun: "Glance | None" = None) -> "Puller":
    from wireroom.feeds.fetch import CurlFetcher, FetchLimits
    from wireroom.feeds.ingest import Puller
    from wireroom.feeds.schedule import Schedule
    from wireroom.feeds.sharing import Sharing, puller_name

    bounds = config.feeds
    shares = store.shares(begun.puller if begun else puller_name())
    return Puller(
        store,
        clock,
        begun.fetcher if begun else CurlFetcher(FetchLimits.of(bounds), user_agent=bounds.user_agent),
        _open_parser,
        schedule=Schedule.of(bounds),
        sharing=Sharing(shares, begun.sharing.held if begun else None),
        keep=timedelta(days=keep_days) if (keep_days := config.store.keep_days) else None,
    )


def _open_parser() -> "Parser":
    from wireroom.feeds.pool import ParserPool

    return ParserPool()


def look_for_feeds(
    newsroom: "Newsroom", urls: "Sequence[str]", *, private: bool, access: "FeedAccess | None" = None
) -> "list[Found]":
    """Find the feeds at each address, best first: itself, or those that its page names; else the error that says why.

    Many addresses are asked side by side, one host politely one by one.
    """
    from wireroom.feeds.discovery import find_feeds
    from wireroom.feeds.fetch import CurlFetcher, FetchLimits
    from wireroom.feeds.pool import ParserPool

    bounds = newsroom.config.feeds
    parser = ParserPool()
    fetcher = CurlFetcher(FetchLimits.of(bounds), user_agent=bounds.user_agent)
    try:
        return find_feeds(urls, fetcher, parser, newsroom.clock, private=private, access=access)
    finally:
        fetcher.close()
        parser.close()


def find_and_add_feed(newsroom: "Newsroom", url: str, *, tags: "Sequence[str]", private: bool) -> "Feed":
    """Subscribe to the best feed at an address; takes as long as its server does. Raises what looking for it met."""
    (found,) = look_for_feeds(newsroom, [url], private=private)
    if isinstance(found, WireroomError):
        raise found
    return newsroom.wire.add_feed(found[0].url, title=found[0].title, tags=tags, private=private)


def read_article(newsroom: "Newsroom", item: "Item") -> "Article":
    """The full text of an item's article, from its page; takes as long as the page does.

    Raises ``FetchError``, ``ParseError`` and ``ConfigError`` as reading does.
    """
    from wireroom.feeds.article import fetch_article
    from wireroom.feeds.fetch import CurlFetcher, FetchLimits

    bounds, store = newsroom.config.feeds, newsroom.store
    fetcher = CurlFetcher(FetchLimits.of(bounds), user_agent=bounds.user_agent)
    try:
        return fetch_article(item, store.feed(item.feed), fetcher, store.access(item.feed))
    finally:
        fetcher.close()
