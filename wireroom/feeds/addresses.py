"""Which addresses a feed may be fetched from.

A feed comes from outside, and so do its redirects: without a check a publisher could make the desk ask the
newsroom's own machines. http and https only; private, loopback and link-local addresses only for feeds that an
editor added as private.
"""

import ipaddress
from urllib.parse import urlsplit

from msgspec.structs import replace

from wireroom.model import FeedAccess


class Refusal(Exception):  # noqa: N818 - the field's word
    """An address that must not be asked, and why."""


def front_of(url: str) -> str:
    """An address up to its path: whether it may be asked, and whose turn it needs, is all said there."""
    named = url.find("://")
    path = url.find("/", named + 3) if named >= 0 else -1
    return url if path < 0 else url[:path]


def host_of(url: str) -> str:
    """Host and port of an address, lower case: what politeness and secrets belong to."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def access_at(url: str, access: FeedAccess, *, given_for: str) -> FeedAccess:
    """What of an access may go to an address: secrets only to the server that they were given for."""
    if host_of(url) == host_of(given_for) and urlsplit(url).scheme == urlsplit(given_for).scheme:
        return access
    return replace(access, user="", password="", headers=())


def is_public(address: str) -> bool:
    """Whether a numeric IP address lies on the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0].strip("[]"))
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _translated(ip)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def check_url(url: str, *, private: bool) -> None:
    """Refuse an address by its form alone: its scheme, or a private address written as a number."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise Refusal(f"not an address: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise Refusal(f"only http and https are fetched, not {parts.scheme or 'this'}:")
    if not host:
        raise Refusal("the address names no host")
    if not private:
        check_numeric(host)


def check_numeric(host: str) -> None:
    """Refuse a host that is written as a private number; names are checked once they are resolved."""
    try:
        public = is_public(host)
    except ValueError:
        return
    if not public:
        raise Refusal(f"private address {host} refused; add the feed as private if it is your own")


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside a NAT64 address (RFC 6052)."""
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
