"""What of an address decides whether it may be asked, and whose turn it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.feeds.addresses import Refusal, check_url, front_of, host_of

_PIECES = ["http", "https", "ftp", ":", "://", "/", "//", "?", "#", "@", "[", "]", "\\", "\n", "\t", " ", "a.example",
           "10.0.0.1", "[::1]", ":80", ":x", "user:pass", "%", "é", "．"]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "front"),
    [
        ("https://a.example/wire?x=1", "https://a.example"),
        ("https://a.example?u=http://b.example/", "https://a.example?u=http:"),
        ("http://u:p@a.example:81#top", "http://u:p@a.example:81#top"),
        ("http:/\n/a.example/wire", "http:/\n/a.example/wire"),
    ],
)
def test_the_front_of_an_address_ends_before_its_path(address: str, front: str) -> None:
    assert front_of(address) == front


@given(
    st.lists(st.sampled_from(_PIECES), max_size=8).map("".join),
    st.lists(st.sampled_from(_PIECES), max_size=6).map("".join),
)
def test_addresses_with_one_front_are_judged_alike_and_take_one_turn(address: str, path: str) -> None:
    """The verdict on a front is kept for whatever else begins like that."""
    front = front_of(address)
    other = f"{front}/{path}"
    if "://" in address and front_of(other) == front:
        assert _verdict(address) == _verdict(other)


def _verdict(address: str) -> str:
    try:
        check_url(address, private=False)
    except Refusal:
        return "refused"
    return host_of(address)
