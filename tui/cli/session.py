"""What a run of the command line works with: the options that every command takes, and the newsroom they name."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tui.bootstrap import Settings
    from wireroom.desk.newsroom import Newsroom


class Session:
    """One run: its settings, and its newsroom once a command has asked for it.

    ``opening`` opens the newsroom that settings name; who gives a session to a run also closes it.
    """

    def __init__(self, opening: "Callable[[Settings], Newsroom] | None" = None) -> None:
        self._opening = opening or _open
        self._chosen: dict[str, Any] = {}
        self._newsroom: Newsroom | None = None

    @property
    def settings(self) -> "Settings":
        """What the options of this run ask for."""
        from tui.bootstrap import Settings

        return Settings(**self._chosen)

    def choose(self, **settings: Any) -> None:
        """Take a setting, in place of an earlier one."""
        self._chosen |= settings

    @property
    def newsroom(self) -> "Newsroom":
        """The newsroom in force, opened at first use.

        Raises ``ConfigError`` or ``StoreError``.
        """
        if self._newsroom is None:
            self._newsroom = self._opening(self.settings)
        return self._newsroom

    def close(self) -> None:
        """Let go of the store, if it was opened."""
        if self._newsroom is not None:
            self._newsroom.store.close()
            self._newsroom = None


def _open(settings: "Settings") -> "Newsroom":
    from tui.bootstrap import open_newsroom

    return open_newsroom(settings)


def session(ctx: click.Context) -> Session:
    """The session of this run; it is closed when the command ends."""
    root = ctx.find_root()
    if not isinstance(root.obj, Session):
        root.obj = Session()
        root.call_on_close(root.obj.close)
    return root.obj


def current_session() -> Session:
    """The session of the command that is running."""
    return session(click.get_current_context())


def newsroom() -> "Newsroom":
    """The newsroom of the command that is running."""
    return current_session().newsroom


def shared_options() -> list[click.Option]:
    """The options that say which newsroom and who; each may stand before or after a command's name."""
    return [
        click.Option(
            ["--store"],
            metavar="PATH|URL",
            expose_value=False,
            callback=_remember,
            help="The store: a file, or postgresql://... (also WIREROOM_STORE).",
        ),
        click.Option(
            ["--as", "editor"],
            metavar="NAME",
            expose_value=False,
            callback=_remember,
            help="Who is acting (also WIREROOM_EDITOR); else the login name.",
        ),
        click.Option(
            ["--config"],
            type=click.Path(dir_okay=False, path_type=Path),
            expose_value=False,
            callback=_remember,
            help="The configuration to read in place of your own.",
        ),
    ]


def _remember(ctx: click.Context, option: click.Parameter, value: Any) -> None:
    if value is not None and option.name is not None:
        session(ctx).choose(**{option.name: value})
