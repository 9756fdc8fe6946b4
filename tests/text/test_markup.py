"""Feed HTML becomes the text a reader would see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.model import Link, Media
from wireroom.text.markup import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b>\n three</p><p>Four</p>", "One two three\n\nFour"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<ul><li>a<li>b</ul>after", "• a\n• b\n\nafter"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<pre>a\n b</pre>\nend", "a\nb\n\nend"),
        ("a<script>alert(1)</script><style>x{}</style><!-- no -->b", "ab"),
        ("<iframe src=https://example.org>x</iframe><noscript>y</noscript>z", "z"),
        ("5 &lt; 6 &amp;amp; 7<br>\x1b[31m\u202ex", "5 < 6 & 7\nx"),
        ("no markup,\n\nas it came", "no markup,\n\nas it came"),
        ("cut off <a href=", "cut off"),
        ("<title>t</title><p>shown", "shown"),
        ("", ""),
    ],
)
def test_text(html: str, text: str) -> None:
    assert plain_text(html).text == text


def test_links_are_absolute_safe_and_once() -> None:
    html = (
        '<a href="/a">First</a> <a href="java\tscript:x">no</a> <a href="https://u@bad.example/">no</a>'
        '<a href="https://other.example/">Sec<b>ond</b></a><a href="/a">again</a><a name="x">no</a>'
    )

    assert plain_text(html, "https://example.org/feed").links == (
        Link(url="https://example.org/a", text="First"),
        Link(url="https://other.example/", text="Second"),
    )


def test_pictures_are_kept_but_no_tracking_pixels() -> None:
    html = '<p><img src=a.jpg alt="A &quot;mill&quot;"><img src=p.gif width=1 height=1><video src=/v.mp4></video>'

    assert plain_text(html, "https://example.org/").media == (
        Media(url="https://example.org/a.jpg", description='A "mill"'),
        Media(url="https://example.org/v.mp4"),
    )


def test_a_body_nested_for_the_purpose_is_still_read() -> None:
    body = "<div>" * 100_000 + "<p>words</p><script>no</script><a href=https://example.org>more</a>"

    assert plain_text(body).text == "words\n\nmore"
    assert plain_text("<script" * 100_000 + "<p>").text.startswith("<script")


@given(st.text(st.one_of(st.characters(), st.sampled_from("<>/=\"'& apdivscritbrl\n"))))
def test_no_input_is_too_strange(html: str) -> None:
    text = plain_text(html, "https://example.org/").text

    assert text == text.strip()
    assert "\x1b" not in text
