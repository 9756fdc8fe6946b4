"""A command of the desk: key, place in the palette, word in the foot and row in the help, from one definition."""

import re
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from textual.binding import Binding

    from tui.screens.desk import DeskScreen

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Needs(Enum):
    """What must be there for a command to make sense; the value says so to an editor."""

    NOTHING = ""
    ITEM = "Move to an item on the wire first."
    UPDATE = "Move to an update in a lane first."
    SPIKABLE = "Move to an item on the wire, or to a draft in a lane, first."
    EITHER = "Move to an item or an update first."
    BLOG = "Open or begin a live blog first (B)."


class Command:
    """Base of all commands. The docstring's first line is its help.

    Ids are kebab-case and stable: own keymaps name them.
    """

    keys: ClassVar[str] = ""
    """Keys, apart by commas, as Textual names them."""
    newsboat: ClassVar[str | None] = None
    """Keys under the newsboat preset, where they differ."""
    group: ClassVar[str] = "Desk"
    """Heading in the help."""
    title: ClassVar[str] = ""
    """Name in palette and help; from the class name unless given."""
    footer: ClassVar[str] = ""
    """Word in the foot; without one it does not stand there."""
    needs: ClassVar[Needs] = Needs.NOTHING
    repeatable: ClassVar[bool] = False
    """Whether ``.`` does it again."""

    @classmethod
    def id(cls) -> str:
        """The stable name, for keymaps."""
        return _WORD_START.sub("-", cls.__name__).lower()

    @classmethod
    def name(cls) -> str:
        """The name for people."""
        return cls.title or _WORD_START.sub(" ", cls.__name__).capitalize()

    @classmethod
    def help(cls) -> str:
        """What it does, in a sentence."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @classmethod
    def binding(cls) -> "Binding":
        """The binding of its keys to its action; its id lets a keymap give it other keys."""
        from textual.binding import Binding

        return Binding(
            cls.keys,
            f"command('{cls.id()}')",
            description=cls.name(),
            tooltip=cls.help(),
            show=False,
            id=cls.id(),
        )

    @classmethod
    def run(cls, desk: "DeskScreen") -> None:
        """Do it. ``desk.count`` is the number typed before the key, 1 without one."""
        raise NotImplementedError(cls.__name__)
