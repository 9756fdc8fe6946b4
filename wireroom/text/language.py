"""The rules of reading copy, one file a language, made into patterns once.

A language is named by the feed, or else told by its script; copy in a language without rules is read for quotes,
posts and capitals only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from wireroom.patterns import Pattern
from wireroom.text.phrases import PhraseBook, Stems, Vocabulary, at_lines, choice, spaced
from wireroom.text.rules import read_rules
from wireroom.text.scripts import speaks_kazakh

#: Languages with a file of rules, the first for copy in Latin script that names none.
LANGUAGES = ("en", "ru", "kk")
_CYRILLIC = Pattern("[\u0400-\u04ff]")
_LATIN = Pattern("[A-Za-z\u00c0-\u024f]")
_SAMPLE = 400
#: Tags that state no language: none, and BCP 47's "undetermined".
_UNSTATED = frozenset({"", "und"})
#: A letter in the script of the stated language counts as so many.
_BENEFIT = 4
#: From here on a number word multiplies what stands before it.
_SIZE = 1000


class HedgeRules(Struct, frozen=True):
    """Words by which copy says that it does not know, and what around them makes them mean something else."""

    phrases: PhraseBook
    not_after: Pattern[str]
    not_before: Pattern[str]


class FigureRules(Struct, frozen=True):
    """How copy counts people: what follows a number (one group a kind), and what comes before one.

    The ``stems`` stand in whatever follows one. ``heralds`` are the words with which anything begins that comes before a number, ``about`` finds what leaves the
    number open that follows it ("at least"), ``about_after`` what does so from behind it.
    """

    number_words: Mapping[str, int]
    stems: Stems
    heralds: frozenset[str]
    after: Pattern[str]
    before: Mapping[str, PhraseBook]
    number: Pattern[str]
    about: Pattern[str]
    about_after: Pattern[str]


class MarkRules(Struct, frozen=True):
    """Marks that begin a line, and phrases anywhere."""

    marks: Pattern[str]
    phrases: PhraseBook

    def spans(self, text: str, low: str) -> Iterator[tuple[int, int]]:
        """Where words that begin a line are marks: in capitals, or set off by a colon, dash or bracket."""
        for found in at_lines(self.marks, low):
            word = text[found.start("mark") : found.end("mark")]
            if found["end"].strip() or (word.isupper() and not text.isupper()):
                yield found.start("mark"), found.end("mark")


class AttributionRules(Struct, frozen=True):
    """What names a source, to its left or to its right; see the comments of the language's file."""

    openers: PhraseBook
    passive_openers: PhraseBook
    not_saying: PhraseBook
    abbreviations: tuple[str, ...]
    sources: Vocabulary
    not_sources: Vocabulary
    credits: Vocabulary
    said: frozenset[str]
    verbs: frozenset[str]
    maybe_nouns: frozenset[str]
    noun_before: frozenset[str]
    between: frozenset[str]
    unsaid: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    connectors: frozenset[str]
    joining: frozenset[str]
    relatives: frozenset[str]
    openings: frozenset[str]
    hearsay: frozenset[str]
    inside: frozenset[str]
    appositions: frozenset[str]
    articles: frozenset[str]
    nobody: frozenset[str]
    plurals: frozenset[str]
    auxiliaries: frozenset[str]
    never_first: frozenset[str]
    only_before: Mapping[str, Pattern[str]]
    agencies: frozenset[str]
    verb_first: bool
    subject_first: bool
    postpositions: frozenset[str]
    endings: Pattern[str]


class MeaningRules(Struct, frozen=True):
    """Words a change of which changes what is said."""

    numbers: Pattern[str]
    negations: Pattern[str]
    days: frozenset[str]
    months: frozenset[str]


class WritingRules(Struct, frozen=True):
    """How an update says whose word it is, and which sources have no name."""

    reported_by: str
    closing: str
    headline_of: str
    unnamed: Pattern[str]


class Language(Struct, frozen=True):
    """Everything that reading copy in one language needs to know.

    ``telling`` are the words with which anything begins that is looked for by its words.
    """

    code: str
    hedges: HedgeRules
    attribution: AttributionRules
    urgency: MarkRules
    follow_up: MarkRules
    withdrawal: Pattern[str]
    figures: FigureRules
    meaning: MeaningRules
    writing: WritingRules
    telling: frozenset[str]


def language_of(text: str, stated: str = "") -> str:
    """The code of the language whose rules fit, or nothing; ``stated`` is a language tag such as ``en-GB``.

    Where hardly a letter is in the script of the stated language the letters tell better: many feeds say "en" whatever
    they publish.
    """
    code = stated.replace("_", "-").partition("-")[0].casefold()
    if code not in LANGUAGES and code not in _UNSTATED:
        return ""
    sample = text[:_SAMPLE]
    cyrillic, latin = 0, len(sample)
    if not sample.isascii():
        cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if code in ("ru", "kk"):
        cyrillic *= _BENEFIT
    elif code == "en":
        latin *= _BENEFIT
    if cyrillic > latin:
        return "kk" if speaks_kazakh(sample, stated=code == "kk") else "ru"
    return "en" if latin else code if code in LANGUAGES else ""


@cache
def language(code: str) -> Language:
    """The rules of a language of :data:`LANGUAGES`."""
    rules = read_rules(code)
    follow_up, meaning = _marks(rules["follow_up"]), rules["meaning"]
    hedges, urgency = _hedges(rules["hedges"]), _marks(rules["urgency"])
    attribution = _attribution(rules["attribution"], meaning["abbreviations"])
    figures = _figures(rules["figures"], rules["numbers"])
    books = (
        hedges.phrases,
        attribution.openers,
        urgency.phrases,
        follow_up.phrases,
        *figures.before.values(),
    )
    return Language(
        code=rules["code"],
        hedges=hedges,
        attribution=attribution,
        urgency=urgency,
        follow_up=follow_up,
        withdrawal=Pattern(choice(rules["follow_up"]["withdrawals"])),
        figures=figures,
        meaning=MeaningRules(
            numbers=Pattern(rf"(?<!\w){_number(rules['numbers'])}%?"),
            negations=Pattern(choice(meaning["negations"])),
            days=frozenset(meaning["days"]),
            months=frozenset(meaning["months"]),
        ),
        writing=WritingRules(
            reported_by=rules["writing"]["reported_by"],
            closing=rules["writing"]["closing"],
            headline_of=rules["writing"]["headline_of"],
            unnamed=Pattern(rf"(?<!\w){choice(rules['writing']['unnamed'])}(?!\w)"),
        ),
        telling=frozenset(figures.number_words).union(
            attribution.verbs, *(book.first_words for book in books)
        ),
    )


@cache
def origins() -> Mapping[str, tuple[str, ...]]:
    """Organisations whose copy travels, and the names under which each is credited."""
    return {origin: tuple(names) for origin, names in read_rules("origins")["origins"].items()}


@cache
def plain_words(code: str) -> frozenset[str]:
    """Words of a language that tell nothing of what a text is about."""
    rules = read_rules(code)["attribution"]
    lists = ("determiners", "prepositions", "pronouns", "connectors", "relatives", "unsaid", "said")
    return frozenset[str]().union(*(rules[name] for name in lists))


@cache
def number_words() -> Mapping[str, str]:
    """The numbers, in digits, that words in small letters are in any of the languages.

    Not those that are little words of another language: "он" is ten in Kazakh, and he in Russian.
    """
    numbers: dict[str, str] = {}
    for code in LANGUAGES:
        plain = frozenset[str]().union(*(plain_words(other) for other in LANGUAGES if other != code))
        words = read_rules(code)["numbers"].items()
        numbers.update((word, str(value)) for word, value in words if word not in plain)
    return numbers


def _hedges(rules: Mapping[str, Any]) -> HedgeRules:
    return HedgeRules(
        phrases=PhraseBook(rules["phrases"]),
        not_after=Pattern(rf"(?<!\w){choice(rules['not_after'])}\s+$"),
        not_before=Pattern(rf"\s+{choice(rules['not_before'])}(?!\w)"),
    )


def _marks(rules: Mapping[str, Any]) -> MarkRules:
    marks = rf"^[ \t*\[(#!>]*(?P<mark>{choice(rules['marks'])})(?P<end>[ \t]*(?:[:|\]*!)]|[-–—])|\s+(?=\S)|$)"
    return MarkRules(Pattern(marks, re.MULTILINE), PhraseBook(rules["phrases"]))


def _attribution(rules: Mapping[str, Any], abbreviations: Iterable[str]) -> AttributionRules:
    return AttributionRules(
        openers=PhraseBook(rules["openers"]),
        passive_openers=PhraseBook(rules["passive_openers"]),
        not_saying=PhraseBook(rules["not_saying"]),
        abbreviations=tuple(abbreviations),
        sources=Vocabulary(rules["sources"]),
        not_sources=Vocabulary(rules["not_sources"]),
        credits=Vocabulary(rules["credits"]),
        agencies=frozenset(name.lower() for names in origins().values() for name in names),
        only_before={verb: Pattern(rf"\s*{spaced(after)}") for verb, after in rules["only_before"].items()},
        verbs=frozenset([*rules["said"], *rules["reporting"], *rules["postpositions"]]),
        verb_first=rules["verb_first"],
        subject_first=rules["subject_first"],
        endings=Pattern(rf"(?:{rules['endings']})$"),
        **{
            name: frozenset[str](rules[name])
            for name in (
                "said", "postpositions", "maybe_nouns", "noun_before", "between", "unsaid", "prepositions", "determiners",
                "pronouns", "connectors", "joining", "relatives", "openings", "hearsay", "inside", "appositions", "articles", "nobody", "plurals", "auxiliaries", "never_first",
            )
        },
    )  # fmt: skip


def _figures(rules: Mapping[str, Any], words: Mapping[str, int]) -> FigureRules:
    number = rf"{_number(words)}(?!%)"
    kinds = rules["kinds"]
    after = "|".join(rf"(?P<{kind}>{choice(forms['after'])})(?!\w)" for kind, forms in kinds.items())
    before = {kind: PhraseBook(forms["before"]) for kind, forms in kinds.items()}
    about = choice(rules["about"])
    return FigureRules(
        number_words=words,
        stems=Stems(form for forms in kinds.values() for form in forms["after"]),
        heralds=frozenset().union(*(book.first_words for book in before.values())),
        after=Pattern(rf"(?P<number>{number}){spaced(rules['between'])}\s+(?:{after})"),
        before=before,
        number=Pattern(rf"\s+(?:{about}\s+)?(?P<number>{number})"),
        about=Pattern(rf"(?<!\w){about}\s+$"),
        about_after=Pattern(rf"(?<!\w){choice(rules['about_after'])}(?!\w)"),
    )


def _number(words: Mapping[str, int]) -> str:
    """Digits, with or without marks of thousands and a word of size, or number words."""
    named = "|".join(sorted(words, key=len, reverse=True))
    sizes = "|".join(word for word, value in words.items() if value >= _SIZE)
    digits = rf"(?:\d{{1,3}}(?:[, \u00a0]\d{{3}})+|\d{{1,15}}(?:[.:]\d{{1,15}})*)(?:\s(?:{sizes}))?"
    return rf"(?:{digits}|(?:{named})(?:[\s-](?:{named})){{0,5}})(?!\w)"
