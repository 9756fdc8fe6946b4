"""What a feed's server asks for before it answers, as an editor gives it: a name and password, headers, a proxy."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit, urlunsplit

from wireroom.errors import UsageError
from wireroom.model import FeedAccess

_HEADER = re.compile(r"([!#$%&'*+.^_`|~\w-]+):[ \t]*([^\r\n]*?)[ \t]*", re.ASCII)
_PROXIES = ("http", "https", "socks4", "socks4a", "socks5", "socks5h")


def access_of(
    *, user: str = "", password: str = "", headers: Iterable[str] = (), proxy: str = ""
) -> FeedAccess | None:
    """The access that these make, for no feed yet; ``headers`` are lines. Raises ``UsageError`` naming what is wrong."""
    read = []
    for line in headers:
        header = _HEADER.fullmatch(line)
        if header is None:
            raise UsageError(
                f"{line!r} is no header.", next_step="Write it as NAME: VALUE, such as 'X-Api-Key: 1234'."
            )
        read.append((header[1], header[2]))
    if proxy and not _is_proxy(proxy):
        raise UsageError(
            f"{proxy!r} is no address of a proxy.",
            next_step=f"Give one that begins with {', '.join(f'{scheme}://' for scheme in _PROXIES)}.",
        )
    if not (user or read or proxy):
        return None
    return FeedAccess(feed="", user=user, password=password, headers=tuple(read), proxy=proxy)


def _is_proxy(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in _PROXIES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def split_access(url: str) -> tuple[str, FeedAccess | None]:
    """An address without the name and password that it carries, and these. Raises ``UsageError`` for what is none."""
    text = url.strip()
    refused = UsageError(
        f"{url!r} is no address of a feed.", next_step="Give one that begins with https:// or http://."
    )
    try:
        parts = urlsplit(text)
        place = parts.hostname or ""
        port = parts.port
    except ValueError as trouble:
        raise refused from trouble
    if not place or parts.scheme not in ("http", "https"):
        raise refused
    if parts.username is None:
        return text, None
    bare = f"[{place}]" if ":" in place else place
    address = urlunsplit(parts._replace(netloc=f"{bare}:{port}" if port else bare))
    return address, FeedAccess(feed="", user=unquote(parts.username), password=unquote(parts.password or ""))


def words_of(access: FeedAccess | None) -> str:
    """What is given to a feed's server, without a secret."""
    if access is None:
        return "nothing"
    said = [f"the name {access.user} and a password"] if access.user else []
    said += [f"the header {name}" for name, _ in access.headers]
    proxy = urlsplit(access.proxy)
    said += (
        [f"through {proxy.scheme}://{proxy.hostname}{f':{proxy.port}' if proxy.port else ''}"]
        if access.proxy
        else []
    )
    return ", ".join(said) or "nothing"
