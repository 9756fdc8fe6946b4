"""Whose words a piece of copy is: the agency it credits."""

import re
from functools import cache

from wireroom.patterns import Pattern
from wireroom.text.language import origins
from wireroom.text.phrases import choice

_HEAD = 400
_TAIL = 240

#: A dateline (a place in capitals, or a place and a date) that opens the copy credits whoever it names in
#: parentheses, known or not; a date there credits nobody.
_DATELINE = Pattern(
    r"\A\W*(?:[A-ZА-ЯЁ]{2,}[^\n()]{0,60}|[^\W\d_][^\n(),]{1,40},[^\n(),]*\d[^\n(),]*)\s\((?P<who>(?:[A-ZА-Я][\w&.'’-]*[^\S\n]?){1,4})\)\s*[-–—]"
)
#: Sets of names for which patterns are made; as many take as long to make as those of all names.
_MOST_SETS = 16
_DATE_WORD = Pattern(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August|"
    r"(?:Septem|Octo|Novem|Decem)ber|Updated?|Today"
)


def agency_credit(text: str) -> str:
    """The organisation whose copy a text says it is, under the name by which copies are counted, or nothing.

    A credit is a dateline ("ALMATY (Reuters) -", "ALMATY, Jan 5 (AP) —"), a line at the end ("— AFP", "(Reporting by
    ...; Reuters)"), or a byline ("By Reuters", "Reuters |"). A name inside the story is none: it may be a rival quoted.
    An agency that the rules don't know is believed only in an opening dateline.
    """
    head, telling = text[:_HEAD], _telling()
    for place, part in enumerate((head, text[-_TAIL:])):
        found = _patterns(_named(part))[place].search(part) if telling.search(part) else None
        if found:
            return _origins()[" ".join((found.group(found.lastindex or 0)).lower().split())]
    dateline = _DATELINE.match(head) if "(" in head else None
    if dateline and not _DATE_WORD.match(dateline["who"]):
        return dateline["who"].strip()
    return ""


def without_dateline(text: str) -> str:
    """Take off the dateline that opens a piece of copy ("ALMATY, 5 January (Reuters) - "), if there is one."""
    dateline = _DATELINE.match(text[:_HEAD])
    return text[dateline.end() :].lstrip() if dateline else text


@cache
def _words() -> dict[str, str]:
    """Of each name that agencies are credited under the longest word, one with capitals before others."""
    return {
        form: max(form.split(), key=lambda word: (not word.islower(), len(word)))
        for forms in origins().values()
        for form in forms
    }


@cache
def _telling() -> re.Pattern[str]:
    """A word of any agency's name; looked for first, as most copy credits nobody."""
    return re.compile(rf"(?:{choice(map(re.escape, set(_words().values())))})(?!\w)")


def _named(part: str) -> tuple[str, ...]:
    """The names that may stand in a text; all of them once patterns were made for many sets of names."""
    if _patterns.cache_info().currsize >= _MOST_SETS:
        return tuple(_words())
    return tuple(form for form, word in _words().items() if word in part)


@cache
def _origins() -> dict[str, str]:
    """The origin that each name stands for."""
    return {name.lower(): origin for origin, forms in origins().items() for name in forms}


@cache
def _patterns(names: tuple[str, ...]) -> tuple[Pattern[str], Pattern[str]]:
    """Patterns of a credit to one of these names, at the head and at the tail of a text."""
    name = choice(re.escape(form).replace(r"\ ", " ") for form in names)
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
    return Pattern(head, re.MULTILINE), Pattern(tail)
