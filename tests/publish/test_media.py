"""Pictures: made anew, described, served locally, and gone with what is taken back."""

from collections.abc import AsyncIterator, Iterable
from io import BytesIO
from pathlib import Path

import pytest

from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from wireroom.errors import PublishError
from wireroom.model import Media
from wireroom.ports import FetchRequest, FetchResult
from wireroom.publish.media import Library, encode
from wireroom.publish.publisher import Publisher

Image = pytest.importorskip("PIL.Image")


def photograph(width: int = 3000, height: int = 2000) -> bytes:
    picture = Image.new("RGB", (width, height), (120, 40, 30))
    exif = Image.Exif()
    exif[0x010E] = "somebody's home"
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


class Answers:
    """A fetcher that knows some addresses."""

    def __init__(self, known: dict[str, bytes]) -> None:
        self.known = known

    async def fetch(self, requests: Iterable[FetchRequest]) -> AsyncIterator[FetchResult]:
        for request in requests:
            body = self.known.get(request.url)
            status = 200 if body is not None else 404
            yield FetchResult(feed=request.feed, status=status, headers={}, body=body or b"")


def test_a_picture_is_sized_and_loses_what_it_carried() -> None:
    body, width, height = encode(photograph(), "a picture")
    assert (width, height) == (1280, 853)
    assert b"somebody's home" not in body
    assert not Image.open(BytesIO(body)).getexif()


@pytest.mark.parametrize(
    "body", [b"", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 half a picture", b"GIF89a"]
)
def test_what_is_no_picture_is_left_out(body: bytes) -> None:
    with pytest.raises(PublishError, match="is left out"):
        encode(body, "it")


async def test_pictures_are_collected_served_locally_and_go_with_a_retraction(
    desk: Newsdesk, out: Path, tmp_path: Path
) -> None:
    local = tmp_path / "own.jpg"
    local.write_bytes(photograph(400, 300))
    media = (
        Media(url="https://agency.example/1.jpg", description='Smoke over the "square"'),
        Media(url=str(local), description="Our own picture"),
        Media(url="https://agency.example/gone.jpg", description="Not there"),
        Media(url="https://agency.example/2.jpg"),
    )
    update = desk.developing("Office on fire", media=media)
    library = Library(tmp_path / "library")
    problems = await library.collect([update], Answers({"https://agency.example/1.jpg": photograph()}))
    assert [problem.split(":")[-1].strip() for problem in problems] == ["say in words what it shows.", "404."]
    publisher = Publisher(desk.store, desk.clock, SITE, library)
    publisher.publish(desk.blog, out)
    text = (out / "index.html").read_text(encoding="utf-8")
    assert text.count("<img ") == 2
    assert 'alt="Smoke over the &#34;square&#34;" width="1280" height="853"' in text
    assert "agency.example/1.jpg" not in text
    assert len(list((out / "media").iterdir())) == 2
    done = publisher.publish(desk.blog, out)
    assert done.files_written == 0
    desk.retract(update, "Nothing burnt", "It was an old picture")
    done = publisher.publish(desk.blog, out)
    assert len([path for path in done.removed if path.startswith("media/")]) == 2
    assert list((out / "media").iterdir()) == []
    assert "<img " not in (out / "index.html").read_text(encoding="utf-8")
