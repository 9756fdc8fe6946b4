"""Scripts: what the letters of copy say of its language, and which rules read it."""

import pytest

from wireroom.text.language import language_of
from wireroom.text.scripts import script_of, tag_of


@pytest.mark.parametrize(
    ("text", "script", "tag"),
    [
        ("Cabinet resigns", "LATIN", "und-Latn"),
        ("Der Präsident „Токаев“ tritt zurück", "LATIN", "und-Latn"),
        ("Кабинет ушёл, сообщили в CNN", "CYRILLIC", "ru"),
        ("Үкімет отставкаға кетті", "CYRILLIC", "kk"),
        ("Бұл рас", "CYRILLIC", "kk"),
        ("Полиция бұл ақпаратты растады", "CYRILLIC", "kk"),
        ("Люди кричали «Тәуелсіздік!» и ушли на площадь", "CYRILLIC", "und-Cyrl"),
        ("Өкмөт кызматтан кетти", "CYRILLIC", "und-Cyrl"),
        ("Правителството подаде оставка", "CYRILLIC", "und-Cyrl"),
        ("Уряд пішов у відставку", "CYRILLIC", "und-Cyrl"),
        ("停電と通信障害、アルマトイで続く", "KANA", "ja"),
        ("阿拉木图停电", "CJK", "zh"),
        ("استقالت الحكومة", "ARABIC", "und-Arab"),
        ("הממשלה התפטרה", "HEBREW", "he"),
        ("2022: 164", "", ""),
        ("١٦٤ …", "", ""),
        ("", "", ""),
    ],
)
def test_letters_tell_a_script_and_sometimes_a_language(text: str, script: str, tag: str) -> None:
    assert (script_of(text), tag_of(text)) == (script, tag)


@pytest.mark.parametrize(
    ("text", "stated", "code"),
    [
        ("Кабинет министров ушёл, передаёт CNN", "en-US", "ru"),
        ("Кабинет министров ушёл", "und-Cyrl", "ru"),
        ("The cabinet resigned", "ru", "en"),
        ("Глава CNN и BBC News", "ru", "ru"),
        ("The paper Ведомости says so, and names nobody", "en", "en"),
        ("164", "ru", "en"),
        ("…", "ru", "ru"),
        ("Үкімет кетті", "kk", "kk"),
        ("Үкімет кетті", "ru", "kk"),
        ("Үкімет кетті", "en", "kk"),
        ("Алматыда жарылыс болды", "kk", "kk"),
        ("Алматыда жарылыс болды", "", "ru"),
        ("The cabinet resigned", "kk-KZ", "en"),
        (
            "Сегодня кабинет министров в полном составе подал в отставку, и президент принял ее к вечеру",
            "kk",
            "ru",
        ),
        ("Люди кричали «Тәуелсіздік!» и ушли на площадь", "ru", "ru"),
        ("", "", ""),
    ],
)
def test_the_rules_that_read_copy_follow_its_letters_where_the_tag_can_not_be_right(
    text: str, stated: str, code: str
) -> None:
    assert language_of(text, stated) == code
