"""Feed HTML becomes the text a reader would see."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.model import Link, Media
from wireroom.text.markup import plain_text, tree_text
from wireroom.text.simple_markup import read_simply
from wireroom.text.taking import Taking


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


_PIECES = [
    "<p>", "</p>", "<a href='/x?a=1&amp;b=2'>", '<a href="https://e.org/a;b">', "</a>", "<b>", "</b>", "<em class='x y'>", "</em>",
    "<ul>", "<li>", "</li>", "</ul>", "<div>", "</div>", "<h2>", "</h2>", "<br>", "<br />", '<img src="/i.jpg" alt="A  b&amp;c">',
    "<span>", "</span>", "<blockquote>", "</blockquote>", " ", "  ", "\n", "words", "&nbsp;", "&lt;b&gt;", "&amp;amp;", "&copy", "&#8217;",
    "&#128;", "&#x2014;", "&hellip;", "\xa0", "é", "\u200b", "<td>", "<p/>", "<!-- x -->", "<img width=1 src=p.gif>", "<", ">", "&", "</x>",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_simple_markup_is_read_as_the_tree_of_it(pieces: list[str]) -> None:
    html = "".join([*pieces, "<br>"])

    assert plain_text(html, "https://example.org/feed") == tree_text(html, "https://example.org/feed")


_WELL_FORMED = st.recursive(
    st.sampled_from(
        ["words", " ", "\n two", "<br/>", "&amp;", "caf\xe9&nbsp;", "<img src='/p.png' alt='x'>", "\t"]
    ),
    lambda inside: st.tuples(
        st.sampled_from(["p", "a", "a href='/l'", "b", "i", "div", "ul", "li", "h3", "blockquote", "span"]),
        st.lists(inside, max_size=4),
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0].split()[0]}>"),
    max_leaves=12,
)


@given(st.lists(_WELL_FORMED, min_size=1, max_size=4).map("".join))
def test_markup_that_ends_where_it_should_is_read_as_the_tree_of_it(html: str) -> None:
    html += "<br>"

    assert plain_text(html, "https://example.org/") == tree_text(html, "https://example.org/")


def test_markup_of_real_feeds_is_read_as_the_tree_of_it(corpora: Path) -> None:
    bodies = {
        unescape(body)
        for path in sorted((corpora / "real").glob("*.xml"))
        for body in re.findall(
            r"<(?:description|content:encoded|content|summary)[^>]*>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</",
            path.read_text(encoding="utf-8", errors="replace"),
            re.DOTALL,
        )
        if "&lt;" in body or "<" in body
    }
    simple = [body for body in bodies if "<" in body and read_simply(body, Taking("https://e.org/"))]

    assert len(simple) > 300
    assert [
        body for body in simple if plain_text(body, "https://e.org/") != tree_text(body, "https://e.org/")
    ] == []
