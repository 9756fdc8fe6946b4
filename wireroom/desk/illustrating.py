"""Pictures and posts on an update: taken in safely, described in words, credited, and taken off again."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from wireroom.desk import acts
from wireroom.desk.recording import expect, find_update, save
from wireroom.desk.seat import Seat, short
from wireroom.errors import ConfigError, FetchError, NotFoundError, RefusedError, UsageError
from wireroom.model import Event, Evidence, EvidenceKind, Illustration, Media, Smaller, Status, Update
from wireroom.ports.fetching import FetchRequest
from wireroom.ports.store import Reader
from wireroom.text.hygiene import clean_line, clean_text
from wireroom.text.links import clean_link, is_safe_link

_LARGEST_FILE = 32 * 1024 * 1024


class Offer(Struct, frozen=True, kw_only=True):
    """A picture that an item of an update offers: its address, and what the wire says of it.

    ``private`` says that the item's feed may stand at an address of the newsroom's own, and so may its pictures.
    """

    item: str
    url: str
    description: str
    private: bool = False


def offers(reader: Reader, update: Update) -> list[Offer]:
    """List the pictures of the items an update rests on."""
    items = reader.items(dict.fromkeys(piece.item for piece in update.evidence if piece.item))
    feeds = reader.feeds_of(item.feed for item in items)
    return [
        Offer(item=item.id, url=media.url, description=media.description, private=feeds[item.feed].private)
        for item in items
        for media in item.media
        if _is_picture(media)
    ]


def illustrate(
    seat: Seat,
    update_id: str,
    source: str,
    description: str,
    *,
    credit: str = "",
    private: bool = False,
    revision: int | None = None,
) -> Update:
    """Attach a picture: an address, a local file, or the first picture of the item with this id.

    It is fetched under the rules for feeds (``private`` allows an address of the newsroom's own), made anew and kept
    in the store. The same picture again changes its description and credit. Raises ``UsageError`` without a
    description, ``FetchError``, ``PublishError`` for what is no picture, ``RefusedError`` and ``Conflict``.
    """
    from wireroom.publish.media import make_pictures

    words = clean_line(description)
    if not words:
        raise UsageError(
            "The picture is not described.",
            next_step="Say in words what it shows, for readers who can't see it: --alt WORDS",
        )
    standing = _may_change(find_update(seat.store, update_id))
    own = any(offer.url == source and offer.private for offer in offers(seat.store, standing))
    body, name = _taken_in(seat, source, private=private or own)
    picture, *smaller = make_pictures(body, name)
    shown = Illustration(
        picture=picture.id,
        width=picture.width,
        height=picture.height,
        description=words,
        credit=clean_line(credit),
        source=name,
        smaller=tuple(Smaller(picture=one.id, width=one.width, height=one.height) for one in smaller),
    )
    with seat.store.transaction() as tx:
        update = _may_change(find_update(tx, update_id))
        expect(update, revision, words)
        others = [one for one in update.media if one.picture != picture.id]
        place = next((n for n, one in enumerate(update.media) if one.picture == picture.id), len(others))
        media = (*others[:place], shown, *others[place:])
        for one in (picture, *smaller):
            tx.put_picture(one)
        after = replace(update, media=media)
        return save(tx, seat, update, after, acts.ILLUSTRATED, seat.now(), why=words)


def take_off(seat: Seat, update_id: str, picture: str, revision: int | None = None) -> Update:
    """Take a picture off an update, by its id or the end of it; it leaves earlier fragments too."""
    with seat.store.transaction() as tx:
        update = _may_change(find_update(tx, update_id))
        expect(update, revision, "")
        found = [one for one in update.media if one.picture.endswith(picture)]
        if len(found) != 1 or not picture:
            raise NotFoundError(
                f"{short(update.id)} shows no picture {picture!r}.",
                next_step=f"List them: wireroom media list {short(update.id)}",
            )
        kept = tuple(one for one in update.media if one is not found[0])
        why = found[0].description
        return save(tx, seat, update, replace(update, media=kept), acts.PICTURE_OFF, seat.now(), why=why)


def quote(
    seat: Seat,
    update_id: str,
    who: str,
    url: str,
    text: str,
    *,
    seen: datetime | None = None,
    revision: int | None = None,
) -> Update:
    """Quote a social post or what a video shows: its words, a link, and when it was seen, now if not said.

    Nothing of its host is ever put on a page. Raises ``UsageError`` where one of the three is missing.
    """
    link = clean_link(url)
    words = clean_text(text)
    if not clean_line(who) or not words or not link or not is_safe_link(link):
        raise UsageError(
            "A post is quoted with who posted it, its words, and a link that can be followed.",
            next_step="Give all three: --who @NAME --text WORDS --url https://...",
        )
    with seat.store.transaction() as tx:
        update = _may_change(find_update(tx, update_id))
        expect(update, revision, words)
        piece = Evidence(
            kind=EvidenceKind.SOCIAL, who=clean_line(who), quote=words, url=link, dated=seen or seat.now()
        )
        kept = tuple(one for one in update.evidence if (one.kind, one.url) != (piece.kind, piece.url))
        after = replace(update, evidence=(*kept, piece))
        return save(tx, seat, update, after, acts.QUOTED, seat.now(), why=piece.who)


def pictures_ever(reader: Reader, update: Update) -> set[str]:
    """Ids of all pictures an update shows or showed."""
    events = reader.events(blog=update.blog, subject=update.id)
    return {picture for one in update.media for picture in one.ids}.union(*map(_shown_by, events))


def shown_elsewhere(reader: Reader, pictures: set[str], update: Update) -> dict[str, set[str]]:
    """Which of these pictures other updates show or showed, by their ids; pictures belong to all live blogs.

    What another one showed at a past minute is shown again when that minute is rebuilt. A killed one shows none.
    """
    found: dict[str, set[str]] = {}
    for blog in reader.blogs() if pictures else ():
        if not reader.count_acts(blog.id).get(("update", acts.ILLUSTRATED)):
            continue
        for event in reader.events(blog=blog.id):
            if (
                event.noun == "update"
                and event.subject != update.id
                and (same := pictures & _shown_by(event))
            ):
                found.setdefault(event.subject, set()).update(same)
    return found


def _shown_by(event: Event) -> set[str]:
    """Ids of the pictures an update shows after an act."""
    shown = event.after.get("media", ())
    return {
        picture
        for one in shown
        for picture in (one["picture"], *(each["picture"] for each in one.get("smaller", ())))
    }


def _may_change(update: Update) -> Update:
    if update.status in (Status.RETRACTED, Status.KILLED):
        raise RefusedError(
            f"{short(update.id)} is {update.status}: it shows its notice and nothing else.",
            next_step="Put the picture on the update that stands instead.",
        )
    return update


def _taken_in(seat: Seat, source: str, *, private: bool) -> tuple[bytes, str]:
    """The bytes of a picture and the name its source goes by."""
    if source.lower().startswith(("http://", "https://")):
        return _fetched(seat, source, private=private), source
    if (path := _file_at(source)) is not None:
        return _read(path), path.name
    try:
        item = seat.store.item(source)
    except NotFoundError as trouble:
        raise NotFoundError(
            f"There is no file and no item {source!r}.",
            next_step="Name a picture's address, a local file, or an item that carries a picture.",
        ) from trouble
    pictures = [media.url for media in item.media if _is_picture(media)]
    if not pictures:
        raise NotFoundError(
            f"{item.headline!r} carries no picture.", next_step="Name a picture's address or a local file."
        )
    own = seat.store.feed(item.feed).private
    return _fetched(seat, pictures[0], private=private or own), pictures[0]


def _file_at(source: str) -> Path | None:
    """The file of that name, where there is one; most ids and slips of the hand are no name of a file."""
    try:
        path = Path(source).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError):  # a name that is too long, the home of a user there is not
        return None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise UsageError(f"{path} is too large.", next_step="Make it smaller.")
        return path.read_bytes()
    except OSError as trouble:
        raise UsageError(
            f"{path} can't be read: {trouble.strerror}.",
            next_step="See that it lets you in, or name another file.",
        ) from trouble


def _fetched(seat: Seat, url: str, *, private: bool) -> bytes:
    if seat.fetch is None:
        raise ConfigError("This newsroom fetches nothing.", next_step="Save the picture and name the file.")
    answer = seat.fetch(FetchRequest(feed="", url=url, private=private))
    if answer.reason or answer.status != 200:
        reason = answer.reason or f"the server answered {answer.status}"
        raise FetchError(
            f"{url} was not fetched: {reason.partition(';')[0]}.",
            next_step="Add --private if it stands in your own network; else save the picture and name the file."
            if reason.startswith("private address")
            else "See whether a browser shows it, or save it and name the file.",
        )
    return answer.body


def _is_picture(media: Media) -> bool:
    path = urlsplit(media.url).path.casefold()
    return media.type.startswith("image/") or (
        not media.type and path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))
    )


def undescribed(update: Update) -> Iterator[str]:
    """Give the source of each picture that is not described."""
    yield from (one.source or one.picture[:8] for one in update.media if not one.description.strip())
