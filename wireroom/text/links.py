"""Links as they come in: made safe to follow, and comparable."""

from functools import cache, lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from wireroom.patterns import Pattern
from wireroom.text.rules import read_rules

#: Browsers drop tabs and line breaks from an address before they look at its scheme; nobody sees the others.
_UNSEEN = Pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_HOST = Pattern(r"[^\s\\/?#@<>\"'`{}|^%]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: An address about which there is nothing to ask: clean, safe, absolute and canonical as it is.
_PLAIN = Pattern(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[!-\"$-:<->@-~]*")


def clean_link(url: str) -> str:
    """The address without control, bidi and zero-width characters and without white space around it."""
    return _UNSEEN.sub("", url).strip()


def is_safe_link(url: str) -> bool:
    """Whether a link may be followed: http, https or mailto, and a host without a user before it.

    It is :func:`clean_link` of the address that is judged, and that must be what is then used.
    """
    if _PLAIN.fullmatch(url):
        return True
    try:
        parts = urlsplit(clean_link(url))
        parts.port  # noqa: B018 - raises ValueError where the port is no number
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path and not parts.netloc
    if parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc or not parts.hostname:
        return False
    return _HOST.fullmatch(parts.hostname) is not None


@lru_cache(1024)
def absolute_link(url: str, base: str) -> str:
    """A link as it stands in a document at ``base``: clean, absolute and safe to follow, or nothing."""
    if _PLAIN.fullmatch(url):
        return url
    url = clean_link(url)
    try:
        url = urljoin(base, url) if url else ""
    except ValueError:
        return ""
    return url if url and is_safe_link(url) else ""


def canonical_link(url: str) -> str:
    """The same document's address without campaign parameters, fragment, default port and capitals in the host.

    What is no web address comes back clean, else unchanged.
    """
    if _PLAIN.fullmatch(url):
        return url
    url = clean_link(url)
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return url
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    return clean_link(
        urlunsplit((parts.scheme, host, parts.path or "/", query, ""))
    )  # a query hid blanks before it


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    user, at, _ = parts.netloc.rpartition("@")
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{user}{at}{host}{port}" if host else ""


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.casefold()
    names, prefixes, values = _tracking()
    return name in names or name.startswith(prefixes) or value.casefold() in values.get(name, ())


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...], dict[str, list[str]]]:
    rules = read_rules("links")
    names = frozenset(name for name in rules["tracking"] if not name.endswith("*"))
    prefixes = tuple(name[:-1] for name in rules["tracking"] if name.endswith("*"))
    return names, prefixes, rules["campaign_values"]
