"""A live blog as readers are shown it: values that a fold over the log makes and the pages are made of."""

from datetime import datetime

from msgspec import Struct, field

from wireroom.model import LiveBlog, Status, Update

#: Updates on one sealed archive page; the head page holds at least as many and less than twice as many.
PAGE = 60

#: Entries after a full page before the archive has it in formats other than HTML: the newest are those that change.
YOUNG = PAGE // 2

#: Rows in a feed, and changes that ``latest.json`` tells of.
FEED = 50


class Form(Struct, frozen=True):
    """One shape in which readers were shown an update.

    ``superseded_by`` is the update that replaces it; ``known`` are those of the updates it names that readers can
    open, ``fallen`` those that took its place and were taken back themselves. ``at`` is when it took this shape.
    """

    update: Update
    at: datetime
    superseded_by: str = ""
    known: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()


class Entry(Struct, frozen=True):
    """An update in its place: ``number`` counts from 1 in the order of first publication and never moves.

    ``forms`` are all shapes so far, the present one last; of a killed update every one is the stub. ``sequence``
    is the log position of the last of them, ``moved`` that of the last change that matters to readers.
    """

    number: int
    sequence: int
    moved: int
    forms: tuple[Form, ...]

    @property
    def id(self) -> str:
        """The update's id."""
        return self.forms[-1].update.id

    @property
    def update(self) -> Update:
        """The update as it stands."""
        return self.forms[-1].update

    @property
    def form(self) -> Form:
        """The present shape."""
        return self.forms[-1]

    @property
    def edition(self) -> int:
        """How many shapes it has had: the number of its newest fragment."""
        return len(self.forms)

    @property
    def taken_back(self) -> bool:
        """Whether earlier words must not be found under earlier fragments."""
        return self.forms[-1].update.status in (Status.RETRACTED, Status.KILLED)

    @property
    def shown(self) -> datetime:
        """When readers could first see it."""
        return self.update.first_published or self.forms[0].at

    @property
    def changed(self) -> datetime:
        """The last change that matters to readers."""
        return self.update.changed or self.shown


class Head(Struct):
    """What stands above the entries, small whatever the blog's length.

    ``position`` is the log position shown, ``hash`` what the log's chain holds there and ``at`` its time; ``changed`` the last change that matters to
    readers. ``count`` numbers the newest entry; ``changes`` are the newest (sequence, number, edition), newest
    first. ``waiting`` are updates under embargo and its end; ``awaited`` tells which entries name an update that readers can't
    open yet, ``instead`` which retractions name an update as what stands in their place, ``fallen`` what was taken back.
    ``left`` tells by the name of a feed's row when an entry left it last.
    """

    blog: LiveBlog | None = None
    position: int = 0
    hash: str = ""
    at: datetime | None = None
    changed: datetime | None = None
    count: int = 0
    counts: dict[Status, int] = field(default_factory=dict)
    changes: list[tuple[int, int, int]] = field(default_factory=list)
    waiting: dict[str, datetime] = field(default_factory=dict)
    awaited: dict[str, list[str]] = field(default_factory=dict)
    instead: dict[str, list[str]] = field(default_factory=dict)
    fallen: list[str] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    left: dict[str, datetime] = field(default_factory=dict)

    @property
    def sealed(self) -> int:
        """How many archive pages are complete and off the head page."""
        return sealed_pages(self.count)

    @property
    def archived(self) -> int:
        """How many archive pages there are in formats other than HTML: all that are sealed, and at times one more."""
        return archived_pages(self.count)


def sealed_pages(count: int) -> int:
    """How many archive pages so many entries have sealed: the head page keeps the last full one."""
    return max(0, count // PAGE - 1)


def archived_pages(count: int) -> int:
    """How many of them formats other than HTML have: a full one has to wait until few of its own still change."""
    return max(0, (count - YOUNG) // PAGE)


def page_of(number: int) -> int:
    """The archive page of an entry, counted from 1 at the oldest."""
    return (number - 1) // PAGE + 1


def page_name(page: int) -> str:
    """The name of an archive page without folder and ending."""
    return f"{page:04d}"


def page_row(page: int) -> str:
    """The row that lists the entries of an archive page, or of what will be one."""
    return f"page/{page_name(page)}"


def place_of(number: int, sealed: int) -> str:
    """The page on which an entry stands among the others, where so many pages are sealed."""
    page = page_of(number)
    return f"a/{page_name(page)}.html" if page <= sealed else "index.html"
