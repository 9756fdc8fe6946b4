"""From the address of a page to its feeds."""

import re
from collections.abc import Iterable
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
_YOUTUBE_CHANNEL = re.compile(rb'"(?:channelId|externalId)":"(UC[\w-]{22})"')


class FoundFeed(Struct, frozen=True, kw_only=True):
    """A feed that a page has; ``how`` says how it was found."""

    url: str
    title: str = ""
    site: str = ""
    how: str = ""


async def find_feeds(
    url: str,
    fetcher: Fetcher,
    parser: Parser,
    clock: Clock,
    *,
    private: bool = False,
    access: FeedAccess | None = None,
) -> list[FoundFeed]:
    """The feeds at an address, best first: the address itself, or those its page names.

    ``access`` is what the server of the address asks for; other servers that a page names are given its proxy alone.
    Raises ``FetchError`` if there is no answer, ``ParseError`` if no feed is found.
    """
    url = with_scheme(url)
    search = _Search(fetcher, parser, clock, private, access, url)
    for address, how in _known_places(url):
        found = await search.try_feed(address, how)
        if found:
            return [found]
    answer = await search.fetch(url)
    if answer.reason or answer.status >= 400:
        words = sentence(answer.reason) or status_words(answer.status)
        raise FetchError(f"{url}: {words}.", next_step=_next_step(answer))
    found = await search.read(answer, "the address itself")
    if found:
        return [found]
    named = _named_in(answer)
    checked = [await search.try_feed(one.url, one.how) for one in named[:5]]
    alive = [feed for feed in checked if feed] + named[5:]
    if alive:
        return alive
    for path in _WELL_KNOWN:
        found = await search.try_feed(urljoin(answer.url, path), f"the usual place {path}")
        if found:
            return [found]
    raise ParseError(
        f"{url} is a page that names no feed, and none is at the usual places.",
        next_step="Look on the page for a link called RSS, and paste that address.",
    )


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
    """Fetches and reads candidates."""

    def __init__(
        self,
        fetcher: Fetcher,
        parser: Parser,
        clock: Clock,
        private: bool,
        access: FeedAccess | None,
        asked: str,
    ) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._private = private
        self._access = access
        self._asked = asked

    async def fetch(self, url: str) -> FetchResult:
        """One address."""
        access = self._access and access_at(url, self._access, given_for=self._asked)
        request = FetchRequest(feed=url, url=url, private=self._private, access=access)
        (answer,) = [answer async for answer in self._fetcher.fetch([request])]
        return answer

    async def try_feed(self, url: str, how: str) -> FoundFeed | None:
        """The feed at an address, if there is one."""
        answer = await self.fetch(url)
        if answer.reason or answer.status != 200:
            return None
        return await self.read(answer, how)

    async def read(self, answer: FetchResult, how: str) -> FoundFeed | None:
        """The feed in an answer, if it is one."""
        document = FeedDocument(
            body=answer.body, url=answer.url, headers=answer.headers, at=self._clock.now(), newest=1
        )
        try:
            parsed: ParsedFeed = await self._parser.parse(document)
        except ParseError:
            return None
        return FoundFeed(url=answer.feed, title=parsed.title, site=parsed.site, how=how)


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
