"""Whose words a piece of copy is: the agency it credits."""

import re
from functools import cache

from wireroom.text.language import origins
from wireroom.text.phrases import choice

_HEAD = 400
_TAIL = 240


def agency_credit(text: str) -> str:
    """The organisation whose copy a text says it is, under the name by which copies are counted, or nothing.

    A credit is a dateline ("ALMATY (Reuters) -", "ALMATY, Jan 5 (AP) —"), a line at the end ("— AFP", "(Reporting by
    ...; Reuters)"), or a byline ("By Reuters", "Reuters |"). A name inside the story is none: it may be a rival quoted.
    """
    patterns, names = _credits()
    for pattern, part in zip(patterns, (text[:_HEAD], text[-_TAIL:]), strict=True):
        found = pattern.search(part)
        if found:
            return names[" ".join((found.group(found.lastindex or 0)).lower().split())]
    return ""


@cache
def _credits() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], dict[str, str]]:
    names = {name.lower(): origin for origin, forms in origins().items() for name in forms}
    name = choice(re.escape(form).replace(r"\ ", " ") for forms in origins().values() for form in forms)
    head = (
        rf"\(({name})\)\s*[-–—:]"
        rf"|^\W*(?:[Bb]y|BY|От)\s+({name})(?=\s*(?:[\n|.,;:–—-]|$))"
        rf"|^\W*({name})\s*(?:[|–—]|-\s|/)"
        rf"|^[^\n]{{0,60}}?/\s?({name})\s?/"
        rf"|^[^\n.:]{{3,40}}?\s[-–—]\s({name})\.\s"
    )
    tail = (
        rf"[-–—|/(\[]\s*©?\s*({name})\s*[)\]./]*\s*$"
        rf"|(?:Source|SOURCE|Via|via|Copyright|©|Источник):?\s*(?:\d{{4}}\s+)?({name})[.\s]*$"
        rf"|\n\s*({name})[.\s]*$"
    )
    return (re.compile(head, re.MULTILINE), re.compile(tail)), names
