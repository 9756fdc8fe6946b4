"""A fetcher on the event loop: what stops it stops who waits for it."""

import pytest

from wireroom.feeds.fetch import CurlFetcher, FetchLimits
from wireroom.ports.fetching import FetchRequest


class _Stuck(CurlFetcher):
    """A fetcher that can't begin a request."""

    def turn(self, seconds: float = 1.0) -> None:
        raise ValueError(f"no handle within {seconds} s")


async def test_a_fetcher_that_fails_within_a_turn_leaves_nobody_waiting() -> None:
    fetcher = _Stuck(FetchLimits(connect_timeout=1, total_timeout=1))
    with pytest.raises(ValueError, match="no handle"):
        [
            one
            async for one in fetcher.fetch([FetchRequest(feed="f", url="http://127.0.0.1:1/", private=True)])
        ]
    fetcher.close()
