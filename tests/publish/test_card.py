"""The card for social networks: whole as a picture, and what changes on it."""

from io import BytesIO

import pytest
from msgspec.structs import replace

from wireroom.publish.card import SIZE, CardText, NoCardError, draw

Image = pytest.importorskip("PIL.Image")

TEXT = CardText(
    publisher="The Steppe Courier", headline="Protests over fuel prices", state="Live", counts="1 confirmed."
)


def rows(body: bytes) -> list[bytes]:
    picture = Image.open(BytesIO(body))
    assert picture.size == SIZE
    pixels, width = picture.convert("RGB").tobytes(), SIZE[0] * 3
    return [pixels[begin : begin + width] for begin in range(0, len(pixels), width)]


def test_a_card_is_a_whole_picture_in_the_colours_of_the_page() -> None:
    body = draw(TEXT)
    Image.open(BytesIO(body)).verify()
    assert rows(body)[3] == bytes((159, 29, 32)) * SIZE[0]
    assert rows(body)[-1] == bytes((255, 253, 248)) * SIZE[0]
    shades = {color for _, color in Image.open(BytesIO(body)).convert("RGB").getcolors()}
    assert {(255, 253, 248), (23, 24, 26), (159, 29, 32), (91, 95, 101)} < shades


def test_other_counts_change_the_lowest_rows_only() -> None:
    one, two = (
        rows(draw(CardText(TEXT.publisher, TEXT.headline, TEXT.state, counts)))
        for counts in ("1 confirmed.", "27 confirmed, 3 retracted.")
    )
    assert one[:548] == two[:548]
    assert one != two


@pytest.mark.parametrize("change", ["publisher", "headline", "state"])
def test_other_words_change_the_picture(change: str) -> None:
    other = replace(TEXT, **{change: "Ended"})
    assert rows(draw(other)) != rows(draw(TEXT))


def test_a_headline_that_is_read_from_the_right_begins_there() -> None:
    paper = bytes((255, 253, 248)) * 100
    for leftwards in (False, True):
        text = CardText(TEXT.publisher, "Short", TEXT.state, TEXT.counts, leftwards=leftwards)
        beside = {row[300:600] for row in rows(draw(text))[160:240]}
        assert (beside == {paper}) is leftwards


def test_a_headline_without_a_font_has_no_card() -> None:
    with pytest.raises(NoCardError, match="no font"):
        draw(CardText(TEXT.publisher, "\U0010fffd", TEXT.state, TEXT.counts))


def test_no_line_of_a_headline_is_left_with_one_word() -> None:
    headline = "Kazakhstan: cabinet out, Almaty burning, a country offline"
    picture = Image.open(BytesIO(draw(replace(TEXT, headline=headline)))).convert("L")
    widths = []
    for top in (170, 257, 344):
        line = picture.crop((0, top, SIZE[0], top + 60)).point(lambda light: 255 if light < 128 else 0)
        left, _, right, _ = line.getbbox()
        widths.append(right - left)
    assert min(widths) > 0.7 * max(widths)


def test_marks_above_capitals_are_drawn_whole() -> None:
    plain, marked = (replace(TEXT, headline=headline) for headline in ("Å", "Ắ"))
    try:
        drawn = [rows(draw(text)) for text in (plain, marked)]
    except NoCardError:
        pytest.skip("no font here has these letters")
    first = [next(at for at in range(130, 300) if min(body[at]) < 128) for body in drawn]
    assert first[1] < first[0] - 4
