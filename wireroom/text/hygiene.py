"""Copy made fit to read: no control characters, no hidden ones, one way to write white space.

Nothing that comes off a wire is trusted. What leaves here is plain text that can write neither to a terminal nor
to a page, and whose letters stand in the order in which they are stored.
"""

import re
import unicodedata

from wireroom.patterns import Pattern

#: Escape sequences of terminals (ECMA-48: CSI, and the strings OSC, DCS, SOS, PM, APC), in 7 and in 8 bits.
_TERMINAL = Pattern(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"
)
#: C0 and C1 but for white space, what steers the direction of writing, and what has no shape at all.
_HIDDEN = Pattern(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\u00ad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0001]"
)
_EMOJI = "\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_JOINING_SCRIPTS = "\u0600-\u08ff\u0900-\u109f\u1780-\u18af\ua840-\ua8ff\ufb50-\ufdff\ufe70-\ufefc"
#: The joiners spell words in Arabic script (Persian plurals) and in Indic ones, and ZWJ builds emoji of people and
#: flags: there they are letters and stay. Anywhere else they only make two equal words differ.
_STRAY_JOINER = Pattern(
    rf"\u200c(?:(?<![{_JOINING_SCRIPTS}]\u200c)|(?![{_JOINING_SCRIPTS}]))"
    rf"|\u200d(?:(?<![{_JOINING_SCRIPTS}{_EMOJI}\ufe0f]\u200d)|(?![{_JOINING_SCRIPTS}{_EMOJI}]))"
)
#: Tag characters are legitimate after a black flag only (the flags of England, Scotland and Wales); elsewhere they
#: carry text that nobody sees.
_STRAY_TAGS = Pattern("(\U0001f3f4[\U000e0020-\U000e007e]{2,7}\U000e007f)|[\U000e0020-\U000e007f]")
_ENTITY = Pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPED_AMPERSANDS = Pattern(r"&(?:amp;|#0*38;|#[xX]0*26;)+")
#: What is not a single space already; most are, and substituting those would be most of the work.
_BLANKS = Pattern(r"[^\S\n]{2,}|[^\S\n ]|[\u3164\uffa0\u115f\u2800]+")
_BREAKS = Pattern(r"\r\n?|[\x0b\x0c\x85\u2028]")
_WEB_ADDRESS = Pattern(r"https?://[^\s<>\"'”»)\]]+", re.IGNORECASE)

_ENTITY_ROUNDS = 4
#: Visible ASCII and the line break.
_PLAIN = bytes(range(0x20, 0x7F)) + b"\n"
#: What templates set between a page's name and its site's.
_SEPARATORS = " -–—|:·»«›‹"


def clean_line(text: str) -> str:
    """One line of plain text: a headline, a name."""
    if text.isascii() and text.isalnum():
        return text
    if "&" in text or not is_plain(text):
        return " ".join(_bare(text).split())
    line = text.replace("\n\n", " ").replace("\n", " ").strip(" ")
    return " ".join(line.split()) if "  " in line else line


def clean_name(text: str) -> str:
    """A publisher's name on one line, without the strokes that its page's template put between name and nothing."""
    line = clean_line(text)
    return line.strip(_SEPARATORS) or line


def clean_text(text: str) -> str:
    """Plain text with its line breaks; paragraphs stand apart by one empty line."""
    plain = "&" not in text and is_plain(text)
    if not plain:
        text = _bare(text)
        plain = is_plain(text)
    if "  " in text or not plain:
        text = _BLANKS.sub(" ", text)
    if "\n " in text or " \n" in text:
        text = "\n".join(line.strip(" ") for line in text.split("\n"))
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()


def fold(text: str) -> str:
    """What counts when two wordings are compared: the words, on one line, links without their trackers.

    Case and punctuation stay: a changed capital or quotation mark is an edit.
    """
    line = clean_line(text)
    if not line.isascii():
        line = unicodedata.normalize("NFC", line)
    if "://" in line:
        from wireroom.text.links import canonical_link  # the desk cleans what it shows, and folds nothing

        line = _WEB_ADDRESS.sub(lambda found: canonical_link(found[0]), line)
    return line


def is_plain(text: str) -> bool:
    """Whether all of it is visible ASCII and line breaks, as most of what comes in is."""
    return text.isascii() and not text.encode().translate(None, _PLAIN)


def wording(headline: str, summary: str = "", body: str = "") -> str:
    """A hash of the folded words: equal as long as a source has not changed what it says (128 bits, in hex)."""
    from hashlib import blake2b

    words = "\x1f".join((fold(headline), fold(summary), fold(body)))
    return blake2b(words.encode(), digest_size=16).hexdigest()


def _bare(text: str) -> str:
    """Text without entities and without anything that is not seen; white space as it came."""
    if "&" not in text and is_plain(text):
        return text
    text = _visible(text)
    for _ in range(_ENTITY_ROUNDS):
        if "&" not in text:
            break
        decoded = _visible(_ENTITY.sub(_character, _ESCAPED_AMPERSANDS.sub("&", text)))
        if decoded == text:
            break
        text = decoded
    return text


def _character(entity: re.Match[str]) -> str:
    from html import unescape  # its tables take longer to load than most copy to clean

    return unescape(entity[0])


def _visible(text: str) -> str:
    if is_plain(text):
        return text
    if "\x1b" in text or not text.replace("\n", "").isprintable():
        text = _TERMINAL.sub("", text)
    text = _BREAKS.sub("\n", text.replace("\u2029", "\n\n"))
    text = _HIDDEN.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    if not text.isascii():
        text = _STRAY_TAGS.sub(lambda found: found[1] or "", text)
    return text
