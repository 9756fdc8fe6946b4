"""Fetching feeds over HTTP, politely and within bounds.

One libcurl multi handle keeps connections, TLS sessions and names alive between polls.
Redirects are followed here and not by libcurl, so that every address on the way is checked, every host on the way
gets its gap, and a feed's password stays with the server it was given for.
"""

import heapq
import time
from collections import deque
from collections.abc import Iterable, Iterator

from wireroom import __version__
from wireroom.feeds.addresses import Refusal, access_at, check_url, front_of, host_of
from wireroom.feeds.transfer import Answer, Exchange, Transfers
from wireroom.ports.exchange import FetchRequest, FetchResult
from wireroom.values import PlainValue

TYPE_CHECKING = False  # as in typing, which a round without news does without
if TYPE_CHECKING:
    from wireroom.config import FeedsConfig

#: Statuses that name another address, and those of them that say it is for good.
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})

#: Bodies that nobody has taken yet, above which nothing new is asked.
_UNTAKEN = 8
#: Seconds between two looks at the clock while nothing is ready.
_LOOK_EVERY = 1.0
#: Fronts of addresses remembered as judged, and hosts with their gaps.
_FRONTS_KEPT = 10_000


class FetchLimits(PlainValue):
    """How much a fetch may cost, and how gently publishers are asked. Times are seconds.

    ``body`` caps the decoded bytes of one answer. ``gap`` lies between two requests to one public host, which gets
    one connection at a time; a private host is the newsroom's own and gets ``private_connections`` without a gap.
    ``names_kept`` is how long the addresses of hosts' names are believed.
    """

    connect_timeout: float = 10.0
    total_timeout: float = 30.0
    names_kept: float = 120.0
    body: int = 15 * 1024 * 1024
    redirects: int = 10
    connections: int = 256
    private_connections: int = 32
    gap: float = 0.5

    @classmethod
    def of(cls, config: "FeedsConfig") -> "FetchLimits":
        """The bounds that an editor set."""
        return cls(
            connect_timeout=config.connect_seconds,
            total_timeout=config.total_seconds,
            body=config.max_mebibytes * 1024 * 1024,
            connections=config.connections,
        )


class _Host:
    """The turn of one host: who waits for it, how many ask at once, and when the next may begin."""

    __slots__ = ("connections", "free_at", "gap", "queued", "running", "waiting")

    def __init__(self, connections: int, gap: float) -> None:
        self.connections = connections
        self.gap = gap
        self.free_at = 0.0
        self.running = 0
        self.queued = False
        self.waiting: list[_Errand] = []  # a deque takes six hundred bytes, and most are empty

    @property
    def at_rest(self) -> bool:
        """Whether nothing of it has to be remembered."""
        return not self.running and not self.waiting and self.free_at <= time.monotonic()


class _Errand:
    """One request on its way through redirects; ``step`` is what is asked now."""

    __slots__ = (
        "all_permanent",
        "answers",
        "exchange",
        "hops",
        "host",
        "permanent",
        "request",
        "started",
        "step",
    )

    def __init__(self, request: FetchRequest, answers: "FetchAnswers", host: _Host) -> None:
        self.request = request
        self.step = request
        self.answers = answers
        self.host = host
        self.started = time.monotonic()
        self.exchange: Exchange | None = None
        self.hops = 0
        self.permanent = ""
        self.all_permanent = True


class CurlFetcher:
    """The :class:`~wireroom.ports.fetching.Fetcher` over libcurl."""

    def __init__(self, limits: FetchLimits | None = None, *, user_agent: str = "") -> None:
        self._limits = limits or FetchLimits()
        self._user_agent = user_agent or f"Wireroom/{__version__} (live-blog desk)"
        self._transfers: Transfers | None = None
        self._hosts: dict[tuple[str, bool], _Host] = {}
        self._host_of_front: dict[tuple[str, bool], _Host] = {}
        self._ready: deque[_Host] = deque()
        self._resting: list[tuple[float, int, _Host]] = []
        self._rests = 0
        self._running = 0
        self._untaken = 0

    def fetch(self, requests: Iterable[FetchRequest]) -> "FetchAnswers":
        """Ask; nothing moves but while somebody waits for the results."""
        answers = FetchAnswers(self)
        for request in requests:
            answers.ask(request)
        return answers

    def ease(self) -> None:
        """Let go of handles that nothing is asked with now, and of hosts that rest."""
        self._forget_hosts()
        if self._transfers is not None:
            self._transfers.ease()

    def close(self) -> None:
        """Close every connection."""
        if self._transfers is not None:
            self._transfers.close()
            self._transfers = None

    # what waits for answers calls these

    @property
    def transfers(self) -> Transfers:
        """The exchanges under way."""
        if self._transfers is None:
            limits = self._limits
            self._transfers = Transfers(
                connect_timeout=limits.connect_timeout,
                total_timeout=limits.total_timeout,
                names_kept=limits.names_kept,
                body_limit=limits.body,
                user_agent=self._user_agent,
            )
        return self._transfers

    def turn(self, seconds: float = _LOOK_EVERY) -> None:
        """Begin what may begin, and wait for something to happen, no longer than so many seconds."""
        self._begin()
        self.transfers.turn(min(seconds, self._rested_in()))
        self._begin()

    def due_in(self) -> float:
        """Seconds until a turn is due though nothing is ready: something may begin, or libcurl's time has come."""
        if self._may_begin:
            return 0.0
        due = self.transfers.due_in()
        return self._rested_in() if due is None else min(due, self._rested_in())

    def taken(self, result: FetchResult) -> None:
        """A result was taken: one body fewer lies here."""
        if result.body:
            self._untaken -= 1

    def forget(self, answers: "FetchAnswers") -> None:
        """Nobody waits for these any more."""
        for errand in list(answers.errands):
            if errand.exchange is not None:
                self.transfers.cancel(errand.exchange)
                self._leave(errand)
            else:
                errand.host.waiting.remove(errand)
        answers.errands.clear()
        for result in answers.arrived:
            self.taken(result)

    def send(self, request: FetchRequest, answers: "FetchAnswers") -> None:
        """Line a request up."""
        try:
            host = self._host(request)
        except Refusal as refusal:
            answers.arrived.append(_failed(request, request.url, str(refusal), 0.0))
            return
        errand = _Errand(request, answers, host)
        answers.errands.add(errand)
        self._queue(errand)

    def _host(self, request: FetchRequest) -> _Host:
        """The host of an address. Raises ``Refusal`` for an address that must not be asked."""
        front = (front_of(request.url), request.private)
        host = self._host_of_front.get(front)
        if host is not None:
            return host
        check_url(request.url, private=request.private)
        key = (host_of(request.url), request.private)
        if len(self._host_of_front) >= _FRONTS_KEPT:
            self._forget_hosts()
        host = self._hosts.get(key)
        if host is None:
            limits, own = self._limits, request.private
            host = _Host(limits.private_connections if own else 1, 0.0 if own else limits.gap)
            self._hosts[key] = host
        self._host_of_front[front] = host
        return host

    def _forget_hosts(self) -> None:
        self._host_of_front.clear()
        self._hosts = {key: host for key, host in self._hosts.items() if not host.at_rest}

    @property
    def _may_begin(self) -> bool:
        """Whether a turn would begin a request at once."""
        return bool(self._ready) and self._running < self._limits.connections and self._untaken < _UNTAKEN

    def _rested_in(self) -> float:
        """Seconds until a host has rested."""
        return max(0.0, self._resting[0][0] - time.monotonic()) if self._resting else _LOOK_EVERY

    def _queue(self, errand: _Errand) -> None:
        errand.host.waiting.append(errand)
        self._line_up(errand.host)

    def _line_up(self, host: _Host) -> None:
        """Give a host its place, now or after its rest, if somebody waits for it and it takes another request."""
        if host.queued or not host.waiting or host.running >= host.connections:
            return
        host.queued = True
        if host.free_at > time.monotonic():
            self._rests += 1
            heapq.heappush(self._resting, (host.free_at, self._rests, host))
        else:
            self._ready.append(host)

    def _begin(self) -> None:
        """Begin every request whose host is free, within the bounds."""
        now = time.monotonic()
        while self._resting and self._resting[0][0] <= now:
            self._ready.append(heapq.heappop(self._resting)[2])
        while self._may_begin:
            host = self._ready.popleft()
            host.queued = False
            if host.waiting:
                self._ask(host.waiting.pop(0))
                self._line_up(host)

    def _ask(self, errand: _Errand) -> None:
        errand.host.running += 1
        self._running += 1
        errand.exchange = self.transfers.start(errand.step, lambda answer: self._answered(errand, answer))

    def _leave(self, errand: _Errand) -> None:
        """An exchange is over: the host rests, another may have its turn."""
        host = errand.host
        errand.exchange = None
        self._running -= 1
        host.running -= 1
        host.free_at = time.monotonic() + host.gap if host.gap else 0.0
        self._line_up(host)

    def _answered(self, errand: _Errand, answer: Answer) -> None:
        self._leave(errand)
        step = errand.step
        if answer.reason:
            self._conclude(errand, _failed(errand.request, step.url, answer.reason, errand.started))
            return
        target = answer.headers.get("location", "")
        if target and answer.status in _REDIRECTS:
            self._follow(errand, answer.status, target)
            return
        result = FetchResult(
            feed=errand.request.feed,
            status=answer.status,
            url=step.url,
            permanent_url=errand.permanent,
            headers=answer.headers,
            body=answer.body,
            seconds=time.monotonic() - errand.started,
        )
        self._conclude(errand, result)

    def _follow(self, errand: _Errand, status: int, target: str) -> None:
        from urllib.parse import urljoin

        step = errand.step
        errand.hops += 1
        errand.all_permanent = errand.all_permanent and status in _PERMANENT
        trouble = ""
        try:
            errand.step = _redirected(step, urljoin(step.url, target))
            errand.host = self._host(errand.step)
        except ValueError:
            trouble = f"redirected to what is not an address: {target[:80]}"
        except Refusal as refusal:
            trouble = str(refusal)
        if errand.hops > self._limits.redirects:
            trouble = f"more than {self._limits.redirects} redirects"
        if trouble:
            self._conclude(errand, _failed(errand.request, errand.step.url, trouble, errand.started))
            return
        errand.permanent = errand.step.url if errand.all_permanent else ""
        self._queue(errand)

    def _conclude(self, errand: _Errand, result: FetchResult) -> None:
        errand.answers.errands.discard(errand)
        errand.answers.arrived.append(result)
        if result.body:
            self._untaken += 1


class FetchAnswers:
    """The :class:`~wireroom.ports.fetching.Answers` of a :class:`CurlFetcher`; ``left`` of them are not taken yet."""

    def __init__(self, fetcher: CurlFetcher) -> None:
        self.left = 0
        self.arrived: deque[FetchResult] = deque()
        self.errands: set[_Errand] = set()
        self._fetcher = fetcher

    def __iter__(self) -> Iterator[FetchResult]:
        """The results that are left, waiting for each."""
        while self.left:
            yield from self.here()
            if self.left:
                self._fetcher.turn()

    def here(self) -> Iterator[FetchResult]:
        """The results that have arrived; nobody waits."""
        while self.arrived:
            result = self.arrived.popleft()
            self.left -= 1
            self._fetcher.taken(result)
            yield result

    def turn(self, seconds: float) -> None:
        """Let things take their course until something happens, no longer than so many seconds."""
        self._fetcher.turn(seconds)

    def fileno(self) -> int:
        """The descriptor that is readable when a turn has something to do."""
        return self._fetcher.transfers.fileno()

    def due_in(self) -> float:
        """Seconds until a turn is due anyway."""
        return self._fetcher.due_in()

    def ask(self, request: FetchRequest) -> None:
        """Ask one thing more."""
        self.left += 1
        self._fetcher.send(request, self)

    def close(self) -> None:
        """Give up what has not arrived."""
        self._fetcher.forget(self)
        self.arrived.clear()
        self.left = 0


def _failed(request: FetchRequest, url: str, reason: str, started: float) -> FetchResult:
    seconds = time.monotonic() - started if started else 0.0
    return FetchResult(feed=request.feed, url=url, headers={}, reason=reason, seconds=seconds)


def _redirected(request: FetchRequest, url: str) -> FetchRequest:
    """The request for the next address: secrets go no further than the server they were given for."""
    url = url.partition("#")[0]
    access = request.access and access_at(url, request.access, given_for=request.url)
    return FetchRequest(
        feed=request.feed,
        url=url,
        etag=request.etag,
        last_modified=request.last_modified,
        private=request.private,
        access=access,
    )
