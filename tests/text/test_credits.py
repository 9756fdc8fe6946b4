"""Whose copy it is, by credit."""

import pytest

from wireroom.text.credits import _MOST_SETS, _origins, _patterns, _words, agency_credit


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("ALMATY (Reuters) - Gunfire was heard in the night.", "Reuters"),
        ("ALMATY, Jan 5 (Reuters) - Gunfire was heard.", "Reuters"),
        ("ALMATY, Kazakhstan (AP) — Gunfire was heard.", "AP"),
        ("Almaty (AFP) – Gunfire was heard.", "AFP"),
        ("By The Associated Press\n\nGunfire was heard.", "AP"),
        ("AFP | Gunfire was heard.", "AFP"),
        ("AP — Gunfire was heard.", "AP"),
        ("Almaty, January 5. /TASS/. Gunfire was heard.", "TASS"),
        ("АЛМАТЫ, 5 янв - РИА Новости. Слышна стрельба.", "RIA Novosti"),
        ("Слышна стрельба. (Рейтер)", "Reuters"),
        ("Gunfire was heard in the night. - AFP", "AFP"),
        ("Gunfire was heard in the night.\n\n(AP)", "AP"),
        ("Gunfire was heard in the night.\n\nSource: Xinhua", "Xinhua"),
        ("Gunfire was heard in the night.\n\n© 2022 AFP", "AFP"),
        ("Gunfire was heard in the night.\n\nReuters", "Reuters"),
        ("Gunfire was heard, Reuters reports.", ""),
        ("The AP style of writing is plain.", ""),
        ("Reuters said it would close its office in the city.", ""),
        ("Shares of Thomson Reuters (TRI) - a publisher - fell.", ""),
        ("ALMATY, 5 January (Meridian Press) - Gunfire was heard.", "Meridian Press"),
        ("Алматы, 5 января (Степной Вестник) — Слышна стрельба.", "Степной Вестник"),
        ("LONDON (Thursday) - Gunfire was heard.", ""),
        ("He said (Smith) - and nobody else - that it was so.", ""),
        ("", ""),
    ],
)
def test_credit(text: str, origin: str) -> None:
    assert agency_credit(text) == origin


def test_copy_that_names_nobody_needs_no_pattern_of_names() -> None:
    """Of all names they take ten times as long to make as a document to read."""
    _patterns.cache_clear()
    assert agency_credit("A man was held on Monday, and the night was quiet. The river rose.") == ""
    assert _patterns.cache_info().currsize == 0
    assert agency_credit("LONDON (Reuters) - A man was held.") == "Reuters"
    assert _patterns.cache_info().currsize == 1


def test_credits_are_the_same_once_many_names_were_met() -> None:
    _patterns.cache_clear()
    texts = {form: f"ALMATY ({form}) - A man was held. - {form}" for form in _words()}
    first = {form: agency_credit(text) for form, text in texts.items()}

    assert _patterns.cache_info().currsize <= _MOST_SETS + 1
    assert {form: agency_credit(text) for form, text in texts.items()} == first
    assert first == {form: _origins()[form.lower()] for form in texts}
