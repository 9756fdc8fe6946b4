"""Which addresses a feed may be fetched from.

A feed comes from outside, and so do its redirects: without a check a publisher could make the desk ask the
newsroom's own machines. http and https only; private, loopback and link-local addresses only for feeds that an
editor added as private.
"""

TYPE_CHECKING = False  # as in typing: what takes long to load is loaded for the addresses that need it
if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

    from wireroom.model import FeedAccess

#: What the names of hosts are made of that need no closer look: letters of ASCII, digits, hyphens and dots.
_NAMED_BY = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")


class Refusal(Exception):  # noqa: N818 - the field's word
    """An address that must not be asked, and why."""


def front_of(url: str) -> str:
    """An address up to its path: whether it may be asked, and whose turn it needs, is all said there."""
    named = url.find("://")
    path = url.find("/", named + 3) if named >= 0 else -1
    return url if path < 0 else url[:path]


def host_of(url: str) -> str:
    """Host and port of an address, lower case: what politeness and secrets belong to."""
    if (plain := _plain_front(url)) is not None:
        return plain[1]
    from urllib.parse import urlsplit

    return urlsplit(url).netloc.rpartition("@")[2].lower()


def access_at(url: str, access: "FeedAccess", *, given_for: str) -> "FeedAccess":
    """What of an access may go to an address: secrets only to the server that they were given for."""
    from urllib.parse import urlsplit

    from msgspec.structs import replace

    if host_of(url) == host_of(given_for) and urlsplit(url).scheme == urlsplit(given_for).scheme:
        return access
    return replace(access, user="", password="", headers=())


def is_public(address: str) -> bool:
    """Whether a numeric IP address lies on the public internet."""
    import ipaddress

    ip = ipaddress.ip_address(address.partition("%")[0].strip("[]"))
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _translated(ip)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def check_url(url: str, *, private: bool) -> None:
    """Refuse an address by its form alone: its scheme, or a private address written as a number."""
    if (plain := _plain_front(url)) is not None:
        if not private:
            check_numeric(plain[1].partition(":")[0])
        return
    from urllib.parse import urlsplit

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
    if _NAMED_BY.issuperset(host) and not host[-1:].isdigit():
        return  # a name: an address of IPv4 ends in a digit, and one of IPv6 has colons
    try:
        public = is_public(host)
    except ValueError:
        return
    if not public:
        raise Refusal(f"private address {host} refused; add the feed as private if it is your own")


def _plain_front(url: str) -> tuple[str, str] | None:
    """Scheme and host, with its port where that is named, of an address that is written in the usual way.

    ``None`` for all others, which take a closer look: with a user in them, an address of IPv6, capitals.
    """
    scheme, found, rest = front_of(url).partition("://")
    host, colon, port = rest.partition(":")
    usual = found and scheme in ("http", "https") and host and _NAMED_BY.issuperset(host)
    if not usual or (colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)):
        return None
    return scheme, rest


def _translated(ip: "IPv6Address") -> "IPv4Address | None":
    """The IPv4 address inside a NAT64 address (RFC 6052)."""
    import ipaddress

    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
