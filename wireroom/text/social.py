"""Posts from social networks inside a wire's copy: "... — Name (@handle) January 5, 2022"."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from msgspec import Struct

from wireroom.model import Link
from wireroom.patterns import Pattern

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SIGNATURE = Pattern(
    r"(?:^|[ \t])(?:—|–|--?)[ \t]*(?P<author>[^\n@()—–]{0,80}?)[ \t]*\((?P<handle>@[\w.]{1,40}(?:@[\w.-]{3,80})?)\)"
    r"[ \t]*(?:on[ \t]+)?(?P<date>(?P<m1>[A-Z][a-z]{2,8})\.?[ \t](?P<d1>\d{1,2}),?[ \t](?P<y1>\d{4})"
    r"|(?P<d2>\d{1,2})[ \t](?P<m2>[A-Z][a-z]{2,8})\.?[ \t](?P<y2>\d{4})|(?P<iso>\d{4}-\d\d-\d\d))",
    re.MULTILINE,
)
_TRAILING_ADDRESS = Pattern(r"\s*(?:https?://\S+|pic\.twitter\.com/\w+)\s*$")
_ON_A_NETWORK = Pattern(r"/(?:status(?:es)?|posts?|@[\w.@-]+)/\w+|//(?:t\.me|bsky\.app)/", re.IGNORECASE)


class SocialPost(Struct, frozen=True):
    """A post quoted whole; ``start`` and ``end`` span it and its signature, in characters of the copy."""

    text: str
    author: str
    handle: str
    dated: datetime | None
    url: str
    start: int
    end: int


def find_posts(text: str, links: Iterable[Link] = ()) -> tuple[SocialPost, ...]:
    """The posts that a piece of copy carries; ``links`` are its links, in which their addresses are looked up."""
    if "(@" not in text:
        return ()
    return tuple(_posts(text, tuple(links)))


def _posts(text: str, links: tuple[Link, ...]) -> Iterator[SocialPost]:
    end_of_last = 0
    for signed in _SIGNATURE.finditer(text):
        start, end = _extent(text, end_of_last, signed.start())
        words = _TRAILING_ADDRESS.sub("", text[start:end]).strip()
        yield SocialPost(
            text=words,
            author=" ".join(signed["author"].split()),
            handle=signed["handle"],
            dated=_date(signed),
            url=_address(signed, links),
            start=start,
            end=signed.end(),
        )
        end_of_last = signed.end()


def _extent(text: str, earliest: int, signature: int) -> tuple[int, int]:
    """Where the post's words are: the paragraph of the signature, or the one before a signature of its own."""
    end = signature
    while end > earliest and text[end - 1].isspace():
        end -= 1
    start = max(text.rfind("\n\n", earliest, end) + 2, earliest) if "\n\n" in text[earliest:end] else earliest
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _date(signed: re.Match[str]) -> datetime | None:
    """The day that the post bears, at midnight UTC; nothing where there is no such day."""
    try:
        if signed["iso"]:
            return datetime.fromisoformat(signed["iso"]).replace(tzinfo=UTC)
        month = _MONTHS.index((signed["m1"] or signed["m2"]).lower()[:3]) + 1
        return datetime(
            int(signed["y1"] or signed["y2"]), month, int(signed["d1"] or signed["d2"]), tzinfo=UTC
        )
    except ValueError:
        return None


def _address(signed: re.Match[str], links: tuple[Link, ...]) -> str:
    """The link on the post's date, else one to a post of that handle."""
    handle = signed["handle"].lstrip("@").partition("@")[0].casefold()
    dated = [link.url for link in links if link.text.strip() == signed["date"].strip()]
    own = [url for url in dated if f"/{handle}/" in url.casefold() or f"/@{handle}" in url.casefold()]
    theirs = [
        link.url
        for link in links
        if _ON_A_NETWORK.search(link.url)
        and re.search(rf"/@?{re.escape(handle)}(?:@|/)", link.url.casefold())
    ]
    return (own or dated or theirs or [""])[0]
