"""Every command of the desk, and the keymaps made from them."""

from collections.abc import Collection, Mapping

from tui.commands import house, moving, triage, writing
from tui.commands.command import Command, Needs

#: In the order of the foot, the palette and the help.
ALL: tuple[type[Command], ...] = (
    *triage.COMMANDS,
    *writing.COMMANDS,
    *house.COMMANDS,
    *moving.COMMANDS,
)
BY_ID: Mapping[str, type[Command]] = {command.id(): command for command in ALL}

PRESETS = ("wireroom", "newsboat")


def keymap(preset: str, own: Mapping[str, str]) -> dict[str, str]:
    """The keys of every command under a preset, with the editor's own keys over it; each key is one command's."""
    claimed = _claimed(preset, own)
    holder = by_key(claimed)
    return {
        name: ",".join(key for key in keys.split(",") if holder.get(key) == name)
        for name, keys in claimed.items()
    }


def _claimed(preset: str, own: Mapping[str, str]) -> dict[str, str]:
    """The keys that commands claim, those first that the editor gave."""
    keys = {command.id(): command.keys for command in ALL if command.keys}
    if preset == "newsboat":
        keys |= {command.id(): command.newsboat for command in ALL if command.newsboat is not None}
    given = {name: ",".join(map(key_name, value.split(","))) for name, value in own.items() if name in BY_ID}
    return given | keys | given


def by_key(keys: Mapping[str, str]) -> dict[str, str]:
    """The command of each key of a keymap; of several that claim it, the first."""
    found: dict[str, str] = {}
    for name, claimed in keys.items():
        for key in claimed.split(","):
            found.setdefault(key.strip(), name)
    found.pop("", None)
    return found


#: Signs that Textual names otherwise than Unicode does.
_OTHERWISE = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_LAST_F = 24
_NAMED = frozenset(
    [
        "space",
        "enter",
        "escape",
        "tab",
        "backspace",
        "delete",
        "insert",
        "home",
        "end",
        "pageup",
        "pagedown",
        "up",
        "down",
        "left",
        "right",
    ]
)


def key_name(key: str) -> str:
    """A key as Textual calls it, of what one types for it: ``/`` is its ``slash``, ``F5`` its ``f5``."""
    key = key.strip()
    if len(key) > 1:
        return key.lower()
    if not key or key.isalnum():
        return key
    import unicodedata

    name = unicodedata.name(key, "").lower().replace("-", "_").replace(" ", "_")
    return _OTHERWISE.get(name, name)


def is_key(name: str) -> bool:
    """Whether there is such a key."""
    *_, base = name.split("+")
    if base.startswith("f") and base[1:].isdigit():
        return 1 <= int(base[1:]) <= _LAST_F
    return len(base) == 1 or base in _NAMED or base in map(key_name, _SIGNS)


def warnings(preset: str, own: Mapping[str, str]) -> list[str]:
    """What is wrong with an own keymap: names that are no command, and keys that two commands claim."""
    found = [f"{name!r} in [desk.keys] is not a command; ? lists them." for name in own if name not in BY_ID]
    found += [
        f"{key.strip()!r} in [desk.keys] is not a key; write it as F5, ctrl+e or a single sign."
        for keys in own.values()
        for key in keys.split(",")
        if not is_key(key_name(key))
    ]
    claimed: dict[str, list[str]] = {}
    for name, keys in _claimed(preset, own).items():
        for key in keys.split(","):
            if key.strip():
                claimed.setdefault(key.strip(), []).append(name)
    found += [
        f"{show_key(key)} is the key of {' and of '.join(names)}; {names[0]} has it."
        for key, names in claimed.items()
        if len(names) > 1
    ]
    return found


_SHOWN = {
    "slash": "/", "question_mark": "?", "full_stop": ".", "asterisk": "*", "plus": "+", "colon": ":",
    "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "pagedown": "PgDn", "pageup": "PgUp",
    "less_than_sign": "<", "greater_than_sign": ">", "comma": ",", "minus": "-",
    "equals_sign": "=",
}  # fmt: skip


def show_key(key: str) -> str:
    """A key as it stands in foot and help."""
    key = key.strip()
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return f"^{key[5:].upper()}"
    if key.startswith("shift+"):
        return f"Shift+{key[6:].capitalize()}"
    return (
        key if len(key) == 1 else next((sign for sign in _SIGNS if key_name(sign) == key), key.capitalize())
    )


_OF_A_THING = (Needs.ITEM, Needs.UPDATE, Needs.SPIKABLE)


def foot_commands(keys: Mapping[str, str], present: Collection[Needs]) -> list[type[Command]]:
    """What can be done where this is present and stands in the foot; what is done to the thing under the cursor first."""
    return [
        command
        for command in sorted(ALL, key=lambda command: command.needs not in _OF_A_THING)
        if command.footer and command.needs in present and keys[command.id()]
    ]


def foot_keys(keys: Mapping[str, str], present: Collection[Needs]) -> list[tuple[str, str]]:
    """Key and word of each of them."""
    return [
        (show_key(keys[command.id()].split(",")[0]), command.footer)
        for command in foot_commands(keys, present)
    ]


def show_keys(keys: str) -> str:
    """All keys of a command."""
    return " ".join(show_key(key) for key in keys.split(",") if key.strip())
