"""Addresses behind what the desk shows, opened in the browser of this machine."""

from typing import TYPE_CHECKING

from tui.panes.lane_rows import LaneRow
from tui.panes.wire_rows import WireRow

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def open_link(desk: "DeskScreen") -> None:
    """Open the address of what is under the cursor, or say in the foot that there is none."""
    address = link_of(desk.floor.row)
    if address:
        open_address(desk, address)
    else:
        desk.foot.hint("There is no link here.")


def open_address(desk: "DeskScreen", address: str) -> None:
    """Open an address, and say so."""
    desk.app.open_url(address)
    desk.mention(f"opened {address}")


def link_of(row: WireRow | LaneRow | None) -> str:
    """The address behind an item, or behind the first evidence of an update that has one; empty without."""
    if isinstance(row, WireRow):
        found = row.item.link
    elif isinstance(row, LaneRow):
        found = next((piece.url for piece in row.update.evidence if piece.url), "")
    else:
        found = ""
    return found if found.startswith(("http://", "https://")) else ""
