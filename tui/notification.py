"""Desktop notifications: the terminal is asked to show one, as it alone knows whose desktop it stands on.

Over ssh too the words come out where the editor sits. A terminal that knows none of these sequences shows nothing.
"""

from collections.abc import Mapping

from tui.widgets.copy import line

_LONGEST = 200
_SENDER = "Wireroom"


def notification(words: str, environment: Mapping[str, str]) -> str:
    """The sequence that makes a terminal show words as a notification.

    iTerm2's (OSC 9) is what most have taken over; rxvt and those of GNOME know rxvt's own (OSC 777). tmux hands either
    on where ``allow-passthrough`` is set.
    """
    inert = line(words).replace(";", ",")[:_LONGEST]
    if "VTE_VERSION" in environment or environment.get("TERM", "").startswith("rxvt"):
        sequence = f"\x1b]777;notify;{_SENDER};{inert}\x1b\\"
    else:
        sequence = f"\x1b]9;{_SENDER}: {inert}\x1b\\"
    if "TMUX" in environment:
        return "\x1bPtmux;{}\x1b\\".format(sequence.replace("\x1b", "\x1b\x1b"))
    return sequence
