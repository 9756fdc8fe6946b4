"""What of an address decides whether it may be asked, and whose turn it takes."""

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.feeds.addresses import Refusal, check_url, front_of, host_of, is_public

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


@given(
    st.lists(
        st.sampled_from([*_PIECES, "a-b.c", "A.example", ":0", ":99999", "127.0.0.1", "0x7f.1", "1.", "."]),
        max_size=8,
    ).map("".join)
)
def test_addresses_written_in_the_usual_way_are_judged_as_by_the_library(rest: str) -> None:
    """Most addresses are judged without it."""
    for address in (rest, f"http://{rest}", f"https://a.example{rest}"):
        assert _verdict(address) == _verdict_by_the_library(address)


def _verdict_by_the_library(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "refused"
    if parts.scheme not in ("http", "https") or not host:
        return "refused"
    with suppress(ValueError):
        if not is_public(host):
            return "refused"
    return parts.netloc.rpartition("@")[2].lower()


def _verdict(address: str) -> str:
    try:
        check_url(address, private=False)
    except Refusal:
        return "refused"
    return host_of(address)
