"""Keys: what one types for them, what Textual calls them, and how they stand in foot and help."""

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


_SHOWN = {
    "slash": "/", "question_mark": "?", "full_stop": ".", "asterisk": "*", "plus": "+", "colon": ":",
    "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "pagedown": "PgDn", "pageup": "PgUp",
    "less_than_sign": "<", "greater_than_sign": ">", "comma": ",", "minus": "-",
    "equals_sign": "=",
}  # fmt: skip


_NAMES = {shown: key for key, shown in _SHOWN.items()} | {"↑": "up", "↓": "down"}


def key_shown(words: str) -> str:
    """The key that stands so in foot, help or hint, as Textual calls it: :func:`show_key` the other way round."""
    if words.startswith("^") and len(words) > 1:
        return f"ctrl+{words[1:].lower()}"
    return _NAMES.get(words) or key_name(words)


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
