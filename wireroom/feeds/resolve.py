"""Where a shortened or relayed link leads, asked politely and once.

Wires pass links through shorteners (bit.ly, t.co), automations (ift.tt) and feed proxies; an editor who keeps an item
wants the publisher's own address.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, urlsplit

from msgspec.structs import replace

from wireroom.model import Item
from wireroom.ports.fetching import Fetcher, FetchRequest
from wireroom.ports.store import Store
from wireroom.text.links import canonical_link, is_safe_link

_RELAYS = frozenset(
    [
        "bit.ly",
        "t.co",
        "ift.tt",
        "goo.gl",
        "buff.ly",
        "ow.ly",
        "dlvr.it",
        "tinyurl.com",
        "is.gd",
        "t.ly",
        "lnkd.in",
        "fb.me",
        "trib.al",
        "reut.rs",
        "bbc.in",
        "nyti.ms",
        "wapo.st",
        "cnn.it",
        "apne.ws",
        "gu.com",
        "j.mp",
        "tmblr.co",
        "shar.es",
        "feeds.feedburner.com",
        "feedproxy.google.com",
        "rss.feedsportal.com",
        "news.google.com",
        "feeds.reuters.com",
        "click.linksynergy.com",
        "rsci.app.link",
    ]
)
#: Relays that carry the address in a parameter of their own.
_CARRIERS = {
    "www.google.com": "url",
    "news.url.google.com": "url",
    "www.bing.com": "url",
    "l.facebook.com": "u",
}


def is_relayed(link: str) -> bool:
    """Whether a link is a shortener's or a relay's and not the publisher's own."""
    host = (urlsplit(link).hostname or "").removeprefix("www.")
    return host in _RELAYS or _carried(link) != ""


class LinkResolver:
    """Resolves links over a fetcher; remembers what it has learnt as long as it lives."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._known: dict[str, str] = {}

    def resolve(self, links: Iterable[str]) -> dict[str, str]:
        """The canonical address behind each link; one that can't be followed stays as it is."""
        wanted = list(dict.fromkeys(links))
        answers = {link: self._known.get(link) or _carried(link) or link for link in wanted}
        ask = [link for link, answer in answers.items() if link == answer and is_relayed(link)]
        for result in self._fetcher.fetch(FetchRequest(feed=link, url=link) for link in ask):
            reached = result.url if not result.reason and result.url else result.feed
            answers[result.feed] = reached if is_safe_link(reached) else result.feed
        resolved = {link: canonical_link(answer) for link, answer in answers.items()}
        self._known.update({link: answer for link, answer in resolved.items() if not is_relayed(answer)})
        return resolved


def resolve_items(store: Store, resolver: LinkResolver, items: Iterable[Item]) -> list[Item]:
    """Give items with relayed links their canonical ones, as when they are kept; returns those that changed."""
    relayed = {item.id: item.link for item in items if is_relayed(item.canonical_link)}
    if not relayed:
        return []
    resolved = resolver.resolve(relayed.values())
    return _write(store, {id_: resolved[link] for id_, link in relayed.items()})


def _write(store: Store, canonical: Mapping[str, str]) -> list[Item]:
    with store.transaction() as tx:
        changed = [
            replace(item, canonical_link=canonical[item.id])
            for item in tx.items(canonical)
            if canonical[item.id] != item.canonical_link
        ]
        tx.put_items(changed)
    return changed


def _carried(link: str) -> str:
    parts = urlsplit(link)
    name = _CARRIERS.get(parts.hostname or "")
    values = parse_qs(parts.query).get(name, []) if name else []
    return values[0] if values and is_safe_link(values[0]) else ""
