"""Addresses behind what the desk shows, opened in the browser of this machine."""

from typing import TYPE_CHECKING

from tui.panes.lane_rows import LaneRow
from tui.panes.wire_rows import WireRow

if TYPE_CHECKING:
    from webbrowser import BaseBrowser

    from tui.screens.desk import DeskScreen


def open_link(desk: "DeskScreen") -> None:
    """Open the address of what is under the cursor, or say in the foot that there is none."""
    address = link_of(desk.floor.row)
    if address:
        open_address(desk, address)
    else:
        desk.foot.hint("There is no link here.")


def open_address(desk: "DeskScreen", address: str) -> None:
    """Open an address in the browser of this machine, and say so; where there is none it is copied."""
    if desk.app.is_web:
        desk.app.open_url(address)
        desk.mention(f"opened {address}")
    else:
        desk.office.work(_browser, lambda browser: _open_with(desk, browser, address))


def _browser() -> "BaseBrowser | None":
    """The browser of this machine, if it has one. To find it other programs may be run."""
    import webbrowser

    try:
        return webbrowser.get()
    except webbrowser.Error:
        return None


def _open_with(desk: "DeskScreen", browser: "BaseBrowser | None", address: str) -> None:
    def told(opened: bool) -> None:
        desk.mention(f"opened {address}" if opened else f"the browser did not open {address}")

    if browser is None:
        desk.app.copy_to_clipboard(address)
        desk.mention(f"no browser here; copied {address}")
    elif _needs_the_terminal(browser):
        with desk.app.suspend():
            opened = browser.open(address)
        told(opened)
    else:
        desk.office.work(lambda: browser.open(address), told)


def _needs_the_terminal(browser: "BaseBrowser") -> bool:
    """Whether it shows pages in the terminal it is started from, or may do so: that is waited for until it ends."""
    import webbrowser

    return type(browser) is webbrowser.GenericBrowser or isinstance(browser, webbrowser.Elinks)


def link_of(row: WireRow | LaneRow | None) -> str:
    """The address behind an item, or behind the first evidence of an update that has one; empty without."""
    if isinstance(row, WireRow):
        found = row.item.link
    elif isinstance(row, LaneRow):
        found = next((piece.url for piece in row.update.evidence if piece.url), "")
    else:
        found = ""
    return found if found.startswith(("http://", "https://")) else ""
