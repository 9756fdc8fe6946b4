"""Signs for what must not be told by colour alone: each goes with a word.

All are one cell wide in every locale (East Asian Width neutral), and none has an emoji form.
"""

from wireroom.model import Priority, Stage, Status

STATUS = {
    Status.DRAFT: "✎",
    Status.DEVELOPING: "◔",
    Status.CONFIRMED: "✓",
    Status.RETRACTED: "✗",
    Status.KILLED: "⊘",
}

STAGE = {
    Stage.NEW: "◦",
    Stage.KEPT: "▸",
    Stage.USED: "✓",
    Stage.SPIKED: "✗",
}

#: What stands before a headline; ordinary copy has nothing.
PRIORITY = {
    Priority.FLASH: "FLASH",
    Priority.BULLETIN: "BULLETIN",
    Priority.URGENT: "URGENT",
    Priority.UPDATE: "",
    Priority.BACKGROUND: "",
}

PINNED = "⚑"
KEY_EVENT = "✦"
PICKED = "+"


def priority_word(priority: Priority, headline: str) -> str:
    """The word for a news value, where the headline does not begin with it by itself."""
    word = PRIORITY[priority]
    return "" if headline.lstrip("*•- ").upper().startswith(word) else word
