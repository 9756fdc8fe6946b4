"""In which language a live blog or an update is written: what is said of it, else what its letters and items tell."""

import re
from collections.abc import Iterable
from typing import Final

from wireroom.errors import UsageError
from wireroom.model import Item, LiveBlog, Update
from wireroom.text.scripts import script_of, tag_of

#: What copy is taken to be in where neither words nor letters say.
_USUAL: Final = "en"
#: Languages whose letters tell them from the others of their script: Kazakh copy in a Russian live blog.
_SURE: Final = frozenset({"kk"})
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def stated_language(tag: str) -> str:
    """A language tag as it was stated. Raises ``UsageError`` for what is no tag in the form of BCP 47."""
    plain = tag.strip().replace("_", "-")
    if not _TAG.fullmatch(plain):
        raise UsageError(
            f"{tag!r} is no language tag.", next_step="Write it as ru, kk, pt-BR or zh-Hant, or leave it out."
        )
    return plain


def language_of_blog(headline: str) -> str:
    """The language tag of a live blog of which nobody says it: what its headline's letters tell."""
    told = tag_of(headline)
    return told if told and told != "und-Latn" else _USUAL


def language_of_copy(blog: LiveBlog, headline: str, body: str, items: Iterable[Item] = ()) -> str:
    """The language tag of copy for a live blog of which nobody says it.

    It is the blog's own, unless the copy is in another script than the blog's headline, or in letters that only one
    language has. In another script an item in that script
    that it rests on tells, where its feed names another language than the blog's (many feeds say "en" whatever they
    publish), and else the letters do.
    """
    copy = f"{headline}\n\n{body}"
    script = script_of(copy)
    told = tag_of(copy)
    if not script or script == (script_of(blog.headline) or script):
        return told if told in _SURE - {_primary(blog.language)} else blog.language
    for item in items:
        tag = item.language.replace("_", "-")
        if (
            _TAG.fullmatch(tag)
            and script_of(item.headline) == script
            and _primary(tag) != _primary(blog.language)
        ):
            return tag
    return told or blog.language


def language_after(update: Update, blog: LiveBlog, headline: str, body: str) -> str:
    """The language tag of an update whose words change: another script is another language."""
    before = script_of(f"{update.headline}\n\n{update.body}")
    if script_of(f"{headline}\n\n{body}") == before:
        return update.language
    return language_of_copy(blog, headline, body)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].casefold()
