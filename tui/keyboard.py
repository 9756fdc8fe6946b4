"""From keys to commands: the count typed before one, what it lacks where one is, and the keys that the foot shows."""

from typing import TYPE_CHECKING

from textual import events

from tui.commands.command import Command, Needs
from tui.commands.registry import BY_ID, foot_commands, foot_keys
from tui.widgets.lines import LineList
from tui.widgets.reader import ReaderView
from wireroom.errors import WireroomError
from wireroom.model import Status

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

#: No command counts farther, whatever was typed.
MOST = 10_000


class Keyboard:
    """Runs the commands of the desk, by their keys or by their names."""

    def __init__(self, desk: "DeskScreen") -> None:
        self._desk = desk
        self.count = 1
        """The number typed before the key of the command that runs; 1 without one."""
        self.last: type[Command] | None = None
        """The command that is done again by :class:`tui.commands.house.Repeat`."""
        self._digits = ""
        self._shown_for: frozenset[Needs] = frozenset()

    def take(self, event: events.Key) -> bool:
        """Take a key that is a command's, a count's or a letter of the filter; tells whether it was one.

        The next key then meets what this one began, which it would not on the long way through the widgets.
        """
        desk = self._desk
        if desk.wire.filtering:
            return desk.wire.type(event)
        if not isinstance(desk.focused, LineList | ReaderView):
            return False
        digit = event.character or ""
        if digit.isdigit() and digit.isascii() and (self._digits or digit != "0"):
            self._type((self._digits + digit)[:5])
            return True
        command = desk.desk_app.commands_by_key.get(event.key)
        if command is None:
            return False
        self.run(command)
        return True

    def run(self, command_id: str) -> None:
        """Run a command with the count that was typed before its key, or say in the foot what it lacks."""
        self.count = min(int(self._digits or "1"), MOST)
        self._type("")
        command = BY_ID[command_id]
        lacks = command.needs not in self.present()
        self._desk.foot.hint(command.needs.value if lacks else "")
        if lacks:
            return
        if command.repeatable:
            self.last = command
        try:
            command.run(self._desk)
        except WireroomError as error:
            self._desk.office.present(error)

    def present(self) -> frozenset[Needs]:
        """What there is that a command may need."""
        floor, here = self._desk.floor, {Needs.NOTHING}
        if floor.on_wire:
            here |= {Needs.ITEM, Needs.SPIKABLE}
        if (update := floor.update) is not None:
            here.add(Needs.UPDATE)
            if update.status is Status.DRAFT:
                here.add(Needs.SPIKABLE)
        if floor.row is not None:
            here.add(Needs.EITHER)
        if self._desk.blog is not None:
            here.add(Needs.BLOG)
        return frozenset(here)

    def _type(self, digits: str) -> None:
        self._digits = digits
        self._desk.foot.count(digits)

    # -- in the foot

    def show_keys(self) -> None:
        """Show the keys of what can be done here."""
        present = self.present()
        if present != self._shown_for:
            self._shown_for = present
            self._desk.foot.show(foot_keys(self._desk.desk_app.keys, present))

    def show_keys_anew(self) -> None:
        """Show them as they are set now."""
        self._shown_for = frozenset()
        self.show_keys()

    def run_shown(self, number: int) -> None:
        """Run the command of one of the keys that are shown, counted from 0."""
        self.run(foot_commands(self._desk.desk_app.keys, self._shown_for)[number].id())
