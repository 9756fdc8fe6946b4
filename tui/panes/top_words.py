"""What the line on top says: live blog, its state, clocks, feed health, what is unpublished, who else is here."""

from datetime import datetime
from typing import TYPE_CHECKING

from tui.panes.bands import band
from tui.views import BlogView, RoomView
from tui.widgets.copy import cut, line
from tui.widgets.spans import Span, cells
from tui.widgets.when import counted, zone
from wireroom.model import BlogState

if TYPE_CHECKING:
    from wireroom.desk.presence import Pulse

_BETWEEN = Span(" · ")
STATE_PART = {BlogState.DRAFT: "quiet", BlogState.LIVE: "confirmed", BlogState.ENDED: "quiet"}


def top_line(
    blog: BlogView | None, room: RoomView, pulse: "Pulse | None", now: datetime, width: int
) -> list[Span]:
    """The line; what matters least leaves first when there is no room."""
    left = _left(blog, max(width // 3, 18))
    free = width - cells(left) - 1
    parts = _right(blog, room, pulse, now)
    fitting: set[Span] = set()
    for span in sorted(parts, key=_is_world_time):
        size = cells([span]) + (len(_BETWEEN.text) if fitting else 0)
        if size <= free:
            fitting.add(span)
            free -= size
    right: list[Span] = []
    for span in parts:
        if span in fitting:
            right += [_BETWEEN, span] if right else [span]
    return band([*left, Span(" " * max(free, 0)), *right, Span(" ")], width)


def _is_world_time(span: Span) -> bool:
    """Whether it is UTC beside the blog's own time: what is not published and which feeds fail matters more."""
    return span.part == "quiet" and span.text.endswith(" UTC")


def _left(view: BlogView | None, width: int) -> list[Span]:
    if view is None:
        return [Span(" WIREROOM", "accent", bold=True), Span(" no live blog yet")]
    blog = view.blog
    return [
        Span(f" {cut(line(blog.slug), width)}", "accent", bold=True),
        Span(" "),
        Span(blog.state.value.upper(), STATE_PART[blog.state], bold=blog.state is not BlogState.DRAFT),
    ]


def _right(view: BlogView | None, room: RoomView, pulse: "Pulse | None", now: datetime) -> list[Span]:
    """From what matters most, but for the time in UTC."""
    parts: list[Span] = []
    if pulse is not None and not pulse.reached:
        parts.append(Span("CUT OFF", "retracted", bold=True))
    elif pulse is not None and pulse.read_only:
        parts.append(Span("READ ONLY", "retracted", bold=True))
    name = view.blog.zone if view is not None else "UTC"
    if name != "UTC":
        local = now.astimezone(zone(name))
        parts.append(Span(f"{local:%H:%M} {name.rpartition('/')[2].replace('_', ' ')}", bold=True))
    parts.append(Span(f"{now:%H:%M} UTC", "quiet") if name != "UTC" else Span(f"{now:%H:%M} UTC", bold=True))
    if view is not None and (unpublished := view.unpublished(now)):
        parts.append(Span(f"{unpublished} unpublished", "developing", bold=True))
    if room.failing:
        parts.append(Span(f"{room.failing} of {counted(room.feeds, 'feed')} failing", "retracted", bold=True))
    elif room.feeds:
        parts.append(Span(f"{counted(room.feeds, 'feed')} well", "quiet"))
    others = pulse.others if pulse is not None else ()
    here = list(dict.fromkeys(desk.editor for desk in others))
    lately = [name for name in room.colleagues if name not in here]
    if here:
        parts.append(Span(f"also here: {line(', '.join(here))}", "quiet"))
    if lately:
        parts.append(Span(f"lately: {line(', '.join(lately))}", "quiet"))
    return parts
