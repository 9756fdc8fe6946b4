"""From the address of a page to its feeds."""

import re
from collections import deque
from collections.abc import Generator, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qs, urljoin, urlsplit

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from wireroom.errors import FetchError, ParseError
from wireroom.feeds.addresses import access_at
from wireroom.feeds.documents import FeedDocument, ParsedFeed, Parser
from wireroom.feeds.polling import sentence
from wireroom.feeds.statuses import status_words
from wireroom.model import FeedAccess
from wireroom.ports.clock import Clock
from wireroom.ports.fetching import Fetcher, FetchRequest, FetchResult
from wireroom.text.hygiene import clean_name
from wireroom.text.links import clean_link, is_safe_link

_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
_WELL_KNOWN = ("/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml", "/feed.json")
_PAGE_LIMIT = 1024 * 1024
#: Addresses that are looked at side by side, and seconds between two looks at the clock while nothing is ready.
_AT_ONCE = 32
_LOOK_EVERY = 1.0
_YOUTUBE_CHANNEL = re.compile(rb'"(?:channelId|externalId)":"(UC[\w-]{22})"')

T = TypeVar("T")


class FoundFeed(Struct, frozen=True, kw_only=True):
    """A feed that a page has; ``how`` says how it was found."""

    url: str
    title: str = ""
    site: str = ""
    how: str = ""


#: What a search asks, what it is answered, and what comes of it.
Question = FetchRequest | FeedDocument
Answer = FetchResult | ParsedFeed | ParseError
Asking = Generator[Question, Answer | None, T]
Found = list[FoundFeed] | FetchError | ParseError


def find_feeds(
    urls: Sequence[str],
    fetcher: Fetcher,
    parser: Parser,
    clock: Clock,
    *,
    private: bool = False,
    access: FeedAccess | None = None,
) -> list[Found]:
    """The feeds at each address, best first: the address itself, or those its page names; else what is in the way.

    That is a ``FetchError`` where there is no answer, a ``ParseError`` where no feed is found. Many addresses are
    asked side by side. ``access`` is what the server of an address asks for; other servers that a page names are
    given its proxy alone.
    """
    searches = {
        str(number): _Search(str(number), with_scheme(url), clock, private, access)
        for number, url in enumerate(urls)
    }
    return _Lookout(fetcher, parser, {name: search.feeds() for name, search in searches.items()}).follow()


def with_scheme(url: str) -> str:
    """An address as it is typed, made whole: without a scheme it is one of the web, and ``feed:`` is none."""
    url = url.strip()
    plain = url[len("feed:") :].removeprefix("//") if url.lower().startswith("feed:") else url
    return plain if "://" in plain else f"https://{plain}"


def _next_step(answer: FetchResult) -> str:
    if answer.status == 401:
        return "'wireroom feeds add URL --user NAME' gives the name and password that it asks for."
    if answer.status:
        return "Look at the address in a browser."
    if answer.reason.startswith("private address"):
        return "'wireroom feeds add URL --private' does so."
    return "Check how it is written; 'wireroom feeds add URL --unseen' takes it as it is."


class _Search:
    """The way from one address to its feeds, as questions that somebody else puts and answers; ``name`` tells it from others."""

    def __init__(self, name: str, url: str, clock: Clock, private: bool, access: FeedAccess | None) -> None:
        self._name = name
        self._url = url
        self._clock = clock
        self._private = private
        self._access = access

    def feeds(self) -> Asking[list[FoundFeed]]:
        """The feeds, best first.

        Raises ``FetchError`` if there is no answer, ``ParseError`` if no feed is found.
        """
        url = self._url
        for address, how in _known_places(url):
            found = yield from self._try(address, how)
            if found:
                return [found]
        answer = yield from self._fetch(url)
        if answer.reason or answer.status >= 400:
            words = sentence(answer.reason) or status_words(answer.status)
            raise FetchError(f"{url}: {words}.", next_step=_next_step(answer))
        found = yield from self._read(answer, url, "the address itself")
        if found:
            return [found]
        named = _named_in(answer)
        alive = []
        for one in named[:5]:
            found = yield from self._try(one.url, one.how)
            if found:
                alive.append(found)
        alive += named[5:]
        if alive:
            return alive
        for path in _WELL_KNOWN:
            found = yield from self._try(urljoin(answer.url, path), f"the usual place {path}")
            if found:
                return [found]
        raise ParseError(
            f"{url} is a page that names no feed, and none is at the usual places.",
            next_step="Look on the page for a link called RSS, and paste that address.",
        )

    def _try(self, url: str, how: str) -> Asking[FoundFeed | None]:
        """The feed at an address, if there is one."""
        answer = yield from self._fetch(url)
        if answer.reason or answer.status != 200:
            return None
        return (yield from self._read(answer, url, how))

    def _fetch(self, url: str) -> Asking[FetchResult]:
        access = self._access and access_at(url, self._access, given_for=self._url)
        answer = yield FetchRequest(feed=self._name, url=url, private=self._private, access=access)
        assert isinstance(answer, FetchResult)
        return answer

    def _read(self, answer: FetchResult, url: str, how: str) -> Asking[FoundFeed | None]:
        """The feed in an answer, if it is one."""
        parsed = yield FeedDocument(
            body=answer.body, url=answer.url, headers=answer.headers, at=self._clock.now(), newest=1
        )
        if not isinstance(parsed, ParsedFeed):
            return None
        return FoundFeed(url=url, title=parsed.title, site=parsed.site, how=how)


class _Lookout:
    """Follows searches side by side: has asked and read for each what it wants to know, until all have ended."""

    def __init__(
        self, fetcher: Fetcher, parser: Parser, searches: "Mapping[str, Asking[list[FoundFeed]]]"
    ) -> None:
        self._answers = fetcher.fetch(())
        self._parser = parser
        self._searches = searches
        self._waiting = deque(searches)
        self._ended: dict[str, Found] = {}

    def follow(self) -> list[Found]:
        """What each search found or met."""
        answers = self._answers
        try:
            for _ in range(min(_AT_ONCE, len(self._waiting))):
                self._begin_next()
            while len(self._ended) < len(self._searches):
                for result in answers.here():
                    self._go_on(result.feed, result)
                if answers.left:
                    self._parser.turn(min(_LOOK_EVERY, answers.due_in()), beside=answers.fileno())
                    answers.turn(0.0)
                elif len(self._ended) < len(self._searches):
                    self._parser.turn(_LOOK_EVERY)
        except BaseException:
            self._parser.close()
            raise
        finally:
            answers.close()
        return [self._ended[name] for name in self._searches]

    def _begin_next(self) -> None:
        if self._waiting:
            self._go_on(self._waiting.popleft(), None)

    def _go_on(self, name: str, answer: Answer | None) -> None:
        """Give a search its answer, and put its next question."""
        try:
            question = self._searches[name].send(answer)
        except StopIteration as end:
            self._ended[name] = end.value
        except (FetchError, ParseError) as trouble:
            self._ended[name] = trouble
        else:
            if isinstance(question, FetchRequest):
                self._answers.ask(question)
            else:
                self._parser.submit(question, partial(self._go_on, name))
            return
        self._begin_next()


def _named_in(answer: FetchResult) -> list[FoundFeed]:
    """What a page names as its feeds: ``link rel=alternate`` or ``rel=feed``, comment feeds last; then links."""
    page = LexborHTMLParser(answer.body[:_PAGE_LIMIT])
    base_node = page.css_first("base[href]")
    base = urljoin(answer.url, (base_node.attributes.get("href") if base_node else "") or "")
    found: dict[str, FoundFeed] = {}
    for node in page.css("link[href]"):
        said = {name: value or "" for name, value in node.attributes.items()}
        rel = said.get("rel", "").lower().split()
        kind = said.get("type", "").lower().partition(";")[0].strip()
        if "feed" in rel or ("alternate" in rel and kind in _FEED_TYPES and "stylesheet" not in rel):
            _add(found, base, said["href"], said.get("title", ""), "named by the page")
    channel = _YOUTUBE_CHANNEL.search(answer.body)
    if channel and "youtube.com" in answer.url:
        _add(found, "", _youtube("channel_id", channel[1].decode()), "", "the channel's feed")
    if not found:
        for node in page.css("a[href]"):
            href = node.attributes.get("href") or ""
            if re.search(r"(?:^|[/._-])(?:rss|atom|feed)s?(?:[/._-]|\.xml|$)", href.lower()):
                _add(found, base, href, node.text(), "linked by the page")
    return sorted(found.values(), key=lambda feed: "comment" in f"{feed.url} {feed.title}".lower())


def _add(found: dict[str, FoundFeed], base: str, href: str, title: str, how: str) -> None:
    try:
        url = urljoin(base, clean_link(href))
    except ValueError:
        return
    if is_safe_link(url) and url.startswith("http"):
        found.setdefault(url, FoundFeed(url=url, title=clean_name(title), how=how))


def _known_places(url: str) -> Iterable[tuple[str, str]]:
    """Where sites that name no feed on their pages have theirs; nowhere for what is no address, as the fetcher will say."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    steps = [step for step in parts.path.split("/") if step]
    root = f"{parts.scheme}://{parts.netloc}"
    if host == "youtube.com":
        asked = parse_qs(parts.query)
        if len(steps) >= 2 and steps[0] == "channel":
            yield _youtube("channel_id", steps[1]), "the channel's feed"
        if asked.get("list"):
            yield _youtube("playlist_id", asked["list"][0]), "the playlist's feed"
    elif host == "github.com" and steps:
        yield from _github(root, steps)
    elif host == "reddit.com" and len(steps) >= 2 and steps[0] in ("r", "user"):
        yield f"{root}/{steps[0]}/{steps[1]}/.rss", "the subreddit's feed"
    elif len(steps) == 1 and steps[0].startswith("@") and not steps[0].endswith(".rss"):
        yield f"{root}/{steps[0]}.rss", "the account's feed"


def _github(root: str, steps: list[str]) -> Iterable[tuple[str, str]]:
    if len(steps) == 1:
        yield f"{root}/{steps[0]}.atom", "the account's feed"
    elif not steps[-1].endswith(".atom"):
        repository = f"{root}/{steps[0]}/{steps[1]}"
        if "commits" not in steps:
            yield f"{repository}/releases.atom", "the project's releases"
        yield f"{repository}/commits.atom", "the project's commits"


def _youtube(kind: str, value: str) -> str:
    return f"https://www.youtube.com/feeds/videos.xml?{kind}={value}"
