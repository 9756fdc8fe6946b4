"""The pages of a live blog: a theme's frame around joined pieces."""

from collections.abc import Iterable, Sequence
from typing import Any

from wireroom.model import BlogState as Coverage
from wireroom.model import Status
from wireroom.publish import jsonld, prose, words
from wireroom.publish.card import CardText
from wireroom.publish.frame import Filling, Frames, Values
from wireroom.publish.history import Step
from wireroom.publish.hosting import NEWEST_IDS
from wireroom.publish.names import short_hash
from wireroom.publish.pieces import below, day_heading
from wireroom.publish.settings import SiteConfig
from wireroom.publish.showing import Run, Showing, Shown, bodies
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import PAGE, Entry, page_name, page_row, place_of
from wireroom.publish.theme import Theme
from wireroom.publish.views import UpdateView, Views, direction

#: Key events named on the head page; a page of their own has them all.
KEYS_ON_TOP = 10

#: Headlines in the embedded page.
_EMBEDDED = 8

#: Of the newest entries, so many are named outside the list: to search engines, in the embedded page, to open pages.
NAMED = max(_EMBEDDED, jsonld.TOLD, NEWEST_IDS)

_SUMMARY = {"known": "What we know", "unknown": "What we don’t know", "wrong": "What we got wrong"}

_OLDEST = "-oldest-first"


class Pages:
    """Makes the pages of one state."""

    def __init__(
        self,
        state: BlogState,
        site: SiteConfig,
        theme: Theme,
        frames: Frames,
        views: Views,
        showing: Showing,
        *,
        card: str = "",
    ) -> None:
        self._showing = showing
        self._state = state
        self._site = site
        self._theme = theme
        self._frames = frames
        self._card = card
        self._views = views
        self._zone = views.zone
        self._address = views.address
        blog = state.blog
        self._blog = {
            "headline": prose.line(blog.headline),
            "standfirst": prose.line(blog.standfirst),
            "state": blog.state.value,
            "language": prose.line(blog.language) or "en",
            "dir": direction(blog.language),
        }
        self._chrome = frames.number((*self._blog.values(), self._zone.name, blog.slug, site, card))

    def top(self) -> bytes:
        """What stands above the updates of the head page, with the newest key events."""
        blog = self._state.blog
        keys = self._state.rows.get("keys", [])
        lines = [shown.pieces["top"] for shown in self._showing.those(keys[: -KEYS_ON_TOP - 1 : -1])]
        end = blog.coverage_end if blog.state is Coverage.ENDED else None
        changed = self._state.changed
        values = {
            "ours": self._views.ours,
            "counts": self._counts(),
            "changed": self._zone.view(changed),
            "offset": self._zone.offset(changed),
            "ended": self._zone.view(end or changed),
            "summary": self._summary(),
            "pinned": self._pinned(),
            "key_events": prose.trusted(b"".join(lines).decode()),
            "key_count": len(keys),
            "more_keys": len(keys) > len(lines),
        }
        return self._frames.part("top.html", blog=self._blog, top=values)

    def head_page(
        self, listed: Iterable[Run], newest: Sequence[Shown], top: bytes, *, oldest_first: bool
    ) -> bytes:
        """``index.html``, or the same updates in the order they were filed.

        Search engines are told of the newest where the canonical address leads, and not once more.
        """
        sealed = self._state.head.sealed
        earlier = f"a/{page_name(sealed)}{_OLDEST if oldest_first else ''}.html" if sealed else ""
        return self._page(
            "index.html",
            _by_day(listed),
            title=self._blog["headline"],
            path="oldest-first.html" if oldest_first else "",
            url=self._address,
            kind="head",
            script=True,
            json_ld=b"" if oldest_first else self._told(newest),
            top=top,
            top_hash=short_hash(top),
            position=self._state.head.position,
            earlier=earlier,
            oldest_first=oldest_first,
        )

    def _told(self, newest: Sequence[Shown]) -> bytes:
        postings = [shown.pieces["posting"] for shown in newest[: jsonld.TOLD]]
        return jsonld.live_blog(self._state, self._site, self._address, postings, self._card)

    def archive_page(self, page: int, ids: Sequence[str], *, oldest_first: bool) -> bytes:
        """A sealed page; ``ids`` are of its entries, oldest first."""
        name = page_name(page)
        url = f"{self._address}a/{name}.html"
        first, last = (page - 1) * PAGE + 1, page * PAGE
        title = f"{self._blog['headline']}: updates {first} to {last}"
        suffix = _OLDEST if oldest_first else ""
        listed = self._showing.those(ids)
        runs = self._showing.runs("html", page_row(page), ids, backwards=not oldest_first)
        told = b""
        if not oldest_first:
            postings = [each.pieces["posting"] for each in listed]
            told = jsonld.archive(self._state, self._site, url, title, postings)
        return self._page(
            "archive.html",
            below(b"".join(_by_day(runs))),
            title=title,
            path=f"a/{name}{suffix}.html",
            url=url,
            kind="archive",
            script=True,
            json_ld=told,
            first=first,
            last=last,
            oldest_first=oldest_first,
            position=max((each.entry.sequence for each in listed), default=0),
            other=f"{name}{'' if oldest_first else _OLDEST}.html",
            earlier=f"{page_name(page - 1)}{suffix}.html" if page > 1 else "",
            later=f"{page_name(page + 1)}{suffix}.html",
        )

    def onward_page(self, path: str, target: str) -> bytes:
        """What stands where a page will be: until then its updates are on a page that readers have."""
        return self._page(
            "onward.html",
            b"",
            title=self._blog["headline"],
            path=path,
            url=self._address,
            kind="onward",
            noindex=True,
            onward=f"../{target}",
        )

    def place(self, entry: Entry) -> str:
        """The page on which an update stands among the others."""
        return place_of(entry.number, self._state.head.sealed)

    def permalink(self, shown: Shown, steps: Sequence[Step], *, place: bool = True) -> bytes:
        """The page of one update; without ``place`` its way back leads to the top of the head page."""
        entry = shown.entry
        view = self._view(entry)
        url = view.address
        return self._page(
            "permalink.html",
            below(shown.pieces["html"]),
            title=view.headline,
            description=_shortened(view.notice.words if view.notice else view.plain) or view.words,
            path=f"p/{entry.id}.html",
            url=url,
            kind="single",
            script=True,
            json_ld=jsonld.single(shown.pieces["posting"], entry.id, url),
            position=entry.sequence,
            place=f"../{self.place(entry)}#u-{entry.id}" if place else "../index.html",
            heading=view.headline,
            history=self._theme.render("history.html", history=steps, u=view).encode(),
        )

    def embed(self, newest: Sequence[Shown]) -> bytes:
        """A small page for other sites' iframes: the newest headlines with their status."""
        blog = self._blog
        differing: dict[str, str | int | Filling] = {
            "title": f"{blog['headline']}: live updates",
            "url": self._address,
            "slot": b"".join([self._showing.piece(shown, "embed") for shown in newest[:_EMBEDDED]]),
        }
        page = {"lang": blog["language"], "dir": blog["dir"]}
        return self._frames.page(
            "embed.html", differing, self._chrome, lambda: {"page": page, "blog": blog, "site": self._site}
        )

    def card_text(self) -> CardText:
        """What the card for social networks says."""
        blog = self._blog
        state = {"live": "Live", "ended": "Ended"}.get(blog["state"], "Coming up")
        return CardText(
            publisher=prose.line(self._site.publisher),
            headline=blog["headline"],
            state=state,
            counts=self._counts(),
            leftwards=blog["dir"] == "rtl",
        )

    def key_events(self, ids: Sequence[str]) -> bytes:
        """All key events, newest first."""
        body = b"".join(bodies(self._showing.runs("key", "keys", ids, backwards=True)))
        title = f"Key events: {self._blog['headline']}"
        path = "key-events.html"
        return self._page(path, body, title=title, path=path, url=self._address + path, kind="keys")

    def corrections(self, ids: Sequence[str]) -> bytes:
        """All corrections, retractions and kills, newest first."""
        body = b"".join(bodies(self._showing.runs("correction", "notices", ids, backwards=True)))
        title = f"Corrections and retractions: {self._blog['headline']}"
        path = "corrections.html"
        return self._page(path, body, title=title, path=path, url=self._address + path, kind="corrections")

    def _page(
        self,
        template: str,
        slot: Filling,
        *,
        kind: str,
        path: str,
        json_ld: bytes = b"",
        script: bool = False,
        oldest_first: bool = False,
        noindex: bool = False,
        **differing: str | int | Filling,
    ) -> bytes:
        blog, up = self._blog, "../" if "/" in path else ""
        differing["path"] = path or "index.html"
        differing["slot"] = slot
        differing["json_ld"] = b'<script type="application/ld+json">%s</script>' % json_ld if json_ld else b""
        differing.setdefault("position", 0)
        differing.setdefault("description", blog["standfirst"] or f"{blog['headline']}: live updates.")

        def same() -> Values:
            page = {
                "kind": kind,
                "script": script,
                "oldest_first": oldest_first,
                "noindex": noindex,
                "lang": blog["language"],
                "dir": blog["dir"],
                "ours": self._views.ours,
                "root": up,
                "up": up,
                "zone": self._zone_words(),
                "beginning": f"a/0001{_OLDEST}.html",
                "contact": _contact(self._site.contact),
                "card": self._card,
                "card_words": blog["headline"],
            }
            return {"page": page, "blog": blog, "site": self._site}

        key = (kind, up, script, oldest_first, noindex, self._chrome)
        return self._frames.page(template, differing, key, same)

    def _zone_words(self) -> str:
        return f"in {self._zone.place} time"

    def _counts(self) -> str:
        counts = self._state.head.counts
        order = (Status.CONFIRMED, Status.DEVELOPING, Status.RETRACTED, Status.KILLED)
        parts = [f"{counts[status]} {words.LABELS[status].lower()}" for status in order if counts.get(status)]
        return f"{', '.join(parts)}." if parts else "No updates yet."

    def _view(self, entry: Entry) -> UpdateView:
        return self._views.of(entry)

    def _pinned(self) -> Any:
        entry = self._state.entries.get(self._state.blog.pinned) if self._state.blog.pinned else None
        return self._view(entry) if entry and not entry.taken_back else None

    def _summary(self) -> list[dict[str, Any]]:
        groups: dict[str, list[dict[str, Any]]] = {}
        for bullet in self._state.blog.summary:
            entry = self._state.entries.get(bullet.update)
            wrong = bullet.heading == "wrong"
            if entry is None or (entry.taken_back and not wrong):
                continue
            if entry.update.status is Status.KILLED:
                continue
            view = self._view(entry)
            line = {"text": prose.line(bullet.text), "url": view.url, "headline": view.headline}
            groups.setdefault(bullet.heading, []).append(line)
        return [
            {"heading": words_, "bullets": groups[name]}
            for name, words_ in _SUMMARY.items()
            if name in groups
        ]


def _by_day(runs: Iterable[Run]) -> list[bytes]:
    """Fragments with the day between them wherever it changes."""
    parts: list[bytes] = []
    day = b""
    for run in runs:
        if run.first != day:
            parts.append(day_heading(run.first))
        parts.append(run.body)
        day = run.last
    return parts


def _contact(contact: str) -> str:
    if not contact:
        return ""
    return prose.link(contact if ":" in contact else f"mailto:{contact}")


def _shortened(text: str, limit: int = 200) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]} …"
