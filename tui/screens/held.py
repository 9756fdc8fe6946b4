"""An update that is held by this desk while a form is open on it: one editor at a time, and nothing that was typed is lost."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import Struct
from textual.screen import Screen
from uuid_utils import uuid7

from tui.screens.taking_over import TakeOverScreen
from wireroom.errors import BeingWritten, StoreUnreachable, WireroomError
from wireroom.model import Correction, Draft, Status, Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from wireroom.desk.newsroom import Newsroom

Read = TypeVar("Read")


class Work(StrEnum):
    """What a form does to an update; what was typed into it is kept under this name."""

    EDIT = "edit"
    CORRECT = "correct"
    DEVELOPING = "developing"
    CONFIRM = "confirm"
    RETRACT = "retract"
    KILL = "kill"

    @property
    def doing(self) -> str:
        """As other desks are told: "Anna has been retracting this since 14:31"."""
        return _DOING[self]


_DOING: Final[Mapping[Work, str]] = {
    Work.EDIT: "editing",
    Work.CORRECT: "correcting",
    Work.DEVELOPING: "reviewing",
    Work.CONFIRM: "confirming",
    Work.RETRACT: "retracting",
    Work.KILL: "killing",
}
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
#: Words typed into a draft are also good for a correction of it, once it stands.
_WORDS: Final = frozenset({Work.EDIT, Work.CORRECT})


class _Opening(Struct, frozen=True):
    """What a form opens with: the update as it stands, and what was typed the last time and not done."""

    update: Update
    kept: Draft | None
    base: str = ""


class Held:
    """One update in the hands of this desk. What is typed is kept at each pause until it is done or thrown away."""

    def __init__(self, desk: "DeskScreen", work: Work, opening: _Opening) -> None:
        self.desk = desk
        self.work = work
        self.update = opening.update
        self.base = opening.base
        """The wording that was typed on, where the update was changed since; empty where it was not, or is sealed."""
        self.revision = opening.update.revision
        """The revision that is written on: the one whose wording was seen."""
        self._kept = opening.kept
        self._draft = opening.kept.id if opening.kept is not None else ""
        self._beside: Mapping[str, str] = _NOTHING

    @property
    def back(self) -> str:
        """What a title says of what was typed the last time; empty where nothing was."""
        return " (what you typed is back)" if self._kept is not None else ""

    @property
    def wording(self) -> str:
        """Headline and body as they stand, apart by an empty line."""
        return _wording(self.update)

    @property
    def typed_on(self) -> int | None:
        """The revision that was typed on the last time; nothing where nothing was."""
        return self._kept.revision if self._kept is not None else None

    @property
    def corrected_since(self) -> tuple[Correction, ...]:
        """What was corrected since what was typed the last time; nothing where nothing was."""
        if self._kept is None:
            return ()
        return tuple(made for made in self.update.corrections if made.at > self._kept.saved)

    @property
    def overtaken(self) -> bool:
        """Whether others have changed the words, or corrected anything, since what was typed the last time."""
        if self.typed_on in (None, self.update.revision):
            return False
        return self.base != self.wording or bool(self.corrected_since)

    def filled(self, known: Mapping[str, str], *, beside: Mapping[str, str] = _NOTHING) -> dict[str, str]:
        """What fields open with: what is known, and over it what was typed the last time.

        What stands ``beside`` the words is kept only where it was typed anew: it may change until one goes on.
        """
        self._beside = beside
        kept: Mapping[str, Any] = self._kept.fields if self._kept is not None else {}
        return {**known, **beside, **{name: str(value) for name, value in kept.items()}}

    def keep(self, values: Mapping[str, str]) -> None:
        """Keep what was typed."""
        self._draft = self._draft or str(uuid7())
        newsroom = self.desk.newsroom
        typed = {name: value for name, value in values.items() if self._beside.get(name) != value}
        draft = Draft(
            id=self._draft,
            editor=newsroom.editor,
            blog=self.update.blog,
            saved=newsroom.clock.now(),
            update=self.update.id,
            revision=self.revision,
            fields={**typed, "form": self.work.value},
        )
        self.desk.office.act(lambda: newsroom.blogs.keep_draft(draft), self.desk.company.kept)

    def done(self) -> None:
        """Forget what was typed, since it was done. Runs away from the loop."""
        if self._draft:
            self.desk.newsroom.blogs.drop_draft(self._draft)

    def forget(self) -> None:
        """Forget what was typed: it was thrown away."""
        self.desk.office.act(self.done)
        self.desk.say("thrown away")

    def let_go(self) -> None:
        """Let other desks have the update."""
        presence, update_id = self.desk.newsroom.presence, self.update.id

        def end() -> None:
            try:
                presence.end(update_id)
            except StoreUnreachable:
                return  # the lease ends by itself

        self.desk.office.act(end)


def hold(
    desk: "DeskScreen",
    update_id: str,
    work: Work,
    screen: Callable[[Held, Read], Screen[None]],
    *,
    read: Callable[[], Read],
    over: bool = False,
) -> None:
    """Take an update for a form, with whatever else the form has to ``read``; where another desk has it, ask first."""
    newsroom = desk.newsroom

    def begin() -> tuple[_Opening, Read] | BeingWritten:
        found = _begin(newsroom, update_id, work, over=over)
        return found if isinstance(found, BeingWritten) else (found, read())

    def show(found: tuple[_Opening, Read] | BeingWritten) -> None:
        if isinstance(found, BeingWritten):
            desk.app.push_screen(
                TakeOverScreen(found, desk.zone),
                lambda yes: hold(desk, update_id, work, screen, read=read, over=True) if yes else None,
            )
        else:
            opening, more = found
            desk.app.push_screen(screen(Held(desk, work, opening), more))

    desk.office.open(begin, show, group="held")


def _begin(newsroom: "Newsroom", update_id: str, work: Work, *, over: bool) -> _Opening | BeingWritten:
    """Take the update for this desk; being cut off forbids nothing, since every act names the revision."""
    try:
        newsroom.presence.begin(update_id, doing=work.doing, over=over)
    except BeingWritten as busy:
        return busy
    except StoreUnreachable:
        pass
    try:
        return _opening(newsroom, update_id, work)
    except WireroomError:
        newsroom.presence.end(update_id)
        raise


def _opening(newsroom: "Newsroom", update_id: str, work: Work) -> _Opening:
    kin = _WORDS if work in _WORDS else {work}
    kept = next(
        (
            one
            for one in newsroom.blogs.drafts()
            if one.update == update_id and one.fields.get("form", Work.EDIT) in kin
        ),
        None,
    )
    update = newsroom.store.update(update_id)
    if kept is None:
        _must_be_possible(work, update)
    if kept is None or kept.revision == update.revision:
        return _Opening(update, kept)
    return _Opening(update, kept, _wording_at(newsroom, update_id, kept.revision))


def _must_be_possible(work: Work, update: Update) -> None:
    """Refuse a form that could only be refused: nothing leaves *killed*, and *retracted* only for a kill."""
    from wireroom.desk import lifecycle

    if work is Work.CONFIRM:
        lifecycle.change_for(update, Status.CONFIRMED)
    elif work is Work.DEVELOPING:
        lifecycle.change_for(update, Status.DEVELOPING)
    elif work is not Work.EDIT:  # words under embargo are edited, whatever the status
        lifecycle.require(lifecycle.Change(work), update)


def _wording(update: Update) -> str:
    return f"{update.headline}\n\n{update.body}"


def _wording_at(newsroom: "Newsroom", update_id: str, revision: int) -> str:
    """Headline and body as they stood at a revision; empty where the log's words of it are sealed."""
    for event in newsroom.store.events(subject=update_id, newest_first=True):
        if event.after.get("revision") == revision:
            return f"{event.after.get('headline', '')}\n\n{event.after.get('body', '')}"
    return ""
