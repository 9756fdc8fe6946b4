"""Numbers as feeds and servers state them, which may be anything."""

#: What a signed number of 32 bits holds: as seconds, 68 years.
_MOST = 2**31 - 1


def whole_number(text: str) -> int | None:
    """Read a number that is written in nothing but digits, up to what fits 32 bits; none of anything else."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()):
        return None
    significant = digits.lstrip("0") or "0"
    return _MOST if len(significant) > len(str(_MOST)) else min(int(significant), _MOST)
