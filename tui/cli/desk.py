"""Opens the desk: the only way from the command line to the screen."""

from tui.cli.session import Session


def open_desk(here: Session) -> None:
    """Open the desk on the newsroom of this run, and stay until it is closed."""
    from tui.app import DeskApp

    DeskApp(here.newsroom).run()
