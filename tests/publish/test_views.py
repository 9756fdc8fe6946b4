"""What templates are given of an update."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from wireroom.model import LiveBlog, Retraction, RetractionClass, Status, Update
from wireroom.publish.settings import SiteConfig
from wireroom.publish.story import Entry, Form
from wireroom.publish.views import UpdateView, Views, direction, ours

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)
UPDATE = Update(
    id="u",
    blog="b",
    status=Status.DEVELOPING,
    headline="Airport closed",
    body="It is.",
    filed=NOON,
    first_published=NOON,
    key_event=True,
)


def view(update: Update, language: str = "en") -> UpdateView:
    blog = LiveBlog(id="b", slug="b", headline="B", created=NOON, language=language)
    return Views(blog, SiteConfig()).of(Entry(1, 1, 1, (Form(update, NOON),)))


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("ar-Latn", "ltr"),
        ("kk", "ltr"),
        ("kk-Arab", "rtl"),
        ("yi-Hebr", "rtl"),
        ("fa", "rtl"),
        ("", "ltr"),
    ],
)
def test_the_way_a_language_is_written_is_that_of_its_script(language: str, way: str) -> None:
    assert direction(language) == way


def test_copy_in_another_language_than_its_page_says_so() -> None:
    assert view(UPDATE).language == ""
    assert view(replace(UPDATE, language="en")).language == ""
    other = view(replace(UPDATE, language="ar"))
    assert (other.language, other.lang, other.dir) == (' lang="ar" dir="rtl"', "ar", "rtl")
    assert view(UPDATE, "ru").lang == "ru"
    assert (ours("en-GB"), ours("ru")) == ("", ' lang="en" dir="ltr"')


@pytest.mark.parametrize(("seconds", "told"), [(59, False), (60, True), (-59, False), (-60, True)])
def test_when_it_happened_is_told_where_that_is_another_minute(seconds: int, told: bool) -> None:
    happened = view(replace(UPDATE, event_time=NOON + timedelta(seconds=seconds))).happened
    assert (happened is not None) == told
    assert view(UPDATE).happened is None


def test_what_was_retracted_is_no_key_event_and_its_doubt_no_news() -> None:
    assert view(UPDATE).key_event
    retraction = Retraction(
        at=NOON, by="dana", said="", wrong="It is open", why="Seen", kind=RetractionClass.WRONG
    )
    gone = view(replace(UPDATE, status=Status.RETRACTED, retraction=retraction, doubt="Who says so?"))
    assert (gone.key_event, gone.doubt, gone.body, gone.sources, gone.how) == (False, "", "", (), "")
