"""The whole desk as lines of spans, from what was read when it opened: its first frame, before any toolkit is there.

It is put together of the same lines that the panes paint later, and of the same division of the floor.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from tui.commands.command import Needs
from tui.commands.registry import foot_keys
from tui.memory import Layout
from tui.panes.bands import foot_line, head_line, tabs_line
from tui.panes.detail_words import NOTHING_HERE, subject_words
from tui.panes.item_copy import item_blocks
from tui.panes.lane_rows import LANES, LanePainter, LaneView, lane_view
from tui.panes.plan import FOLD_BELOW, Box, FloorPlan, lane_heights, plan_floor
from tui.panes.top_words import top_line
from tui.panes.wire_rows import NOTHING_YET, WirePainter, WireRow, marks_of, place_words
from tui.views import FirstLook
from tui.widgets.blocks import reading_line, wrapped
from tui.widgets.look import USUAL_LOOK, Look, Painter, notice_line
from tui.widgets.rows import RowType
from tui.widgets.spans import Span
from wireroom.ports.clock import Clock

Line = list[Span]

#: The rule at the left of a pane, as Textual draws a border of this kind.
RULE = Span("▏", "rule")


class Opening(Struct, frozen=True):
    """What a desk opens with: what was read, the keymap, and the sizes of the panes."""

    look: FirstLook
    keys: Mapping[str, str]
    layout: Layout
    clock: Clock


def picture(opening: Opening, width: int, height: int) -> list[Line]:
    """The desk in a terminal of this size: line on top, floor, foot."""
    look = opening.look
    plan = plan_floor(width, max(height - 2, 1), opening.layout)
    boxes = [(plan.wire, _wire(opening, plan.wire)), (plan.lanes, _lanes(opening, plan, width))]
    if plan.detail is not None:
        boxes.append((plan.detail, _detail(opening, plan.detail, ruled=plan.detail_ruled)))
    return [
        top_line(look.blog, look.room, None, opening.clock.now(), width),
        *_side_by_side(boxes, sum(plan.rows)),
        foot_line(foot_keys(opening.keys, _present(look)), width),
    ]


def _present(look: FirstLook) -> frozenset[Needs]:
    here = {Needs.NOTHING}
    if look.page.rows:
        here |= {Needs.ITEM, Needs.SPIKABLE, Needs.EITHER}
    if look.blog is not None:
        here.add(Needs.BLOG)
    return frozenset(here)


def _wire(opening: Opening, box: Box) -> list[Line]:
    page = opening.look.page
    rows: Sequence[WireRow] = page.rows
    marks = marks_of(opening.look.room.terms)
    painter = WirePainter(opening.clock, lambda: marks)
    words = place_words(1 if rows else 0, len(rows), ended=page.ended)
    head = head_line("Wire", box.width, words=words, active=True)
    cursor = Look(cursor=True, focused=True, traced=True)
    return [head, *_list(painter, rows, box.width, box.height - 1, 1, cursor, NOTHING_YET)]


def _lanes(opening: Opening, plan: FloorPlan, width: int) -> list[Line]:
    views = [lane_view(lane, opening.look.blog, {}) for lane in LANES]
    return _lane_boxes(views, plan, width, LanePainter(opening.clock))


def _lane_boxes(views: Sequence[LaneView], plan: FloorPlan, width: int, painter: LanePainter) -> list[Line]:
    """Three lanes over each other; folded, the first of them under tabs."""
    box = plan.lanes
    inner = box.width - plan.ruled
    cursor = Look(cursor=True)
    lines: list[Line] = []

    def listed(view: LaneView, height: int) -> list[Line]:
        return _list(painter, view.rows, inner, height, 2, cursor, view.notice)

    if width < FOLD_BELOW:
        front = next(iter(LANES))
        tabs = [(lane, len(view.rows), view.to_decide) for lane, view in zip(LANES, views, strict=True)]
        lines = [tabs_line(tabs, front, inner, active=False), *listed(views[0], box.height - 1)]
    else:
        heights = lane_heights(box.height, [len(view.rows) for view in views])
        for lane, view, height in zip(LANES, views, heights, strict=True):
            lines.append(head_line(lane.capitalize(), inner, words=view.words, loud=view.loud, part=lane))
            lines += listed(view, height - 1)
    return _ruled(lines, box, ruled=plan.ruled)


def _detail(opening: Opening, box: Box, *, ruled: bool) -> list[Line]:
    width = box.width - ruled
    look = opening.look
    row = next(iter(look.page.rows), None)
    zone = look.blog.blog.zone if look.blog is not None else "UTC"
    blocks = NOTHING_HERE if row is None else item_blocks(row, opening.clock, zone)
    head = head_line("Detail", width, words="" if row is None else subject_words(row))
    lines = [reading_line(line, width) for line in wrapped(blocks, width)]
    return _ruled([head, *lines], box, ruled=ruled)


def _list(
    painter: Painter[RowType],
    rows: Sequence[RowType],
    width: int,
    height: int,
    lines_a_row: int,
    cursor: Look,
    notice: Sequence[str],
) -> list[Line]:
    """The lines of a list whose cursor is on its first row."""
    if not rows:
        return [notice_line(notice, y, width) for y in range(height)]
    shown = rows[: height // lines_a_row + 1]
    lines = [
        line
        for at, row in enumerate(shown)
        for line in painter.paint(row, width, USUAL_LOOK if at else cursor)
    ]
    lines += [[Span(" " * width)]] * (height - len(lines))
    return lines[:height]


def _ruled(lines: list[Line], box: Box, *, ruled: bool) -> list[Line]:
    """Lines with the rule of their pane before them, down to its end."""
    filled = [*lines[: box.height]]
    filled += [[Span(" " * (box.width - ruled))]] * (box.height - len(filled))
    return [[RULE, *line] for line in filled] if ruled else filled


def _side_by_side(boxes: Sequence[tuple[Box, list[Line]]], height: int) -> list[Line]:
    """Boxes put beside and under each other; they lie in the order of reading."""
    whole: list[Line] = []
    for y in range(height):
        line: Line = []
        for box, lines in boxes:
            if box.y <= y < box.y + box.height:
                at = y - box.y
                line += lines[at] if at < len(lines) else [Span(" " * box.width)]
        whole.append(line)
    return whole
