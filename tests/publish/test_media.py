"""Pictures: made anew, described, served locally, and gone with what is taken back."""

import dataclasses
import hashlib
import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.publish.conftest import SITE
from tests.support.clock import FakeClock
from wireroom.config import Config
from wireroom.desk.forms import Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import FetchError, NotFoundError, PublishError, RefusedError, UsageError
from wireroom.model import Evidence, EvidenceKind, Item, Media, RetractionClass, Status, Update
from wireroom.ports.fetching import FetchRequest, FetchResult
from wireroom.ports.store import Store
from wireroom.publish.media import make_pictures
from wireroom.publish.publisher import Publisher

Image = pytest.importorskip("PIL.Image")

NEAR = Evidence(kind=EvidenceKind.OFFICIAL, who="City hall", url="https://city.example/")


def photograph(width: int = 3000, height: int = 2000, kind: str = "JPEG") -> bytes:
    picture = Image.new("RGB", (width, height), (120, 40, 30))
    exif = Image.Exif()
    exif[0x010E] = "somebody's home"
    out = BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


KNOWN = {"https://agency.example/1.jpg": photograph()}


def fetch(request: FetchRequest) -> FetchResult:
    """Answers for the addresses it knows."""
    body = KNOWN.get(request.url)
    return FetchResult(feed=request.feed, status=404 if body is None else 200, headers={}, body=body or b"")


@pytest.fixture
def room(store: Store, clock: FakeClock) -> Newsroom:
    room = Newsroom(store=store, clock=clock, editor="aigerim", config=Config(), fetch=fetch)
    room.blogs.new("fuel", "Protests over fuel prices")
    return room


@pytest.fixture
def update(room: Newsroom) -> Update:
    form = WriteUp(
        headline="Office on fire", body="The office burns, City hall said.", evidence=(NEAR,), status=Status.DEVELOPING
    )  # fmt: skip
    return room.blogs.write("fuel", form)


def publish(room: Newsroom, out: Path, **asked: object) -> str:
    Publisher(room.store, room.clock, SITE).publish(room.store.blog("fuel"), out, **asked)  # type: ignore[arg-type]
    return (out / "index.html").read_text(encoding="utf-8")


def test_a_picture_is_sized_and_loses_what_it_carried() -> None:
    made, *smaller = make_pictures(photograph(), "a picture")
    assert (made.width, made.height) == (1280, 853)
    assert b"somebody's home" not in made.jpeg
    assert [(one.width, one.height) for one in smaller] == [(400, 267), (800, 533)]
    for one in (made, *smaller):
        assert not Image.open(BytesIO(one.jpeg)).getexif()
        assert one.id == hashlib.sha256(one.jpeg).hexdigest()
    assert make_pictures(photograph(), "a picture") == [made, *smaller]
    assert [one.width for one in make_pictures(photograph(400, 300), "a small one")] == [400]


def test_what_is_transparent_becomes_paper() -> None:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    made = Image.open(BytesIO(make_pictures(out.getvalue(), "a drawing")[0].jpeg))
    assert made.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    "body", [b"", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 half a picture", b"GIF89a"]
)
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    with pytest.raises(PublishError, match="is no picture") as refused:
        make_pictures(body, "it")
    assert "object at" not in str(refused.value)


def test_pictures_are_served_locally_and_go_with_a_retraction(
    room: Newsroom, update: Update, out: Path, tmp_path: Path
) -> None:
    local = tmp_path / "own.png"
    local.write_bytes(photograph(400, 300, "PNG"))
    room.blogs.illustrate(
        update.id, "https://agency.example/1.jpg", 'Smoke over the "square"', credit="A. Bek"
    )
    update = room.blogs.illustrate(update.id, str(local), "Our own picture")
    text = publish(room, out)
    assert text.count("<img ") == 2
    assert 'alt="Smoke over the &#34;square&#34;" width="1280" height="853"' in text
    assert "<figcaption>A. Bek</figcaption>" in text
    assert "agency.example/1.jpg" not in text
    assert str(tmp_path) not in text
    there = {path.name: path.read_bytes() for path in (out / "media").iterdir()}
    assert len(there) == 4
    elsewhere = tmp_path / "elsewhere"
    publish(room, elsewhere)
    assert {path.name: path.read_bytes() for path in (elsewhere / "media").iterdir()} == there
    mark = Mark(to=Status.RETRACTED, wrong="Nothing burnt", why="An old picture", kind=RetractionClass.WRONG)
    room.blogs.mark(update.id, mark)
    assert "<img " not in publish(room, out)
    assert list((out / "media").iterdir()) == []


def test_a_phone_is_offered_a_smaller_one_on_every_page(room: Newsroom, update: Update, out: Path) -> None:
    shown = room.blogs.illustrate(update.id, "https://agency.example/1.jpg", "Smoke").media[0]
    text = publish(room, out)
    alone = (out / "p" / f"{update.id}.html").read_text(encoding="utf-8")
    for page, root in ((text, "./"), (alone, "../")):
        (offered,) = re.findall(r' srcset="([^"]+)" sizes="', page)
        offers = [one.split() for one in unescape(offered).split(",")]
        assert [width for _, width in offers] == ["400w", "800w", "1280w"]
        assert all(path.startswith(f"{root}media/") for path, _ in offers)
        there = [(out / path.removeprefix(root)).read_bytes() for path, _ in offers]
        assert [Image.open(BytesIO(body)).width for body in there] == [400, 800, 1280]
    assert [one.width for one in shown.smaller] == [400, 800]


def test_a_picture_taken_off_leaves_earlier_fragments_too_and_undo_brings_it_back(
    room: Newsroom, update: Update, out: Path
) -> None:
    shown = room.blogs.illustrate(update.id, "https://agency.example/1.jpg", "Smoke").media[0]
    publish(room, out)
    room.blogs.take_off(update.id, shown.picture[-8:])
    publish(room, out)
    assert not any(b"<img " in path.read_bytes() for path in out.rglob("*.html"))
    assert list((out / "media").iterdir()) == []
    room.trail.undo()
    assert publish(room, out).count("<img ") == 1
    assert len(list((out / "media").iterdir())) == 3
    with pytest.raises(NotFoundError, match="shows no picture"):
        room.blogs.take_off(update.id, "abcd")


def test_a_kill_takes_the_pictures_out_of_the_store_and_of_every_file(
    room: Newsroom, update: Update, out: Path
) -> None:
    shown = room.blogs.illustrate(update.id, "https://agency.example/1.jpg", "Somebody's house").media[0]
    position = room.store.position(room.store.blog("fuel").id)
    publish(room, out)
    room.blogs.kill(update.id, ordered_by="A court", notice="Removed after a court order.", confirm="fuel")
    publish(room, out)
    assert not list(out.rglob("*.jpg"))
    for picture in shown.ids:
        with pytest.raises(NotFoundError):
            room.store.picture(picture)
    publish(room, out, sequence=position)
    assert not list(out.rglob("*.jpg"))


def test_a_picture_that_others_show_or_showed_outlasts_a_kill_and_is_reported(
    room: Newsroom, update: Update, out: Path, tmp_path: Path
) -> None:
    def show_it(slug: str, headline: str) -> Update:
        form = WriteUp(
            headline=headline, body="It burns, City hall said.", evidence=(NEAR,), status=Status.DEVELOPING
        )
        written = room.blogs.write(slug, form)
        return room.blogs.illustrate(written.id, "https://agency.example/1.jpg", "Smoke")

    room.blogs.illustrate(update.id, "https://agency.example/1.jpg", "Smoke")
    room.blogs.new("coast", "Fires on the coast")
    elsewhere = show_it("coast", "Store on fire")
    before = show_it("fuel", "Depot on fire")
    position = room.store.position(update.blog)
    room.blogs.take_off(before.id, before.media[0].picture)
    order = {"ordered_by": "A court", "notice": "Removed after a court order."}
    report = room.blogs.kill(update.id, **order, confirm="fuel")
    assert set(report.copies) == {f"update {other.id}, a picture" for other in (elsewhere, before)}
    publish(room, out, sequence=position)  # a past minute, in which the other update showed it
    assert len(list((out / "media").iterdir())) == 3
    room.publishing.publish("coast", to=str(tmp_path / "coast"))
    assert len(list((tmp_path / "coast" / "media").iterdir())) == 3
    for one, slug in ((before, "fuel"), (elsewhere, "coast")):
        room.blogs.kill(one.id, **order, confirm=slug)
    with pytest.raises(NotFoundError):
        room.store.picture(before.media[0].picture)


def test_a_picture_needs_words_an_answer_and_an_update_that_stands(room: Newsroom, update: Update) -> None:
    with pytest.raises(UsageError, match="not described"):
        room.blogs.illustrate(update.id, "https://agency.example/1.jpg", " ")
    with pytest.raises(FetchError, match="404"):
        room.blogs.illustrate(update.id, "https://agency.example/gone.jpg", "Smoke")
    with pytest.raises(NotFoundError, match="no file and no item"):
        room.blogs.illustrate(update.id, "nothing-like-it", "Smoke")
    mark = Mark(to=Status.RETRACTED, wrong="Nothing burnt", why="An old picture", kind=RetractionClass.WRONG)
    room.blogs.mark(update.id, mark)
    with pytest.raises(RefusedError, match="nothing else"):
        room.blogs.illustrate(update.id, "https://agency.example/1.jpg", "Smoke")


def test_the_same_picture_again_changes_its_words(room: Newsroom, update: Update) -> None:
    room.blogs.illustrate(update.id, "https://agency.example/1.jpg", "Smoke")
    again = room.blogs.illustrate(update.id, "https://agency.example/1.jpg", "Smoke over the square")
    assert [one.description for one in again.media] == ["Smoke over the square"]


def test_lint_refuses_what_is_not_described_and_warns_of_a_picture_elsewhere(
    room: Newsroom, update: Update
) -> None:
    update = room.blogs.illustrate(update.id, "https://agency.example/1.jpg", "Smoke")
    nameless = replace(
        update, media=(replace(update.media[0], description=""),), body=f"{update.body} ![](https://a.example/x.png)"
    )  # fmt: skip
    with room.store.transaction() as tx:
        tx.record(room.trail.seat.act("edited", at=room.clock.now(), blog=update.blog), nameless)
    found = [(finding.level, finding.rule) for finding in room.blogs.lint("fuel") if finding.rule == 8]
    assert found == [("error", 8), ("warning", 8)]


def test_a_post_is_words_a_link_and_the_moment_it_was_seen(room: Newsroom, update: Update, out: Path) -> None:
    room.blogs.quote(update.id, "@flat", "https://s.example/1", "Shots <b>now</b>")
    text = publish(room, out)
    assert '<blockquote cite="https://s.example/1"><p dir="auto">Shots &lt;b&gt;now&lt;/b&gt;</p>' in text
    assert "@flat, captured <time" in text
    with pytest.raises(UsageError, match="a link that can be followed"):
        room.blogs.quote(update.id, "@flat", "javascript:alert(1)", "Shots")


def test_an_address_of_the_newsrooms_own_machines_is_not_asked(
    store: Store, clock: FakeClock, tmp_path: Path
) -> None:
    pytest.importorskip("pycurl")
    from tui.bootstrap import Settings, open_newsroom

    room = open_newsroom(Settings(store=str(tmp_path / "n.wireroom"), editor="aigerim"), clock=clock)
    room.blogs.new("fuel", "Protests over fuel prices")
    draft = room.blogs.write("fuel", WriteUp(headline="A fire", body="It burns."))
    with pytest.raises(FetchError, match="private address"):
        room.blogs.illustrate(draft.id, "http://127.0.0.1:9/x.jpg", "Smoke")
    room.store.close()


def test_a_picture_that_an_item_of_the_newsroom_s_own_wire_offers_is_asked_for(
    room: Newsroom, store: Store, clock: FakeClock
) -> None:
    """The form names the address that the item offers; leave for the wire is leave for its pictures, and no others."""
    asked: list[FetchRequest] = []

    def noted(request: FetchRequest) -> FetchResult:
        asked.append(request)
        return fetch(request)

    feed = room.wire.add_feed("http://10.0.0.7/feed", private=True)
    item = Item(
        id="00000001-0000-5000-8000-000000000001",
        feed=feed.id,
        identity="urn:1",
        link="http://10.0.0.7/1",
        headline="Office on fire",
        first_seen=clock.now(),
        origin="Own wire",
        media=(Media(url="https://agency.example/1.jpg", type="image/jpeg", description="Smoke"),),
    )
    with store.transaction() as tx:
        tx.put_items([item])
    update = room.blogs.write("fuel", WriteUp(headline="Fire", body="It burns.", items=(item.id,)))
    room = dataclasses.replace(room, fetch=noted)
    (offer,) = room.blogs.offers(update.id)
    assert offer.private
    room.blogs.illustrate(update.id, offer.url, offer.description)
    with pytest.raises(FetchError):
        room.blogs.illustrate(update.id, "https://agency.example/2.jpg", "Another")
    assert [request.private for request in asked] == [True, False]


@pytest.mark.parametrize("source", ["x" * 300, "~nobody-here/own.png", "a\0b"], ids=["long", "home", "nul"])
def test_what_can_be_no_name_of_a_file_is_not_found(room: Newsroom, update: Update, source: str) -> None:
    with pytest.raises(NotFoundError, match="There is no file and no item"):
        room.blogs.illustrate(update.id, source, "Smoke")
