"""One question to a feed's server and what came of it, as plain values: a round without news makes no others."""

from wireroom.values import PlainValue

TYPE_CHECKING = False  # as in typing, which such a round does without
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wireroom.model import FeedAccess


class FetchRequest(PlainValue):
    """One feed to be fetched politely: its address and the validators of the last answer."""

    feed: str
    url: str
    etag: str = ""
    last_modified: str = ""
    private: bool = False
    access: "FeedAccess | None" = None


class FetchResult(PlainValue):
    """What came of a request: an answer, or in ``reason`` why there is none.

    ``status`` is 0 without an answer. ``url`` is where the answer came from; ``permanent_url`` where all
    redirects on the way there were permanent, else empty. ``headers`` have lower-case names; ``body`` is decoded
    from its transfer coding, not from its character set. ``seconds`` is the time it took.
    """

    feed: str
    headers: "Mapping[str, str]"
    status: int = 0
    url: str = ""
    permanent_url: str = ""
    body: bytes = b""
    reason: str = ""
    seconds: float = 0.0

    def without_body(self) -> "FetchResult":
        """The same without its body, to be kept for longer than that is needed."""
        return FetchResult(
            feed=self.feed,
            headers=self.headers,
            status=self.status,
            url=self.url,
            permanent_url=self.permanent_url,
            reason=self.reason,
            seconds=self.seconds,
        )
