"""Links are judged as a browser would read them, and compared as documents."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wireroom.text.links import canonical_link, clean_link, is_safe_link


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a@b?c=d@e",
        "HTTP://EXAMPLE.ORG:8080/",
        "https://[2001:db8::1]:443/x",
        "https://пример.рф/новость",
        "mailto:desk@example.org",
        " \u202ehttps://example.org/\u202c ",
    ],
)
def test_safe(url: str) -> None:
    assert is_safe_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "java\u200bscript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "https://bank.example@bad.example/",
        "https://user:word@bad.example/",
        "https://good.example\\@bad.example/",
        "//example.org/x",
        "/relative",
        "https:bad.example",
        "https://",
        "https://[::1",
        "https://example.org:port/",
        "https://exa mple.org/",
        "mailto:",
        "",
    ],
)
def test_unsafe(url: str) -> None:
    assert not is_safe_link(url)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Example.ORG:443", "https://example.org/"),
        ("http://example.org:80/A/b#top", "http://example.org/A/b"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://example.org/a?utm_source=x&ID=7&fbclid=y&at_medium=RSS", "https://example.org/a?ID=7"),
        ("https://example.org/a?b=2&a=1&b=2", "https://example.org/a?b=2&a=1&b=2"),
        ("https://example.org/a?source=rss", "https://example.org/a"),
        ("https://example.org/a?source=archive", "https://example.org/a?source=archive"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://exa\u200bmple.org./a\n", "https://example.org/a"),
        ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("urn:uuid:1", "urn:uuid:1"),
        ("https://[::1", "https://[::1"),
    ],
)
def test_canonical(url: str, canonical: str) -> None:
    assert canonical_link(url) == canonical


@given(st.text())
@example(" ?")
@example(" #")
def test_canonical_is_settled_and_never_makes_a_link_unsafe(tail: str) -> None:
    url = "https://example.org/" + tail
    settled = canonical_link(url)

    assert canonical_link(settled) == settled
    assert is_safe_link(settled) == is_safe_link(url)
    assert clean_link(settled) == settled
