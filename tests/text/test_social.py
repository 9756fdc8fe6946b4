"""Posts embedded in copy."""

from datetime import UTC, datetime

import pytest

from wireroom.model import Link
from wireroom.text.social import SocialPost, find_posts

DAY = datetime(2022, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("copy", "text", "author", "handle", "dated"),
    [
        (
            "Crowds in the square — Jane Doe (@janedoe) January 5, 2022",
            "Crowds in the square",
            "Jane Doe",
            "@janedoe",
            DAY,
        ),
        ("Before.\n\nCrowds\n\n— Jane (@jane) January 5, 2022\n\nAfter.", "Crowds", "Jane", "@jane", DAY),
        ("Crowds pic.twitter.com/abc\n\n- Jane (@jane_1) 5 January 2022", "Crowds", "Jane", "@jane_1", DAY),
        ("Crowds https://t.co/x -- Jane (@jane) Jan. 5, 2022", "Crowds", "Jane", "@jane", DAY),
        ("Crowds – Jane (@jane@social.example) 2022-01-05", "Crowds", "Jane", "@jane@social.example", DAY),
        ("Crowds — (@jane) on January 5, 2022", "Crowds", "", "@jane", DAY),
        ("Crowds — Jane (@jane) February 30, 2022", "Crowds", "Jane", "@jane", None),
    ],
)
def test_a_post(copy: str, text: str, author: str, handle: str, dated: datetime | None) -> None:
    (post,) = find_posts(copy)

    assert (post.text, post.author, post.handle, post.dated) == (text, author, handle, dated)
    assert copy[post.start :].startswith(text.split()[0])
    assert copy[: post.end].endswith(("2022", "05"))


def test_several_posts_each_have_their_own_words() -> None:
    copy = "One\n\n— A (@a) January 5, 2022\n\nTwo\n\n— B (@b) January 5, 2022"

    assert [(post.text, post.handle) for post in find_posts(copy)] == [("One", "@a"), ("Two", "@b")]


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ([("https://x.example/jane/status/9", "January 5, 2022")], "https://x.example/jane/status/9"),
        (
            [
                ("https://x.example/other/status/8", "January 5, 2022"),
                ("https://x.example/jane/status/9", "January 5, 2022"),
            ],
            "https://x.example/jane/status/9",
        ),
        ([("https://social.example/@jane/9", "post")], "https://social.example/@jane/9"),
        ([("https://paper.example/jane", "Jane")], ""),
        ([], ""),
    ],
)
def test_the_address_is_the_link_on_its_date_or_one_to_its_author(
    links: list[tuple[str, str]], url: str
) -> None:
    (post,) = find_posts(
        "Crowds — Jane (@jane) January 5, 2022", [Link(url=to, text=text) for to, text in links]
    )

    assert post.url == url


@pytest.mark.parametrize(
    "copy",
    [
        "Write to Jane (@jane) on January 5, 2022",
        "— Jane Doe, January 5, 2022",
        "a (@b) c",
        "— (@) January 5, 2022",
    ],
)
def test_what_is_no_post(copy: str) -> None:
    assert find_posts(copy) == ()


def test_many_signatures_take_linear_time() -> None:
    posts = find_posts("x — A (@a) January 5, 2022\n" * 5_000)

    assert len(posts) == 5_000
    assert isinstance(posts[0], SocialPost)
