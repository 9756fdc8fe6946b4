"""What a theme's templates are given: prepared words, times and addresses, so that a theme decides on looks only."""

from datetime import datetime
from functools import lru_cache

from markupsafe import Markup
from msgspec import Struct

from wireroom.model import EvidenceKind, LiveBlog, Status, Update
from wireroom.publish import prose, words
from wireroom.publish.story import Entry, Form
from wireroom.publish.times import Zone, iso

#: Stands before links between pages. It is right on pages in the blog's own folder; pages below replace it. No copy
#: holds it inside quotation marks after an equals sign.
ROOT = "."

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"))


class TimeView(Struct, frozen=True):
    """A time: for machines, as hours and minutes, in full, and its day."""

    iso: str
    clock: str
    full: str
    day: str
    date: str
    place: str


class SourceView(Struct, frozen=True):
    """One piece of evidence: whose word, of what kind, quoted or not, with a link or none."""

    who: str
    kind: str
    quote: str
    url: str
    dated: TimeView | None
    social: bool


class BoxView(Struct, frozen=True):
    """A correction as readers are told of it."""

    time: TimeView
    note: str


class NoticeView(Struct, frozen=True):
    """A retraction or kill: what is wrong and why, and the update that stands instead."""

    time: TimeView
    words: str
    said_headline: str
    said: Markup
    replaced_by: str


class PictureView(Struct, frozen=True):
    """A picture served from the snapshot itself."""

    path: str
    description: str
    credit: str
    width: int
    height: int


class UpdateView(Struct, frozen=True):
    """One update as a template sees it. Addresses that begin with ``ROOT`` lead to other pages.

    ``language`` holds the attributes ``lang`` and ``dir`` where they differ from the page's.
    """

    id: str
    number: int
    edition: int
    status: str
    glyph: str
    words: str
    headline: str
    body: Markup
    lang: str
    dir: str
    language: Markup
    shown: TimeView
    changed: TimeView
    happened: TimeView | None
    bylines: tuple[str, ...]
    tags: tuple[str, ...]
    key_event: bool
    priority: str
    doubt: str
    how: str
    sources: tuple[SourceView, ...]
    boxes: tuple[BoxView, ...]
    notice: NoticeView | None
    supersedes: str
    superseded_by: str
    pictures: tuple[PictureView, ...]
    url: str


def direction(language: str) -> str:
    """Which way a language is written: "rtl" or "ltr"."""
    primary, _, rest = language.casefold().partition("-")
    if "arab" in rest or "hebr" in rest:
        return "rtl"
    return "rtl" if primary in _RIGHT_TO_LEFT and "latn" not in rest else "ltr"


@lru_cache(maxsize=2048)
def time_view(time: datetime, zone: Zone) -> TimeView:
    """A time in the blog's zone."""
    return TimeView(
        iso=iso(time),
        clock=zone.clock(time),
        full=zone.full(time),
        day=zone.day(time),
        date=zone.date(time),
        place=zone.place,
    )


class Views:
    """The updates of one state as templates see them. One is asked for several times, so they are remembered."""

    def __init__(self, blog: LiveBlog) -> None:
        self.zone = Zone(blog.zone)
        self._blog = blog
        self._made: dict[str, UpdateView] = {}

    def of(self, entry: Entry) -> UpdateView:
        """An entry as it stands."""
        made = self._made.get(entry.id)
        if made is None:
            made = self._made[entry.id] = update_view(entry, entry.form, entry.edition, self._blog, self.zone)
        return made

    def earlier(self, entry: Entry, edition: int) -> UpdateView:
        """An entry in an earlier form."""
        return update_view(entry, entry.forms[edition - 1], edition, self._blog, self.zone)

    def forget(self) -> None:
        """Let go of what was made: a long blog has many."""
        self._made.clear()


def update_view(entry: Entry, form: Form, edition: int, blog: LiveBlog, zone: Zone) -> UpdateView:
    """An entry in one of its forms."""
    update = form.update
    taken_back = update.status in (Status.RETRACTED, Status.KILLED)
    language = update.language or blog.language
    shown = update.first_published or form.at
    return UpdateView(
        id=update.id,
        number=entry.number,
        edition=edition,
        status=str(update.status),
        glyph=words.GLYPHS[update.status],
        words=words.status_words(update, zone),
        headline=prose.line(words.headline(update)),
        body=prose.trusted("" if taken_back else prose.html(update.body)),
        lang=prose.line(language),
        dir=direction(language),
        language=_language(update.language, blog.language),
        shown=time_view(shown, zone),
        changed=time_view(update.changed or shown, zone),
        happened=_happened(update, shown, zone),
        bylines=tuple(filter(None, (prose.line(name) for name in update.bylines))),
        tags=tuple(prose.line(tag) for tag in update.tags),
        key_event=update.key_event and not taken_back,
        priority=str(update.priority),
        doubt=prose.line(update.doubt) if update.status is Status.DEVELOPING else "",
        how=prose.line(update.confirmation.note) if update.confirmation and not taken_back else "",
        sources=() if taken_back else _sources(update, zone),
        boxes=() if update.status is Status.KILLED else _boxes(update, zone),
        notice=_notice(form, zone) if taken_back else None,
        supersedes=update.supersedes if update.supersedes in form.known else "",
        superseded_by=form.superseded_by,
        pictures=() if taken_back else pictures(entry, form),
        url=f"{ROOT}/p/{update.id}.html",
    )


def pictures(entry: Entry, form: Form) -> tuple[PictureView, ...]:
    """The pictures of a form. One that was taken off since is in no earlier form either."""
    shown = {one.picture for one in entry.update.media}
    return tuple(
        PictureView(
            path=picture_path(entry.id, one.picture),
            description=prose.line(one.description),
            credit=prose.line(one.credit),
            width=one.width,
            height=one.height,
        )
        for one in form.update.media
        if one.picture in shown
    )


def picture_path(update_id: str, picture: str) -> str:
    """Where a picture lies in a snapshot."""
    return f"media/{update_id}-{picture[:16]}.jpg"


def _language(own: str, page: str) -> Markup:
    """The attributes of copy in another language than its page; none where it is the page's own."""
    own = prose.line(own)
    if not own or own == page:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(own, direction(own))


def _happened(update: Update, shown: datetime, zone: Zone) -> TimeView | None:
    if update.event_time is None or abs((update.event_time - shown).total_seconds()) < 60:
        return None
    return time_view(update.event_time, zone)


def _sources(update: Update, zone: Zone) -> tuple[SourceView, ...]:
    return tuple(
        SourceView(
            who=prose.line(piece.who or piece.origin),
            kind=words.EVIDENCE[piece.kind],
            quote=prose.line(piece.quote),
            url=prose.link(piece.url),
            dated=time_view(piece.dated, zone) if piece.dated else None,
            social=piece.kind is EvidenceKind.SOCIAL,
        )
        for piece in update.evidence
    )


def _boxes(update: Update, zone: Zone) -> tuple[BoxView, ...]:
    return tuple(
        BoxView(time_view(correction.at, zone), prose.line(correction.note))
        for correction in update.corrections
        if correction.note
    )


def _notice(form: Form, zone: Zone) -> NoticeView:
    update = form.update
    taken = update.kill or update.retraction
    assert taken is not None
    replaced_by = update.retraction.replaced_by if update.retraction and not update.kill else ""
    return NoticeView(
        time=time_view(taken.at, zone),
        words=prose.copy(words.notice(update)),
        said_headline="" if update.kill else prose.line(update.headline),
        said=prose.trusted("" if update.kill else prose.html(update.body)),
        replaced_by=replaced_by if replaced_by in form.known else "",
    )
