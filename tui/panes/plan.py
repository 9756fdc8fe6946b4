"""Where the panes stand: the division of the floor into cells, from the width of the screen and the sizes asked for."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tui.memory import Layout

#: Below these widths the lanes fold to tabs, and the detail becomes a reader that takes the whole floor.
FOLD_BELOW = 110
READER_BELOW = 90
#: From this width on the detail stands beside the lists, not under them.
BESIDE_FROM = 150

#: What lanes and detail beside each other take together, in the unit in which the lanes take twenty times ``Layout.upper``:
#: of the usual sixty percent, four parts of nine.
_BESIDE = 2_700
_LANES = 20

#: A lane with more lines than this gets no larger part of the height for it.
LONGEST_SHARE = 25
LOWEST_LANE = 4


class Box(NamedTuple):
    """A part of the floor, in cells."""

    x: int
    y: int
    width: int
    height: int


class FloorPlan(NamedTuple):
    """Columns and rows of the floor, in cells, and the boxes of the panes; without room there is no detail.

    Lanes have a rule at their left where they stand beside the wire, and so has the detail beside the lanes; the
    rule is part of the box.
    """

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    wire: Box
    lanes: Box
    detail: Box | None
    ruled: bool
    detail_ruled: bool


def plan_floor(width: int, height: int, layout: Layout) -> FloorPlan:
    """Divide a floor of this size. ``layout`` says in percent what the wire takes, and what lies over the detail.

    Where the detail stands beside the lanes, they have the more of the width the more would lie over it.
    """
    wire, upper = layout.wire, layout.upper
    if width >= BESIDE_FROM:
        wire = _wire_of_three(layout)
        lanes = _LANES * upper
        columns = divide(width, (_BESIDE * wire, lanes * (100 - wire), (_BESIDE - lanes) * (100 - wire)))
        boxes = _row(columns, 0, height)
        return FloorPlan(columns, (height,), boxes[0], boxes[1], boxes[2], True, True)
    rows = divide(height, (upper, 100 - upper))
    if width >= READER_BELOW:
        columns = divide(width, (wire, 100 - wire))
        boxes = _row(columns, 0, rows[0])
        detail = Box(0, rows[0], width, rows[1])
        return FloorPlan(columns, rows, boxes[0], boxes[1], detail, True, False)
    below = Box(0, rows[0], width, rows[1])
    return FloorPlan((width,), rows, Box(0, 0, width, rows[0]), below, None, False, False)


def wire_ending_at(x: int, width: int, layout: Layout) -> Layout:
    """The layout in which the wire ends at a column of a floor so wide; the inverse of :func:`plan_floor`."""
    percent = -(-100 * x // width)
    wanted = -(-percent * 3 // 2) if width >= BESIDE_FROM else percent
    return layout.wider(wanted - layout.wire)


def lanes_ending_at(x: int, width: int, layout: Layout) -> Layout:
    """The layout in which the lanes, with the detail beside them, end at a column of a floor so wide."""
    wire = _wire_of_three(layout)
    wanted = -(-(100 * _BESIDE * x - _BESIDE * wire * width) // (_LANES * (100 - wire) * width))
    return layout.taller(wanted - layout.upper)


def _wire_of_three(layout: Layout) -> int:
    """What the wire takes in percent where three panes stand beside each other."""
    return layout.wire * 2 // 3


def upper_ending_at(y: int, height: int, layout: Layout) -> Layout:
    """The layout in which what lies over the lower part ends at a row of a floor so high."""
    return layout.taller(-(-100 * y // height) - layout.upper)


def divide(cells: int, shares: Sequence[int]) -> tuple[int, ...]:
    """So many cells in parts as large as their shares, as nearly as whole cells allow."""
    whole = sum(shares)
    edges = [0]
    taken = 0
    for share in shares:
        taken += share
        edges.append(cells * taken // whole)
    return tuple(end - begin for begin, end in pairwise(edges))


def lane_heights(height: int, updates: Sequence[int]) -> tuple[int, ...]:
    """Cells for each lane by how many updates it holds: an empty one needs no third of the screen.

    None is lower than a head with a few lines, as long as there is room for that.
    """
    lowest = min(LOWEST_LANE, height // len(updates))
    shares = [min(2 * max(number, 1) + 1, LONGEST_SHARE) for number in updates]
    heights = [lowest] * len(updates)
    free = set(range(len(updates)))
    room = height
    while free:
        members = sorted(free)
        parts = dict(zip(members, divide(room, [shares[at] for at in members]), strict=True))
        low = {at for at in members if parts[at] < lowest}
        if not low:
            for at in members:
                heights[at] = parts[at]
            break
        free -= low
        room -= lowest * len(low)
    return tuple(heights)


def _row(columns: Sequence[int], y: int, height: int) -> list[Box]:
    return [Box(sum(columns[:at]), y, width, height) for at, width in enumerate(columns)]
