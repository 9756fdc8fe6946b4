"""The composer: an update is written beside the item it rests on, and nothing that was typed is lost."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct, field
from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea
from uuid_utils import uuid7

from tui.own_editor import edited
from tui.panes.wire_rows import WireRow
from tui.screens.composer_form import fields, write_up
from tui.screens.composer_side import ComposerSide, Side
from tui.screens.form import PAUSE_SECONDS, Field, field_value, field_widget, trouble_words
from tui.screens.mark_forms import marked
from tui.screens.sheet import Sheet
from tui.views import wire_rows
from tui.widgets.choice import Choice
from tui.widgets.copy import content, paragraphs
from tui.widgets.fields import NamedFields
from tui.widgets.hints import Hints
from tui.widgets.room import Room
from wireroom.desk.reports import Finding, Suggestion
from wireroom.errors import WireroomError
from wireroom.model import Draft, Item, Status, Update

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen
    from wireroom.desk.newsroom import Newsroom

#: What a new update can be built on or take the place of.
_NAMEABLE = (Status.DEVELOPING, Status.CONFIRMED, Status.RETRACTED)


class Copy(Struct, frozen=True):
    """What the composer opens with: items, the stories they belong to, a suggestion, a draft that was kept.

    ``follows`` is the update that it was begun on.
    """

    blog: str
    zone: str
    rows: tuple[WireRow, ...] = ()
    story: tuple[WireRow, ...] = ()
    suggestion: Suggestion | None = None
    draft: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    follows: Update | None = None


def compose(desk: "DeskScreen", items: Sequence[Item], follows: Update | None = None) -> None:
    """Open the composer on items of the wire, on an update that it follows, or empty."""
    view = desk.blog
    if view is None:
        return
    newsroom, blog, ids = desk.newsroom, view.blog.id, [item.id for item in items]
    begun_on = follows.id if follows is not None and follows.status in _NAMEABLE else ""
    _open(desk, lambda: _gather(newsroom, blog, ids, begun_on))


def compose_draft(desk: "DeskScreen", draft: Draft) -> None:
    """Open the composer on a draft of a new update that was kept."""
    newsroom, ids, begun_on = desk.newsroom, list(draft.fields.get("items", ())), _begun_on(draft)
    _open(desk, lambda: _gather(newsroom, draft.blog, ids, begun_on))


def _begun_on(draft: Draft) -> str:
    return str(draft.fields.get("follows", ""))


def _open(desk: "DeskScreen", gather: Callable[[], Copy]) -> None:
    def show(copy: Copy) -> None:
        desk.app.push_screen(ComposerScreen(desk, copy))

    desk.office.open(gather, show, group="compose")


def _gather(newsroom: "Newsroom", blog: str, ids: list[str], begun_on: str) -> Copy:
    store = newsroom.store
    rows = wire_rows(newsroom, store.items(ids))
    clusters = dict.fromkeys(row.item.cluster for row in rows if row.item.cluster)
    story = [item for cluster in clusters for item in store.cluster(cluster) if item.id not in ids]
    drafts = [one for one in newsroom.blogs.drafts() if one.blog == blog and not one.update]
    kept = next(
        (
            one
            for one in drafts
            if sorted(one.fields.get("items", [])) == sorted(ids) and _begun_on(one) == begun_on
        ),
        None,
    )
    return Copy(
        blog=blog,
        zone=store.blog(blog).zone,
        rows=rows,
        story=wire_rows(newsroom, story),
        suggestion=newsroom.wire.suggest(ids[0], beside=ids[1:]) if ids else None,
        draft=kept.id if kept is not None else "",
        kept=kept.fields if kept is not None else {},
        follows=store.update(begun_on) if begun_on else None,
    )


class ComposerScreen(Sheet[None]):
    """Fields, and beside them the item, its story to pick evidence from, or how the body will read."""

    FULL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority the focus moves before the next key of the same read is handed on.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("ctrl+s,f10", "file", "File", id="composer-file"),
        Binding("f2", "side('item')", "Item", id="composer-item"),
        Binding("f3", "side('story')", "Story: pick evidence", id="composer-story"),
        Binding("f4", "side('preview')", "Preview", id="composer-preview"),
        # A text area has a use of its own for this key.
        Binding("f6", "editor", "$EDITOR", id="composer-editor", priority=True),
        Binding("f8", "throw_away", "Throw away", id="composer-throw-away"),
        Binding("escape", "leave", "Leave, keep the draft", id="composer-leave"),
    ]
    AUTO_FOCUS = "#field-headline"
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (110, "-two")]  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high")]  # noqa: RUF012 - Textual's own declaration

    def __init__(self, desk: "DeskScreen", copy: Copy) -> None:
        super().__init__()
        self._desk = desk
        self._copy = copy
        updates = desk.blog.of(*_NAMEABLE) if desk.blog is not None else []
        self._fields: list[Field] = fields(copy.suggestion, copy.kept, copy.follows, updates)
        self._draft = copy.draft or str(uuid7())
        self._items = [row.key for row in copy.rows]
        self._pause: Timer | None = None
        self._lint = Static(classes="lint", markup=False)
        reasons = copy.suggestion.reasons if copy.suggestion is not None else ()
        self._side = ComposerSide(desk.office, copy.rows, copy.zone, reasons)
        self._filed = False
        self._refusal_stands = False
        self._begun: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Fields at the left, the side at the right, lint and keys under both."""
        with Room(classes="sheet") as sheet:
            kept = " (your draft is back)" if self._copy.draft else ""
            sheet.border_title = Content(f"Write up{kept}")
            with Room(id="composer"):
                yield NamedFields(
                    self._desk.office.brush,
                    ((one.label, field_widget(one)) for one in self._fields),
                    id="composer-fields",
                )
                yield self._side
            yield self._lint
            yield Hints(
                "^S file  F2 item  F3 story  F4 preview  F6 $EDITOR  F8 throw away  Esc keep for later",
                tight=True,
            )

    def on_mount(self) -> None:
        """Show the item, and what stands against the write-up as it is."""
        self._side.fill(
            self._copy.story, (key for key in self._copy.kept.get("items", ()) if key not in self._items)
        )
        self._begun = self.values()
        self._side.show("item", self._begun)
        self._check()

    def values(self) -> dict[str, str]:
        """What is filled in, by field."""
        return {one.name: field_value(self.query_one(f"#field-{one.name}")) for one in self._fields}

    @property
    def lint(self) -> str:
        """What lint says now."""
        return str(self._lint.content)

    def chosen(self) -> list[str]:
        """The items it rests on: those it was opened with, and those picked from the story."""
        return [*self._items, *(row.key for row in self._side.story.picked)]

    # -- as one writes

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    @on(ComposerSide.Picked)
    def _typed(self) -> None:
        self._refusal_stands = False
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, self._paused)

    def keep_typed(self) -> None:
        """Keep what was typed or picked, unless it is filed."""
        if self._touched and not self._filed:
            self._keep()

    def _paused(self) -> None:
        if self._filed:
            return
        self.keep_typed()
        self._check()
        if self._side.shown == "preview":
            self._side.show("preview", self.values())

    @property
    def _touched(self) -> bool:
        """Whether there is anything to keep: a draft that came back, or something that was typed or picked."""
        return bool(self._copy.draft or self._side.story.picked or self.values() != self._begun)

    def _keep(self) -> None:
        newsroom, follows = self._desk.newsroom, self._copy.follows
        draft = Draft(
            id=self._draft,
            editor=newsroom.editor,
            blog=self._copy.blog,
            saved=newsroom.clock.now(),
            fields={
                **self.values(),
                "items": self.chosen(),
                "follows": follows.id if follows is not None else "",
            },
        )
        self._desk.office.act(lambda: newsroom.blogs.keep_draft(draft), self._desk.company.kept)

    def _check(self) -> None:
        newsroom, copy, values, items = self._desk.newsroom, self._copy, self.values(), self.chosen()

        def findings() -> list[Finding]:
            form = write_up(newsroom.store, values, items, now=newsroom.clock.now(), zone=copy.zone)
            return newsroom.blogs.preview(copy.blog, form)

        self._desk.office.ask(findings, self._show_lint, group="composer-lint", trouble=self._show_trouble)

    def _show_lint(self, findings: Sequence[Finding]) -> None:
        if self._refusal_stands:  # it says more, and is about the same words
            return
        if not findings:
            self._lint.update(Content.styled("✓ Nothing stands against filing it so.", "$wr-confirmed"))
            return
        lines = []
        for found in findings[:4]:
            sign, part = ("✗", "retracted") if found.level == "error" else ("!", "developing")
            lines.append(
                Content("").join([Content.styled(f"{sign} ", f"bold $wr-{part}"), content(found.words)])
            )
        self._lint.update(Content("\n").join(lines))

    def _show_trouble(self, error: WireroomError) -> None:
        self._lint.update(Content.styled(trouble_words(error), "$wr-retracted"))

    # -- the side

    def action_side(self, side: Side) -> None:
        """Show another side; on a narrow screen it takes the place of the fields, and gives it back."""
        narrow = self.has_class("-one")
        showing = self.has_class("-aside") and side == self._side.shown
        self.set_class(narrow and not showing, "-aside")
        self._side.show(side, self.values())
        if side == "story" and not showing:
            self._side.story.focus()
        elif showing or not narrow:
            self.query_one("#field-body").focus()

    # -- ending

    def action_file(self) -> None:
        """File it, once; the composer stays until it is filed, and keeps nothing meanwhile."""
        if self._filed:
            return
        self._filed = True
        newsroom, copy, values, items = self._desk.newsroom, self._copy, self.values(), self.chosen()
        draft = self._draft

        def file() -> Update:
            form = write_up(newsroom.store, values, items, now=newsroom.clock.now(), zone=copy.zone)
            update = newsroom.blogs.write(copy.blog, form)
            newsroom.blogs.drop_draft(draft)
            return update

        self._desk.office.act(file, self._done, trouble=self._refused)

    def _done(self, update: Update) -> None:
        if self.is_current:  # else Escape was quicker
            self.dismiss()
        self._desk.wire.lines.pick(())
        self._desk.wire.look()
        marked(self._desk, update)

    def _refused(self, error: WireroomError) -> None:
        self._filed = False
        if not self.is_current:
            self._desk.office.present(error)
            return
        self._refusal_stands = True
        self._show_trouble(error)

    def action_leave(self) -> None:
        """Leave; the draft is kept."""
        if self.has_class("-aside"):
            self.action_side(self._side.shown)
            return
        if self._touched and not self._filed:
            self._keep()
            self._desk.say("the draft is kept")
        self._filed = True
        self.dismiss()

    def action_throw_away(self) -> None:
        """Leave and forget what was typed."""
        self._filed = True
        draft, blogs = self._draft, self._desk.newsroom.blogs
        self._desk.office.act(lambda: blogs.drop_draft(draft))
        self.dismiss()
        self._desk.say("thrown away")

    def action_editor(self) -> None:
        """Write the body in the editor of the environment."""
        area = self.query_one("#field-body", TextArea)
        trouble: WireroomError | None = None
        try:
            with self.app.suspend():
                try:
                    area.text = paragraphs(edited(area.text))
                except WireroomError as error:  # raised here it would leave the terminal lent
                    trouble = error
        except SuspendNotSupported:
            self._desk.desk_app.tell("There is no terminal to hand over here.", severity="warning")
        if trouble is not None:
            self._desk.office.present(trouble)
