"""Single HTTP exchanges over libcurl, many at a time on one event loop."""

import asyncio
import os
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pycurl
from msgspec import Struct, field

from wireroom.feeds.addresses import Refusal, check_url, is_public
from wireroom.ports.fetching import FetchRequest

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)
_HEADER_LIMIT = 256 * 1024
_IDLE_CONNECTIONS = 512
_NAMES_KEPT = 300

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


class Answer(Struct):
    """What one exchange gave; ``reason`` says why there is no answer."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    reason: str = ""


class Transfers:
    """A libcurl multi handle on the running event loop."""

    def __init__(
        self, *, connect_timeout: float, total_timeout: float, body_limit: int, user_agent: str
    ) -> None:
        self._connect_timeout = connect_timeout
        self._total_timeout = total_timeout
        self._body_limit = body_limit
        self._user_agent = user_agent
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._watched: dict[int, int] = {}
        self._idle: list[pycurl.Curl] = []
        self._running: dict[pycurl.Curl, asyncio.Future[tuple[int, str]]] = {}
        self._proxies = _proxies_of_environment()
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)
        self._multi.setopt(pycurl.M_MAXCONNECTS, _IDLE_CONNECTIONS)

    async def run(self, request: FetchRequest) -> Answer:
        """Ask once, without following redirects. Raises ``Refusal`` for an address that must not be asked."""
        check_url(request.url, private=request.private)
        exchange = _Exchange(self._body_limit, check_addresses=not request.private)
        curl = self._idle.pop() if self._idle else pycurl.Curl()
        done: asyncio.Future[tuple[int, str]] = self._loop.create_future()
        try:
            self._prepare(curl, request, exchange)
            self._running[curl] = done
            self._multi.add_handle(curl)
            code, words = await done
            exchange.answer.status = curl.getinfo(pycurl.RESPONSE_CODE)
        finally:
            if curl in self._running:
                del self._running[curl]
                self._multi.remove_handle(curl)
            curl.reset()
            self._idle.append(curl)
        return self._conclude(exchange, code, words)

    def close(self) -> None:
        """Drop all connections; exchanges under way end as cancelled."""
        for curl, done in list(self._running.items()):
            self._multi.remove_handle(curl)
            done.cancel()
        self._running.clear()
        if self._timer is not None:
            self._timer.cancel()
        for descriptor in list(self._watched):
            self._unwatch(descriptor)
        self._multi.close()
        for curl in self._idle:
            curl.close()
        self._idle.clear()

    def _prepare(self, curl: pycurl.Curl, request: FetchRequest, exchange: "_Exchange") -> None:
        access = request.access
        headers = [f"Accept: {_ACCEPT}"]
        if request.etag:
            headers.append(f"If-None-Match: {request.etag}")
        if request.last_modified:
            headers.append(f"If-Modified-Since: {request.last_modified}")
        if access is not None:
            headers.extend(f"{name}: {value}" for name, value in access.headers)
            if access.user:
                curl.setopt(pycurl.USERNAME, access.user)
                curl.setopt(pycurl.PASSWORD, access.password)
                curl.setopt(pycurl.HTTPAUTH, pycurl.HTTPAUTH_BASIC | pycurl.HTTPAUTH_DIGEST)
        curl.setopt(pycurl.URL, request.url.encode())
        curl.setopt(pycurl.HTTPHEADER, [line.encode("latin-1", "replace") for line in headers])
        curl.setopt(pycurl.USERAGENT, self._user_agent)
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS)
        curl.setopt(pycurl.ACCEPT_ENCODING, "")
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.DNS_CACHE_TIMEOUT, _NAMES_KEPT)
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, int(self._connect_timeout * 1000))
        curl.setopt(pycurl.TIMEOUT_MS, int(self._total_timeout * 1000))
        curl.setopt(pycurl.COOKIEFILE, "")
        curl.setopt(pycurl.COOKIELIST, "ALL")
        curl.setopt(pycurl.HEADERFUNCTION, exchange.on_header)
        curl.setopt(pycurl.WRITEFUNCTION, exchange.on_body)
        self._choose_way(curl, request, exchange)

    def _choose_way(self, curl: pycurl.Curl, request: FetchRequest, exchange: "_Exchange") -> None:
        """Straight to the host, checking where its name leads, or through a proxy, which resolves names itself."""
        proxy = request.access.proxy if request.access else ""
        if not proxy and not request.private and self._proxies:
            from urllib.request import proxy_bypass

            parts = urlsplit(request.url)
            if not proxy_bypass(parts.hostname or ""):
                proxy = self._proxies.get(parts.scheme) or self._proxies.get("all", "")
        curl.setopt(pycurl.PROXY, proxy)
        if not proxy and exchange.check_addresses:
            curl.setopt(pycurl.OPENSOCKETFUNCTION, exchange.open_socket)
            curl.setopt(pycurl.PREREQFUNCTION, exchange.before_request)

    def _conclude(self, exchange: "_Exchange", code: int, words: str) -> Answer:
        answer = exchange.answer
        if exchange.refused:
            raise Refusal(
                f"private address {exchange.refused} refused; add the feed as private if it is your own"
            )
        if exchange.too_long:
            answer.reason = exchange.too_long
        elif code == pycurl.E_OPERATION_TIMEDOUT:
            connecting = "onnection" in words and not answer.status
            seconds = self._connect_timeout if connecting else self._total_timeout
            answer.reason = f"no {'connection' if connecting else 'full answer'} within {seconds:g} s"
        elif code:
            answer.reason = _WORDS.get(code, words or f"libcurl error {code}")
        else:
            answer.body = bytes(exchange.chunks)
        return answer

    def _on_socket(self, what: int, descriptor: int, _multi: object, _data: object) -> None:
        self._unwatch(descriptor)
        if what == pycurl.POLL_REMOVE:
            return
        self._watched[descriptor] = what
        if what & pycurl.POLL_IN:
            self._loop.add_reader(descriptor, self._act, descriptor, pycurl.CSELECT_IN)
        if what & pycurl.POLL_OUT:
            self._loop.add_writer(descriptor, self._act, descriptor, pycurl.CSELECT_OUT)

    def _unwatch(self, descriptor: int) -> None:
        watched = self._watched.pop(descriptor, 0)
        if watched & pycurl.POLL_IN:
            self._loop.remove_reader(descriptor)
        if watched & pycurl.POLL_OUT:
            self._loop.remove_writer(descriptor)

    def _on_timer(self, milliseconds: int) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if milliseconds >= 0:
            self._timer = self._loop.call_later(milliseconds / 1000, self._act, pycurl.SOCKET_TIMEOUT, 0)

    def _act(self, descriptor: int, events: int) -> None:
        self._multi.socket_action(descriptor, events)
        waiting = 1
        while waiting:
            waiting, succeeded, failed = self._multi.info_read()
            for curl in succeeded:
                self._end(curl, 0, "")
            for curl, code, words in failed:
                self._end(curl, code, words)

    def _end(self, curl: pycurl.Curl, code: int, words: str) -> None:
        done = self._running.pop(curl)
        self._multi.remove_handle(curl)
        if not done.done():
            done.set_result((code, words))


def _proxies_of_environment() -> dict[str, str]:
    """Proxies that the environment names; most name none, and then the standard library's reader stays unloaded."""
    if not any(name.lower().endswith("_proxy") for name in os.environ):
        return {}
    from urllib.request import getproxies

    return getproxies()


class _Exchange:
    """What libcurl calls back with while one exchange is under way."""

    def __init__(self, body_limit: int, *, check_addresses: bool) -> None:
        self.answer = Answer()
        self.chunks = bytearray()
        self.check_addresses = check_addresses
        self.refused = ""
        self.too_long = ""
        self._body_limit = body_limit
        self._header_bytes = 0

    def on_header(self, line: bytes) -> int | None:
        """Collect a header line; a new status line (after 100 or 103) starts afresh."""
        self._header_bytes += len(line)
        if self._header_bytes > _HEADER_LIMIT:
            self.too_long = "the answer's headers are endless"
            return -1
        text = line.decode("latin-1").strip()
        name, colon, value = text.partition(":")
        if text.startswith("HTTP/"):
            self.answer.headers.clear()
        elif colon:
            name = name.strip().lower()
            before = self.answer.headers.get(name)
            self.answer.headers[name] = value.strip() if before is None else f"{before}, {value.strip()}"
        return None

    def on_body(self, chunk: bytes) -> int | None:
        """Collect decoded bytes up to the cap."""
        if len(self.chunks) + len(chunk) > self._body_limit:
            self.too_long = f"the answer is longer than {self._body_limit / 1048576:g} MiB"
            self.chunks.clear()
            return -1
        self.chunks += chunk
        return None

    def open_socket(self, _purpose: int, address: tuple[Any, ...]) -> Any:
        """Refuse to connect to an address that is not public."""
        family, kind, protocol, where = address
        if not is_public(where[0]):
            self.refused = where[0]
            return pycurl.SOCKET_BAD
        return socket.socket(family, kind, protocol)

    def before_request(self, remote: str, _local: str, _remote_port: int, _local_port: int) -> int:
        """Refuse a connection to such an address that a private feed had opened."""
        if not is_public(remote):
            self.refused = remote
            return int(pycurl.PREREQFUNC_ABORT)
        return int(pycurl.PREREQFUNC_OK)
