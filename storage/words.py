"""Words as the full-text index takes them.

The index is fed with text folded as :func:`wireroom.filters.folded_words` folds it, in which only ASCII
punctuation is left to part words; its tokenizer parts words there and nowhere else. So index and filter agree
on what a word is by construction, in every script.
"""

import re

#: How the index parts words; letters, digits and whatever is not ASCII are words to it anyway.
TOKENIZER = "ascii tokenchars '_'"

#: Stands between headline, summary and body so that no phrase runs across; no word holds it.
FIELD_BREAK = "\ue000"

#: What parts words beyond ASCII, and NUL, at which C text ends.
_APART = re.compile(r"[^\x01-\x7f\w]+")


def copy_words(*texts: str) -> str:
    """The folded words of some texts, as the full-text index takes them."""
    return f" {FIELD_BREAK} ".join(_words(text.casefold()) for text in texts)


def _words(folded: str) -> str:
    return folded if folded.isascii() and "\0" not in folded else _APART.sub(" ", folded)


#: What parts words within ASCII.
_BLANKS = str.maketrans({at: " " for at in range(1, 128) if not (chr(at).isalnum() or chr(at) == "_")})
_BETWEEN = re.compile(r"\W+")


def spaced_words(copy: str) -> str:
    """The folded words of a copy with nothing but blanks between them, and a new line between fields."""
    return "\n".join(
        field.translate(_BLANKS) if field.isascii() else _BETWEEN.sub(" ", field)
        for field in copy.split(FIELD_BREAK)
    )


def origin_term(origin: str) -> str:
    """The term an origin is found by, folded for case."""
    return f"origin={origin.casefold()}"
