"""Counting casualties, and where sources count differently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.text.figures import Harm, differing, find_figures, number_in, numbers_named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twelve people were killed and 1,200 injured.", [(Harm.KILLED, 12), (Harm.INJURED, 1200)]),
        ("The blast killed at least 14.", [(Harm.KILLED, 14)]),
        ("The death toll has risen to 164.", [(Harm.KILLED, 164)]),
        ("Two dead, five wounded in shooting", [(Harm.KILLED, 2), (Harm.INJURED, 5)]),
        ("Police detained more than 2 thousand people.", [(Harm.DETAINED, 2000)]),
        ("Twenty-two children are still missing.", [(Harm.MISSING, 22)]),
        ("Two dozen soldiers were wounded.", [(Harm.INJURED, 24)]),
        ("One hundred and six shops opened.", []),
        ("The train was 40 minutes late; nobody was hurt.", []),
        ("Prices rose 12%, killing demand.", []),
        ("Погибли не менее 12 человек, 40 ранены.", [(Harm.KILLED, 12), (Harm.INJURED, 40)]),
        ("Задержаны двести человек.", [(Harm.DETAINED, 200)]),
        ("Сегіз адам қаза тапты, он екі адам жараланды.", [(Harm.KILLED, 8), (Harm.INJURED, 12)]),
        ("Қаза тапқандар саны 164-ке жетті, бұл ресми дерек.", [(Harm.KILLED, 164)]),
        ("Бұл күні екі жүз адам ұсталды, үшеуі хабарсыз кетті.", [(Harm.DETAINED, 200), (Harm.MISSING, 3)]),
        ("", []),
    ],
)
def test_figures(text: str, expected: list[tuple[Harm, int]]) -> None:
    found = find_figures(text)

    assert [(figure.kind, figure.number) for figure in found] == expected
    assert all(text[figure.start : figure.end] == figure.text for figure in found)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Twelve people were killed.", True),
        ("At least 12 people were killed.", False),
        ("The blast killed nearly 14.", False),
        ("Погибли не менее 12 человек.", False),
        ("Бұл жолы 12 адам қаза тапты.", True),
        ("Бұл жолы кемінде 12 адам қаза тапты.", False),
        ("Бұл жолы 40-қа жуық адам жараланды.", False),
    ],
)
def test_words_that_leave_a_figure_open(text: str, exact: bool) -> None:
    assert [figure.exact for figure in find_figures(text)] == [exact]


def test_where_sources_count_differently() -> None:
    told = {
        "A": find_figures("At least 12 people were killed and 40 injured."),
        "B": find_figures("Eight were killed at first; 14 people were killed, and 40 injured."),
        "C": find_figures("Three people were detained."),
    }

    assert differing(told) == {Harm.KILLED: {"A": 12, "B": 14}}


NUMBERS = {"two": 2, "twenty": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12),
        ("1,200", 1200),
        ("1.5 million", 1_500_000),
        ("twenty-two", 22),
        ("two hundred twenty", 220),
        ("two hundred thousand", 200_000),
        ("two dozen", 24),
        ("thousand", 1000),
    ],
)
def test_numbers(words: str, value: float) -> None:
    assert number_in(words, NUMBERS) == value


@given(st.integers(min_value=0, max_value=10**12))
def test_marks_of_thousands_change_nothing(number: int) -> None:
    assert number_in(f"{number:,}", NUMBERS) == number_in(str(number), NUMBERS) == number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Eight dead, or 12, agencies say at 14:20 on 5.1.2022", {8, 12, 14}),
        ("Восемь погибших или двенадцать", {8, 12}),
        ("Бұл жолы сегіз әлде он екі", {8, 12}),
        ("Nobody counted", set()),
    ],
)
def test_the_numbers_that_a_text_names(text: str, numbers: set[int]) -> None:
    assert numbers_named(text) == numbers
