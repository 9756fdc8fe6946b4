"""Keeps what the desk shows as new as the store: looks whether anybody has written, and reads that again."""

from typing import TYPE_CHECKING

from msgspec import Struct

from tui.views import load_blog, load_room

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class _Pulse(Struct, frozen=True):
    """How far the store and the blog on the screen have moved."""

    revision: int = -1
    position: int = -1


class Lookout:
    """Looks at the store for a desk.

    ``wanted`` is the slug or id of the live blog to work on; empty without a wish (:func:`tui.views.load_blog`).
    """

    def __init__(self, desk: "DeskScreen", wanted: str) -> None:
        self._desk = desk
        self._wanted = wanted
        self._pulse = _Pulse()
        self._stamp: object = None

    def glance(self) -> None:
        """Look, unless the store's file says that nobody has written since the last time: most of the night it does."""
        before, self._stamp = self._stamp, self._desk.newsroom.store.stamp()
        if self._stamp is None or self._stamp != before:
            self._desk.desk_app.hands.behind(self.look)

    def look(self) -> None:
        """See whether anybody has written, and read again what that may have changed."""
        store, blog = self._desk.newsroom.store, self._blog
        self._desk.office.ask(
            lambda: _Pulse(store.revision(), store.position(blog)),
            self._take,
            group="pulse",
            trouble=self._desk.company.out_of_reach,
        )

    def _take(self, pulse: _Pulse) -> None:
        before, self._pulse = self._pulse, pulse
        if pulse.revision == before.revision:
            return
        self._desk.wire.look()
        if pulse.position != before.position or self._desk.blog is None:
            self.load_blog()

    def load_blog(self) -> None:
        """Read the live blog again."""
        newsroom, wanted = self._desk.newsroom, self._wanted or self._blog
        self._desk.office.ask(
            lambda: load_blog(newsroom, wanted),
            self._desk.show_blog,
            group="blog",
            trouble=self._desk.company.out_of_reach,
        )

    def open_blog(self, blog_id: str) -> None:
        """Go over to another live blog."""
        self._wanted = blog_id
        self.load_blog()

    def load_room(self) -> None:
        """Read feed health, colleagues and watch terms again."""
        newsroom = self._desk.newsroom
        self._desk.office.ask(
            lambda: load_room(newsroom),
            self._desk.show_room,
            group="room",
            trouble=self._desk.company.out_of_reach,
        )

    @property
    def _blog(self) -> str:
        """The live blog that is worked on, by its id; empty without one."""
        view = self._desk.blog
        return view.blog.id if view is not None else ""
