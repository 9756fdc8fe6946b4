"""What templates and formats are given: prepared words, times and addresses, worked out once for all of them."""

from datetime import datetime
from functools import lru_cache

from markupsafe import Markup
from msgspec import Struct

from wireroom.model import EvidenceKind, LiveBlog, Status, Update
from wireroom.publish import prose, words
from wireroom.publish.settings import SiteConfig
from wireroom.publish.story import Entry, Form
from wireroom.publish.times import TimeView, Zone, zone_named

#: Stands before links between pages. It is right on pages in the blog's own folder; pages below replace it. No copy
#: holds it inside quotation marks after an equals sign.
ROOT = "."

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"))


class SourceView(Struct, frozen=True):
    """One piece of evidence: whose word, of what kind (and that kind's code), quoted or not, with a link or none."""

    who: str
    kind: str
    code: str
    quote: str
    url: str
    dated: TimeView | None
    social: bool


class BoxView(Struct, frozen=True):
    """A correction as readers are told of it, with its number. Of a refile, which has no note, they are told nothing."""

    number: int
    at: datetime
    time: TimeView
    note: str


class NoticeView(Struct, frozen=True):
    """A retraction or kill: what is wrong and why, and the update that stands instead."""

    at: datetime
    time: TimeView
    words: str
    said_headline: str
    said: Markup
    replaced_by: str


class PictureView(Struct, frozen=True):
    """A picture served from the snapshot itself; ``smaller`` are paths and widths of the same in fewer pixels."""

    path: str
    smaller: tuple[tuple[str, int], ...]
    description: str
    credit: str
    width: int
    height: int


class UpdateView(Struct, frozen=True, kw_only=True):
    """One update as templates and formats see it. ``url`` leads there from other pages, beginning with ``ROOT``.

    ``address`` is its page for the world outside. ``language`` holds the attributes ``lang`` and ``dir`` where they
    differ from the page's, ``ours`` those of the house's own words. ``plain`` is the body without markup. Of what was
    taken back there is no body, no source and no picture; of what was killed not even whose it was. ``fallen`` are those
    of what took its place that were taken back themselves.
    """

    id: str
    number: int
    edition: int
    moved: int
    status: str
    label: str
    taken_back: bool
    glyph: str
    words: str
    headline: str
    body: Markup
    plain: str
    lang: str
    dir: str
    language: Markup
    ours: Markup
    shown: TimeView
    changed: TimeView
    shown_at: datetime
    changed_at: datetime
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
    fallen: tuple[str, ...]
    pictures: tuple[PictureView, ...]
    url: str
    address: str

    @property
    def root(self) -> str:
        """The blog's address for the world outside."""
        return self.address.removesuffix(f"p/{self.id}.html")


@lru_cache(maxsize=64)
def direction(language: str) -> str:
    """Which way a language is written: "rtl" or "ltr"."""
    primary, _, rest = language.casefold().partition("-")
    if "arab" in rest or "hebr" in rest:
        return "rtl"
    return "rtl" if primary in _RIGHT_TO_LEFT and "latn" not in rest else "ltr"


class Views:
    """The updates of one state as templates see them. One is asked for several times, so they are remembered."""

    def __init__(self, blog: LiveBlog, site: SiteConfig) -> None:
        self.zone = zone_named(blog.zone)
        self.address = site.address(blog.slug)
        self.language = blog.language
        self.ours = ours(blog.language)
        self._made: dict[str, UpdateView] = {}

    def of(self, entry: Entry) -> UpdateView:
        """An entry as it stands."""
        made = self._made.get(entry.id)
        if made is None:
            made = self._made[entry.id] = self._view(entry, entry.form, entry.edition)
        return made

    def earlier(self, entry: Entry, edition: int) -> UpdateView:
        """An entry in an earlier form."""
        return self._view(entry, entry.forms[edition - 1], edition)

    def forget(self) -> None:
        """Let go of what was made: a long blog has many."""
        self._made.clear()

    def _view(self, entry: Entry, form: Form, edition: int) -> UpdateView:
        update, zone = form.update, self.zone
        status, line = update.status, prose.line
        taken_back = status is Status.RETRACTED or status is Status.KILLED
        shown = update.first_published or form.at
        changed = update.changed or shown
        lang = line(update.language or self.language)
        return UpdateView(
            id=update.id,
            number=entry.number,
            edition=edition,
            moved=entry.moved,
            status=status.value,
            label=words.LABELS[status],
            taken_back=taken_back,
            glyph=words.GLYPHS[status],
            words=words.status_words(update, zone),
            headline=line(words.headline(update)),
            body=_NOTHING if taken_back else prose.html(update.body),
            plain="" if taken_back else prose.plain(update.body),
            lang=lang,
            dir=direction(lang),
            language=_language(update.language, self.language) if update.language else _NOTHING,
            ours=self.ours,
            shown=zone.view(shown),
            changed=zone.view(changed),
            shown_at=shown,
            changed_at=changed,
            happened=_happened(update, shown, zone),
            bylines=()
            if status is Status.KILLED
            else tuple([name for name in map(line, update.bylines) if name]),
            tags=tuple([tag for tag in map(line, update.tags) if tag]),
            key_event=update.key_event and not taken_back,
            priority=update.priority.value,
            doubt=line(update.doubt) if status is Status.DEVELOPING else "",
            how=line(update.confirmation.note) if update.confirmation and not taken_back else "",
            sources=() if taken_back else _sources(update, zone),
            boxes=_boxes(update, zone) if update.corrections and status is not Status.KILLED else (),
            notice=_notice(form, zone) if taken_back else None,
            supersedes=update.supersedes if update.supersedes in form.known else "",
            superseded_by=form.superseded_by,
            fallen=form.fallen,
            pictures=pictures(entry, form) if update.media and not taken_back else (),
            url=f"{ROOT}/p/{update.id}.html",
            address=f"{self.address}p/{update.id}.html",
        )


_NOTHING = Markup()


def ours(language: str) -> Markup:
    """The attributes of the house's own words, which are English, on a page in that language."""
    return _NOTHING if language.casefold().startswith("en") else Markup(' lang="en" dir="ltr"')


def pictures(entry: Entry, form: Form) -> tuple[PictureView, ...]:
    """The pictures of a form. One that was taken off since is in no earlier form either."""
    shown = {one.picture for one in entry.update.media}
    return tuple(
        PictureView(
            path=picture_path(entry.id, one.picture),
            smaller=tuple((picture_path(entry.id, each.picture), each.width) for each in one.smaller),
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
    return zone.view(update.event_time)


def _sources(update: Update, zone: Zone) -> tuple[SourceView, ...]:
    return tuple(
        [
            SourceView(
                who=prose.line(piece.who or piece.origin),
                kind=words.EVIDENCE[piece.kind],
                code=piece.kind.value,
                quote=prose.line(piece.quote) if piece.quote else "",
                url=prose.link(piece.url) if piece.url else "",
                dated=zone.view(piece.dated) if piece.dated else None,
                social=piece.kind is EvidenceKind.SOCIAL,
            )
            for piece in update.evidence
        ]
    )


def _boxes(update: Update, zone: Zone) -> tuple[BoxView, ...]:
    return tuple(
        [
            BoxView(
                number=number,
                at=correction.at,
                time=zone.view(correction.at),
                note=prose.line(correction.note),
            )
            for number, correction in enumerate(update.corrections, 1)
            if correction.note
        ]
    )


def _notice(form: Form, zone: Zone) -> NoticeView:
    update = form.update
    taken = update.kill or update.retraction
    assert taken is not None
    replaced_by = update.retraction.replaced_by if update.retraction and not update.kill else ""
    return NoticeView(
        at=taken.at,
        time=zone.view(taken.at),
        words=prose.copy(words.notice(update)),
        said_headline="" if update.kill else prose.line(update.headline),
        said=_NOTHING if update.kill else prose.html(update.body),
        replaced_by=replaced_by if replaced_by in form.known else "",
    )
