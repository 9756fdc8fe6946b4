"""The language of what is published: stated, or told by letters and items; whoever hears the page needs it."""

import pytest
from msgspec.structs import replace

from tests.desk.conftest import Arrive
from tests.desk.copy import AGENCY, developing
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import RefusedError, UsageError
from wireroom.model import Evidence, EvidenceKind, HouseRules, LiveBlog, Status

RUSSIAN = {
    "headline": "Кабинет министров ушёл в отставку",
    "body": "Кабинет министров ушёл в отставку, сообщает агентство Меридиан.",
}


def test_russian_copy_attributes_in_a_blog_that_is_in_english(newsroom: Newsroom) -> None:
    blog = newsroom.blogs.new("night", "The night", rules=HouseRules.DESK)
    form = WriteUp(**RUSSIAN, status=Status.DEVELOPING, evidence=(AGENCY,))  # type: ignore[arg-type]
    assert not [found for found in newsroom.blogs.preview(blog.id, form) if found.level == "error"]
    assert newsroom.blogs.write(blog.slug, form).language == "ru"


def test_copy_in_the_script_of_its_blog_is_in_the_language_of_its_blog(
    newsroom: Newsroom, blog: LiveBlog
) -> None:
    blog = newsroom.blogs.change(blog.id, language="de")
    assert newsroom.blogs.write(blog.slug, WriteUp(headline="Kabinett tritt zurück")).language == "de"
    assert newsroom.blogs.write(blog.slug, WriteUp(headline="164")).language == "de"
    assert (
        newsroom.blogs.write(blog.slug, WriteUp(headline="Cabinet resigns", language="en_GB")).language
        == "en-GB"
    )


@pytest.mark.parametrize(
    ("stated", "language"),
    [("kk", "kk"), ("kk_KZ", "kk-KZ"), ("en-US", "kk"), ("Kazakh (KZ)", "kk")],
)
def test_an_item_tells_the_language_where_its_feed_can_be_right(
    newsroom: Newsroom, blog: LiveBlog, arrive: Arrive, stated: str, language: str
) -> None:
    item = arrive("Үкімет отставкаға кетті", language=stated)
    form = WriteUp(headline="Үкімет кетті", body="Үкімет отставкаға кетті.", items=(item.id,))
    assert newsroom.blogs.write(blog.slug, form).language == language
    translated = WriteUp(headline="Cabinet resigns", items=(item.id,))
    assert newsroom.blogs.write(blog.slug, translated).language == "en"


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Үкімет отставкаға кетті, деп хабарлайды Хабар", "kk"),
        ("Қазақстан", "kk-KZ"),
        ("Уряд пішов у відставку", "und-Cyrl"),
        ("Өкмөт кызматтан кетти", "und-Cyrl"),
        ("Ҳукумат истеъфо дод", "und-Cyrl"),
    ],
)
def test_kazakh_is_told_by_its_letters_and_others_are_not_taken_for_it(
    newsroom: Newsroom, blog: LiveBlog, headline: str, language: str
) -> None:
    if language == "kk-KZ":
        blog = newsroom.blogs.change(blog.id, language=language, headline="Алматы")
    assert newsroom.blogs.write(blog.slug, WriteUp(headline=headline)).language == language


def test_kazakh_copy_in_a_russian_blog_is_kazakh_and_read_by_its_own_rules(newsroom: Newsroom) -> None:
    blog = newsroom.blogs.new("noch", "Ночь в Алматы", rules=HouseRules.DESK, language="ru")
    khabar = Evidence(kind=EvidenceKind.AGENCY, who="Хабар")
    said = WriteUp(
        headline="Үкімет отставкаға кетті",
        body="Үкімет отставкаға кетті, деп хабарлайды премьер-министрдің баспасөз қызметі.",
        evidence=(khabar,),
        status=Status.DEVELOPING,
    )
    assert newsroom.blogs.write(blog.slug, said).language == "kk"
    with pytest.raises(RefusedError, match="can't be marked developing") as refused:
        newsroom.blogs.write(blog.slug, replace(said, body="Үкімет отставкаға кетті, Хабар."))
    assert any("must attribute" in need for need in refused.value.missing)


def test_copy_in_a_language_without_rules_attributes_where_it_names_its_source(newsroom: Newsroom) -> None:
    blog = newsroom.blogs.new("nacht", "Die Nacht", rules=HouseRules.DESK, language="de")
    said = WriteUp(
        headline="Kabinett tritt zurück",
        body="Das Kabinett tritt zurück, so der Khabar am Abend.",
        evidence=(Evidence(kind=EvidenceKind.AGENCY, who="Khabar"),),
        status=Status.DEVELOPING,
    )
    newsroom.blogs.write(blog.slug, said)
    with pytest.raises(RefusedError, match="can't be marked developing"):
        newsroom.blogs.write(blog.slug, replace(said, body="Das Kabinett tritt zurück."))


def test_an_item_in_kazakh_is_suggested_in_kazakh(newsroom: Newsroom, arrive: Arrive) -> None:
    item = arrive("Шұғыл: көпір жабылды", summary="Көпір жұмаға дейін жабық.", language="kk", origin="Хабар")
    found = newsroom.wire.suggest(item.id)
    assert found.headline == "көпір жабылды"
    assert found.body == "Көпір жұмаға дейін жабық, деп хабарлайды Хабар."


def test_words_in_another_script_are_in_another_language(newsroom: Newsroom, blog: LiveBlog) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Кабинет ушёл", language="kk"))
    assert newsroom.blogs.edit(draft.id, headline="Кабинет ушёл весь").language == "kk"
    assert newsroom.blogs.edit(draft.id, headline="Cabinet resigns").language == "en"
    told = developing(newsroom, blog.slug)
    wrong = newsroom.blogs.correct(told.id, Amendment(note="Earlier in English.", **RUSSIAN))
    assert wrong.language == "ru"
    assert newsroom.blogs.mark(told.id, Mark(to=Status.DEVELOPING, note="New.")).language == "ru"


def test_a_blog_is_in_the_language_that_its_headline_tells(newsroom: Newsroom) -> None:
    assert newsroom.blogs.new("a", "Протесты: что мы знаем").language == "ru"
    assert newsroom.blogs.new("b", "Proteste").language == "en"
    assert newsroom.blogs.new("c", "Протесты: что мы знаем", language="kk").language == "kk"
    for wrong in ("russian", "-", "e n"):
        with pytest.raises(UsageError, match="no language tag"):
            newsroom.blogs.new("d", "Night", language=wrong)
        with pytest.raises(UsageError, match="no language tag"):
            newsroom.blogs.write("a", WriteUp(headline="Night", language=wrong))
