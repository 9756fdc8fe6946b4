"""A line that is written into."""

from textual.suggester import Suggester
from textual.widgets import Input


class LineInput(Input):
    """One line without a border, in which nothing blinks.

    Textual's ``compact`` would say the same, and make it work out the styles of a line that stands nowhere yet.
    """

    def __init__(
        self,
        value: str = "",
        *,
        id: str,  # noqa: A002 - Textual's name
        hint: str = "",
        suggester: Suggester | None = None,
    ) -> None:
        super().__init__(
            value,
            placeholder=hint,
            suggester=suggester,
            select_on_focus=False,
            id=id,
        )
        self.cursor_blink = False
