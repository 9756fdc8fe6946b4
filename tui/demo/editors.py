"""Carries out the script of the demo: two editors, who work through the same use cases as anybody."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tui.demo import script
from tui.demo.story import Story
from tui.widgets.when import counted
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import NotFoundError, RefusedError
from wireroom.model import Evidence, HouseRules, SummaryBullet
from wireroom.ports.store import Names


class Editors:
    """The editors of the demo at one newsroom."""

    def __init__(self, newsroom: Newsroom, story: Story) -> None:
        self._newsroom = newsroom
        self._story = story
        self._seats: dict[str, Newsroom] = {}
        self._feeds: dict[str, str] = {}
        self._updates: dict[str, str] = {}
        self._published = ""

    @property
    def published(self) -> str:
        """Where the live blog was last published; empty before."""
        return self._published

    @property
    def updates(self) -> dict[str, str]:
        """The ids of the updates written so far, by their names in the script."""
        return dict(self._updates)

    @property
    def feeds(self) -> tuple[str, ...]:
        """The ids of the story's wires, once the newsroom is open."""
        return tuple(self._feeds.values())

    def open_newsroom(self, wires_at: str) -> None:
        """Subscribe to the story's wires under an address, open its live blog and set its watch terms."""
        for wire in self._story.wires:
            feed = self._newsroom.wire.add_feed(
                f"{wires_at}/{wire.name}",
                title=wire.title,
                private=True,
                tags=wire.tags,
                origin=wire.origin,
            )
            self._feeds[wire.name] = feed.id
        blog = self._story.blog
        self._newsroom.blogs.new(
            blog.slug,
            blog.headline,
            standfirst=blog.standfirst,
            zone=self._story.zone,
            rules=HouseRules(blog.rules),
        )
        for watch in self._story.watch:
            self._seat(watch.by).watch.add(watch.term)

    def attend(self) -> None:
        """Say that the editors of the script are at their desks; a desk that is silent for a minute counts as gone."""
        blog = self._newsroom.store.blog(self._story.blog.slug).id
        for editor in sorted({act.by for act in self._story.acts}):
            self._seat(editor).presence.pulse(blog)

    def leave(self) -> None:
        """Close their desks."""
        for seat in self._seats.values():
            seat.presence.leave()

    def perform(self, act: script.Act) -> str:
        """Do one act of the script and say so.

        Raises what the desk raises where it should not refuse, and ``RefusedError`` where it should have refused
        and did not.
        """
        seat = self._seat(act.by)
        match act:
            case script.Keep():
                seat.wire.keep(self._items(act.items))
                return f"kept {counted(len(act.items), 'item')}"
            case script.Spike():
                seat.wire.spike(self._items(act.items))
                return f"spiked {counted(len(act.items), 'item')}"
            case script.Tag():
                seat.wire.tag(self._items(act.items), add=act.add)
                return f"tagged {counted(len(act.items), 'item')} {' '.join('#' + tag for tag in act.add)}"
            case script.Write():
                return self._write(seat, act)
            case script.Mark():
                return self._mark(seat, act)
            case script.Correct():
                return self._correct(seat, act)
            case script.Undo():
                return f"took back {counted(len(seat.trail.undo()), 'act')} at once"
            case script.Publish():
                report = seat.publishing.publish(self._story.blog.slug)
                self._published = report.path
                return f"published {counted(report.updates, 'update')}: {report.path}"
            case _:
                return self._arrange(seat, act)

    def _arrange(self, seat: Newsroom, act: script.Pin | script.Key | script.Settle | script.Summary) -> str:
        match act:
            case script.Pin():
                seat.blogs.pin(self._update(act.update))
                return f"pinned {act.update}"
            case script.Key():
                seat.blogs.key_event(self._update(act.update), on=True)
                return f"made {act.update} a key event"
            case script.Settle():
                update = self._update(act.update)
                views = [
                    view for view in seat.blogs.alerts(self._story.blog.slug) if view.update.id == update
                ]
                for view in views:
                    seat.blogs.settle_alert(view.alert.id)
                return f"settled {counted(len(views), 'source alert')} of {act.update}"
            case script.Summary():
                bullets = tuple(
                    SummaryBullet(heading=line.heading, text=line.text, update=self._update(line.update))
                    for line in act.bullets
                )
                seat.blogs.summarise(self._story.blog.slug, bullets)
                return f"summed up in {len(bullets)} lines"

    def _write(self, seat: Newsroom, act: script.Write) -> str:
        body = act.body.strip()
        update = seat.blogs.write(
            self._story.blog.slug,
            WriteUp(
                headline=act.headline,
                body=f"{body}\n\n{self._story.drill_note}" if act.drill else body,
                items=self._items(act.source),
                evidence=self._evidence(act.evidence),
                status=act.status,
                note=act.note,
                priority=act.priority,
                key_event=act.key_event,
                event_time=self._story.at(act.event_time) if act.event_time else None,
                supersedes=self._update(act.supersedes) if act.supersedes else "",
                built_on=tuple(self._update(name) for name in act.built_on),
                tags=act.tags,
            ),
        )
        self._updates[act.name] = update.id
        return f"wrote ({act.status}): {act.headline}"

    def _mark(self, seat: Newsroom, act: script.Mark) -> str:
        mark = Mark(
            to=act.to,
            note=act.note,
            items=self._items(act.source),
            evidence=self._evidence(act.evidence),
            wrong=act.wrong,
            why=act.why,
            kind=act.kind,
            replaced_by=self._update(act.replaced_by) if act.replaced_by else "",
        )
        update = self._update(act.update)
        if not act.refused:
            seat.blogs.mark(update, mark)
            return f"marked {act.update} {act.to}"
        try:
            seat.blogs.mark(update, mark)
        except RefusedError as refusal:
            return f"was refused {act.to} for {act.update}: {refusal}"
        raise RefusedError(f"The script expects the desk to refuse: {act.refused} It did not.")

    def _correct(self, seat: Newsroom, act: script.Correct) -> str:
        seat.blogs.correct(
            self._update(act.update),
            Amendment(note=act.note, refile=act.refile, headline=act.headline, body=act.body),
        )
        return f"refiled {act.update}" if act.refile else f"corrected {act.update}: {act.note}"

    def _seat(self, editor: str) -> Newsroom:
        if editor not in self._seats:
            self._seats[editor] = replace(self._newsroom, editor=editor)
        return self._seats[editor]

    def _update(self, name: str) -> str:
        """The id of an update of the script; raises ``NotFoundError`` when it could not be written."""
        if name not in self._updates:
            raise NotFoundError(f"The update {name!r} was not written.", next_step="See why above.")
        return self._updates[name]

    def _items(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._item(name) for name in names)

    def _item(self, name: str) -> str:
        """The id of an item that came in; raises ``NotFoundError`` when its wire has not been pulled since."""
        wire, _, entry = name.partition("/")
        link = self._story.wire(wire).link(entry)
        feed = self._feeds[wire]
        known = self._newsroom.store.known_items({feed: Names(links=[link])})[feed]
        if not known:
            raise NotFoundError(f"{name} has not come in yet.", next_step="Pull again.")
        return known[0].id

    def _evidence(self, data: Iterable[script.EvidenceData]) -> tuple[Evidence, ...]:
        return tuple(self._piece(piece) for piece in data)

    def _piece(self, piece: script.EvidenceData) -> Evidence:
        item = self._newsroom.store.item(self._item(piece.item))
        dated: datetime | None = item.published
        return Evidence(
            kind=piece.kind,
            who=piece.who,
            url=item.link,
            item=item.id,
            item_version=item.version,
            origin=item.origin,
            dated=dated,
        )
