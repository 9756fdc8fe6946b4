"""Fetching feeds over HTTP, politely and within bounds.

One libcurl multi handle, driven by the event loop, keeps connections, TLS sessions and names alive between polls.
Redirects are followed here and not by libcurl, so that every address on the way is checked, every host on the way
gets its gap, and a feed's password stays with the server it was given for.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from wireroom import __version__
from wireroom.config import FeedsConfig
from wireroom.feeds.addresses import Refusal, host_of
from wireroom.feeds.transfer import Answer, Transfers
from wireroom.ports.fetching import FetchRequest, FetchResult

#: Statuses that name another address, and those of them that say it is for good.
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


class FetchLimits(Struct, frozen=True, kw_only=True):
    """How much a fetch may cost, and how gently publishers are asked. Times are seconds.

    ``body`` caps the decoded bytes of one answer. ``gap`` lies between two requests to one public host, which gets
    one connection at a time; a private host is the newsroom's own and gets ``private_connections`` without a gap.
    """

    connect_timeout: float = 10.0
    total_timeout: float = 30.0
    body: int = 15 * 1024 * 1024
    redirects: int = 10
    connections: int = 256
    private_connections: int = 32
    gap: float = 0.5

    @classmethod
    def of(cls, config: FeedsConfig) -> "FetchLimits":
        """The bounds that an editor set."""
        return cls(
            connect_timeout=config.connect_seconds,
            total_timeout=config.total_seconds,
            body=config.max_mebibytes * 1024 * 1024,
            connections=config.connections,
        )


class _Host:
    """The turn of one host: how many requests at once, and when the next may begin."""

    def __init__(self, connections: int, gap: float) -> None:
        self.turns = asyncio.Semaphore(connections)
        self.gap = gap
        self.free_at = 0.0

    async def wait_for_gap(self) -> None:
        """Return when the host has rested since its last request."""
        pause = self.free_at - time.monotonic()
        if pause > 0:
            await asyncio.sleep(pause)

    def rest(self) -> None:
        """Start the gap."""
        self.free_at = time.monotonic() + self.gap


class CurlFetcher:
    """The :class:`~wireroom.ports.Fetcher` over libcurl. Belongs to the event loop it is first used on."""

    def __init__(self, limits: FetchLimits | None = None, *, user_agent: str = "") -> None:
        self._limits = limits or FetchLimits()
        self._user_agent = user_agent or f"Wireroom/{__version__} (live-blog desk)"
        self._transfers: Transfers | None = None
        self._hosts: dict[tuple[str, bool], _Host] = {}

    async def fetch(self, requests: Iterable[FetchRequest]) -> AsyncIterator[FetchResult]:
        """Results in the order they arrive, one for each request.

        A result that nobody has taken yet holds its connection's place, so bodies never pile up.
        """
        arrived: asyncio.Queue[FetchResult | Exception] = asyncio.Queue(maxsize=1)
        places = asyncio.Semaphore(self._limits.connections)

        async def bring(request: FetchRequest) -> None:
            result: FetchResult | Exception
            try:
                result = await self._fetch(request, places)
            except Exception as error:  # noqa: BLE001 - raised below, where the results are waited for
                result = error
            await arrived.put(result)

        tasks = [asyncio.create_task(bring(request)) for request in requests]
        try:
            for _ in tasks:
                result = await arrived.get()
                if isinstance(result, Exception):
                    raise result
                yield result
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def close(self) -> None:
        """Close every connection."""
        if self._transfers is not None:
            self._transfers.close()
            self._transfers = None

    async def _fetch(self, request: FetchRequest, places: asyncio.Semaphore) -> FetchResult:
        started = time.monotonic()
        permanent = ""
        all_permanent = True
        step = request
        for _hop in range(self._limits.redirects + 1):
            try:
                answer = await self._ask(step, places)
            except Refusal as refusal:
                return self._failed(request, step.url, str(refusal), started)
            if answer.reason:
                return self._failed(request, step.url, answer.reason, started)
            target = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not target:
                return FetchResult(
                    feed=request.feed,
                    status=answer.status,
                    url=step.url,
                    permanent_url=permanent,
                    headers=answer.headers,
                    body=answer.body,
                    seconds=time.monotonic() - started,
                )
            all_permanent = all_permanent and answer.status in _PERMANENT
            try:
                step = _redirected(step, urljoin(step.url, target))
            except ValueError:
                return self._failed(
                    request, step.url, f"redirected to what is not an address: {target[:80]}", started
                )
            permanent = step.url if all_permanent else ""
        words = f"more than {self._limits.redirects} redirects"
        return self._failed(request, step.url, words, started)

    async def _ask(self, request: FetchRequest, places: asyncio.Semaphore) -> Answer:
        host = self._host(request)
        async with host.turns:
            await host.wait_for_gap()
            async with places:
                try:
                    return await self._multi().run(request)
                finally:
                    host.rest()

    def _host(self, request: FetchRequest) -> _Host:
        key = (host_of(request.url), request.private)
        if key not in self._hosts:
            limits = self._limits
            own = request.private
            self._hosts[key] = _Host(limits.private_connections if own else 1, 0.0 if own else limits.gap)
        return self._hosts[key]

    def _multi(self) -> Transfers:
        if self._transfers is None:
            limits = self._limits
            self._transfers = Transfers(
                connect_timeout=limits.connect_timeout,
                total_timeout=limits.total_timeout,
                body_limit=limits.body,
                user_agent=self._user_agent,
            )
        return self._transfers

    def _failed(self, request: FetchRequest, url: str, reason: str, started: float) -> FetchResult:
        seconds = time.monotonic() - started
        return FetchResult(feed=request.feed, url=url, headers={}, reason=reason, seconds=seconds)


def _redirected(request: FetchRequest, url: str) -> FetchRequest:
    """The request for the next address: secrets and validators go no further than the server they belong to."""
    url = url.partition("#")[0]
    if host_of(url) == host_of(request.url) and urlsplit(url).scheme == urlsplit(request.url).scheme:
        return replace(request, url=url)
    access = request.access and replace(request.access, user="", password="", headers=())
    return replace(request, url=url, access=access)
