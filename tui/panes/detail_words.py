"""What the detail says of its subject: the words in its head, and what stands there without one."""

from tui.panes.lane_rows import LaneRow
from tui.panes.wire_rows import WireRow
from tui.widgets.blocks import text
from wireroom.model import Stage

NOTHING_HERE = (text("Nothing here.", "quiet"),)


def subject_words(row: WireRow | LaneRow) -> str:
    """Which item or update is shown."""
    if isinstance(row, WireRow):
        return f"item {row.key[-4:]}" + (" · spiked" if row.item.stage is Stage.SPIKED else "")
    return f"update {row.key[-4:]} · revision {row.update.revision}"
