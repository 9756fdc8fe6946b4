"""Single HTTP exchanges over libcurl, many at a time, driven by whoever waits for them."""

import os
import time
from collections.abc import Callable, Mapping

from wireroom.feeds.addresses import is_public
from wireroom.feeds.libcurl import pycurl
from wireroom.feeds.readiness import watcher
from wireroom.ports.exchange import FetchRequest
from wireroom.values import PlainValue

TYPE_CHECKING = False  # as in typing, which a round without news does without
if TYPE_CHECKING:
    from typing import Any

    from wireroom.feeds.encodings import Unpacking

_ACCEPT = (
    b"Accept: application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    b"application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)
#: What `wireroom/feeds/encodings.py` unpacks.
_ENCODINGS = "gzip, deflate, br, zstd"
_IDLE_CONNECTIONS = 512
#: Addresses of names are dropped all together: else libcurl would look through all names for old ones with each request.
_UNTIL_DROPPED = -1

_WORDS: Mapping[int, str] = {
    pycurl.E_COULDNT_RESOLVE_HOST: "the host's name is not known",
    pycurl.E_COULDNT_RESOLVE_PROXY: "the proxy's name is not known",
    pycurl.E_COULDNT_CONNECT: "the host refuses connections",
    pycurl.E_GOT_NOTHING: "the server closed the connection without an answer",
    pycurl.E_PARTIAL_FILE: "the answer was cut short",
    pycurl.E_RECV_ERROR: "the connection broke while reading",
    pycurl.E_SEND_ERROR: "the connection broke while asking",
    pycurl.E_BAD_CONTENT_ENCODING: "the answer's compression is broken",
    pycurl.E_PEER_FAILED_VERIFICATION: "the server's certificate is not trusted",
    pycurl.E_SSL_CONNECT_ERROR: "no secure connection could be made",
    pycurl.E_UNSUPPORTED_PROTOCOL: "not an HTTP answer",
    pycurl.E_URL_MALFORMAT: "the address is malformed",
    pycurl.E_FTP_WEIRD_SERVER_REPLY: "the server's answer is not HTTP",
    pycurl.E_HTTP2: "the HTTP/2 conversation failed",
    92: "the HTTP/2 conversation failed",
}


class Answer(PlainValue):
    """What one exchange gave; ``reason`` says why there is no answer. Header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    reason: str = ""


class Transfers:
    """A libcurl multi handle: connections, TLS sessions and names stay alive between exchanges.

    Nothing happens but in :meth:`turn`. For who waits for something else as well, ``fileno`` is what gets ready and
    ``due_in`` the time by which a turn is due anyway.
    """

    def __init__(
        self,
        *,
        connect_timeout: float,
        total_timeout: float,
        names_kept: float,
        body_limit: int,
        user_agent: str,
    ) -> None:
        self._connect_timeout = connect_timeout
        self._total_timeout = total_timeout
        self._names_kept = names_kept
        self._body_limit = body_limit
        self._user_agent = user_agent
        self._sockets = watcher()
        self._idle: list[Exchange] = []
        self._running: dict[pycurl.Curl, Exchange] = {}
        self._proxies = _proxies_of_environment()
        self._names = _no_names()
        self._names_until = time.monotonic() + names_kept
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._sockets.heed)
        self._multi.setopt(pycurl.M_MAXCONNECTS, _IDLE_CONNECTIONS)

    def start(self, request: FetchRequest, done: Callable[[Answer], None]) -> "Exchange":
        """Ask once, without following redirects; ``done`` gets the answer in a later turn."""
        exchange = self._idle.pop() if self._idle else self._new_exchange()
        exchange.done = done
        exchange.ask(request, self._proxy_for(request), self._known_names())
        self._running[exchange.curl] = exchange
        self._multi.add_handle(exchange.curl)
        return exchange

    def cancel(self, exchange: "Exchange") -> None:
        """End an exchange without an answer."""
        if self._running.pop(exchange.curl, None) is not None:
            self._multi.remove_handle(exchange.curl)
            exchange.curl.close()

    def fileno(self) -> int:
        """The descriptor that is readable when a turn has something to do."""
        return self._sockets.fileno()

    def due_in(self) -> float | None:
        """Seconds until a turn is due though nothing is ready; ``None`` for never."""
        milliseconds = self._multi.timeout()
        return None if milliseconds < 0 else milliseconds / 1000

    def turn(self, seconds: float) -> None:
        """Wait until something is ready, no longer than so many seconds, and act; answers go to their ``done``."""
        due = self.due_in()
        act = self._multi.socket_action
        for descriptor, ready in self._sockets.wait(seconds if due is None else min(seconds, due)):
            act(descriptor, ready)
        if self._multi.timeout() == 0:
            act(pycurl.SOCKET_TIMEOUT, 0)
        self._tell_ends()

    def ease(self) -> None:
        """Let go of handles that nothing is asked with now; connections are the multi handle's."""
        for exchange in self._idle:
            exchange.curl.close()
        self._idle.clear()

    def close(self) -> None:
        """Drop all connections; exchanges under way end without an answer."""
        for exchange in list(self._running.values()):
            self.cancel(exchange)
        self._multi.close()
        self.ease()
        self._sockets.close()

    def _new_exchange(self) -> "Exchange":
        return Exchange(self._connect_timeout, self._total_timeout, self._body_limit, self._user_agent)

    def _known_names(self) -> pycurl.CurlShare:
        """What keeps the addresses of names; a new one now and then, which knows none."""
        now = time.monotonic()
        if now >= self._names_until:
            self._names, self._names_until = _no_names(), now + self._names_kept
        return self._names

    def _proxy_for(self, request: FetchRequest) -> str:
        proxy = request.access.proxy if request.access else ""
        if not proxy and not request.private and self._proxies:
            from urllib.parse import urlsplit
            from urllib.request import proxy_bypass

            parts = urlsplit(request.url)
            if not proxy_bypass(parts.hostname or ""):
                proxy = self._proxies.get(parts.scheme) or self._proxies.get("all", "")
        return proxy

    def _tell_ends(self) -> None:
        waiting = 1
        while waiting:
            waiting, succeeded, failed = self._multi.info_read()
            for curl in succeeded:
                self._end(curl, 0, "")
            for curl, code, words in failed:
                self._end(curl, code, words)

    def _end(self, curl: pycurl.Curl, code: int, words: str) -> None:
        exchange = self._running.pop(curl)
        self._multi.remove_handle(curl)
        answer = exchange.conclude(code, words)
        self._idle.append(exchange)
        exchange.done(answer)


def _proxies_of_environment() -> dict[str, str]:
    """Proxies that the environment names; most name none, and then the standard library's reader stays unloaded."""
    if not any(name.lower().endswith("_proxy") for name in os.environ):
        return {}
    from urllib.request import getproxies

    return getproxies()


def _no_names() -> pycurl.CurlShare:
    """What keeps the addresses of the names that are met from now on."""
    names = pycurl.CurlShare()
    names.setopt(pycurl.SH_SHARE, pycurl.LOCK_DATA_DNS)
    return names


def _nobody(_answer: Answer) -> None:
    """Hears the answer of an exchange that was not begun."""


class Exchange:
    """A libcurl handle, what it asks, and what it hears; used again and again, one question at a time."""

    def __init__(
        self, connect_timeout: float, total_timeout: float, body_limit: int, user_agent: str
    ) -> None:
        self.curl = pycurl.Curl()
        self.done: Callable[[Answer], None] = _nobody
        self._connect_timeout = connect_timeout
        self._total_timeout = total_timeout
        self._body_limit = body_limit
        self._user_agent = user_agent
        self._lines: list[bytes] = []
        self._chunks: list[bytes] = []
        self._length = 0
        self._unpacking: Unpacking | None = None
        self._broken = ""
        self._refused = ""
        self._names: pycurl.CurlShare | None = None
        self._guarded: bool
        self._special = False
        self._set_up()

    def _set_up(self) -> None:
        """Set what is the same for every question."""
        curl = self.curl
        curl.setopt(pycurl.USERAGENT, self._user_agent)
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS)
        curl.setopt(pycurl.ACCEPT_ENCODING, _ENCODINGS)
        curl.setopt(pycurl.HTTP_CONTENT_DECODING, 0)
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.PROXY, "")
        curl.setopt(pycurl.DNS_CACHE_TIMEOUT, _UNTIL_DROPPED)
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, int(self._connect_timeout * 1000))
        curl.setopt(pycurl.TIMEOUT_MS, int(self._total_timeout * 1000))
        curl.setopt(pycurl.HEADERFUNCTION, self._lines.append)
        curl.setopt(pycurl.WRITEFUNCTION, self._on_body)
        self._guarded = False

    def ask(self, request: FetchRequest, proxy: str, names: pycurl.CurlShare) -> None:
        """Make the next question ready."""
        curl, access = self.curl, request.access
        headers = [_ACCEPT]
        if request.etag:
            headers.append(f"If-None-Match: {request.etag}".encode("latin-1", "replace"))
        if request.last_modified:
            headers.append(f"If-Modified-Since: {request.last_modified}".encode("latin-1", "replace"))
        if access is not None:
            headers.extend(f"{name}: {value}".encode("latin-1", "replace") for name, value in access.headers)
            if access.user:
                curl.setopt(pycurl.USERNAME, access.user)
                curl.setopt(pycurl.PASSWORD, access.password)
                curl.setopt(pycurl.HTTPAUTH, pycurl.HTTPAUTH_BASIC | pycurl.HTTPAUTH_DIGEST)
        if proxy:
            curl.setopt(pycurl.PROXY, proxy)
        self._special = access is not None or bool(proxy)
        self._guard(wanted=not request.private and not proxy)
        self._know(names)
        curl.setopt(pycurl.URL, request.url.encode())
        curl.setopt(pycurl.HTTPHEADER, headers)

    def _know(self, names: pycurl.CurlShare) -> None:
        """Look names up where the others do; resetting the handle leaves that as it is."""
        if names is self._names:
            return
        if self._names is not None:
            self.curl.unsetopt(pycurl.SHARE)
        self._names = names
        self.curl.setopt(pycurl.SHARE, names)

    def conclude(self, code: int, words: str) -> Answer:
        """The answer, once libcurl says that the exchange is over; then nothing of it is left here."""
        status = self.curl.getinfo(pycurl.RESPONSE_CODE)
        answer = Answer(status=status, headers=_headers(self._lines))
        if self._refused:
            answer.reason = (
                f"private address {self._refused} refused; add the feed as private if it is your own"
            )
        elif self._length > self._body_limit:
            answer.reason = f"the answer is longer than {self._body_limit / 1048576:g} MiB"
        elif self._broken:
            answer.reason = self._broken
        elif code == pycurl.E_OPERATION_TIMEDOUT:
            connecting = "onnection" in words and not status
            seconds = self._connect_timeout if connecting else self._total_timeout
            answer.reason = f"no {'connection' if connecting else 'full answer'} within {seconds:g} s"
        elif "response headers" in words:  # said with several codes, once libcurl's bound is reached
            answer.reason = "the answer's headers are endless"
        elif code:
            answer.reason = _WORDS.get(code, words or f"libcurl error {code}")
        elif self._unpacking is not None and not self._unpacking.whole:
            answer.reason = "the answer's compression ends in the middle"
        else:
            answer.body = b"".join(self._chunks)
        self._forget()
        return answer

    def _forget(self) -> None:
        self._lines.clear()
        self._chunks.clear()
        self._length = 0
        self._unpacking = None
        self._broken = ""
        self._refused = ""
        if self._special:
            self.curl.reset()
            self._set_up()

    def _guard(self, *, wanted: bool) -> None:
        """Have addresses judged, unless the feed is private or a proxy resolves the name."""
        if wanted is self._guarded:
            return
        self._guarded = wanted
        if wanted:
            self.curl.setopt(pycurl.OPENSOCKETFUNCTION, self._open_socket)
            self.curl.setopt(pycurl.PREREQFUNCTION, self._before_request)
        else:
            self.curl.unsetopt(pycurl.OPENSOCKETFUNCTION)
            self.curl.unsetopt(pycurl.PREREQFUNCTION)

    def _on_body(self, chunk: bytes) -> int | None:
        """Take more of the body; -1 ends the exchange."""
        begun = self._length or self._unpacking is not None
        codings = "" if begun else _headers(self._lines).get("content-encoding", "")
        return self._unpack(chunk, codings) if codings or self._unpacking is not None else self._keep(chunk)

    def _unpack(self, chunk: bytes, codings: str) -> int | None:
        from wireroom.feeds.encodings import BrokenEncoding, Unpacking

        try:
            if self._unpacking is None:
                self._unpacking = Unpacking(codings, self._body_limit)
            for piece in self._unpacking.unpack(chunk):
                if self._keep(piece) is not None:
                    return -1
        except BrokenEncoding as trouble:
            self._broken = str(trouble)
            self._chunks.clear()
            return -1
        return None

    def _keep(self, plain: bytes) -> int | None:
        """Collect plain bytes up to the cap."""
        self._length += len(plain)
        if self._length > self._body_limit:
            self._chunks.clear()
            return -1
        self._chunks.append(plain)
        return None

    def _open_socket(self, _purpose: int, address: "tuple[Any, ...]") -> "Any":
        """Refuse to connect to an address that is not public."""
        import socket

        family, kind, protocol, where = address
        if not is_public(where[0]):
            self._refused = where[0]
            return pycurl.SOCKET_BAD
        return socket.socket(family, kind, protocol)

    def _before_request(self, remote: str, _local: str, _remote_port: int, _local_port: int) -> int:
        """Refuse a connection to such an address that a private feed had opened."""
        if not is_public(remote):
            self._refused = remote
            return int(pycurl.PREREQFUNC_ABORT)
        return int(pycurl.PREREQFUNC_OK)


def _headers(lines: list[bytes]) -> dict[str, str]:
    """The headers of the last answer among the lines: 100 and 103 come before it."""
    headers: dict[str, str] = {}
    for line in b"".join(lines).decode("latin-1").split("\n"):
        name, colon, value = line.partition(":")
        if line.startswith("HTTP/"):
            headers.clear()
        elif colon:
            name, value = name.strip().lower(), value.strip()
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
