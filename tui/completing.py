"""Completion of a command line as a shell gives it, from the commands themselves and from what the newsroom holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from wireroom.desk.seat import short
from wireroom.model import LiveBlog, Update

if TYPE_CHECKING:
    import click

    from wireroom.desk.newsroom import Newsroom

_Named = TypeVar("_Named", LiveBlog, Update)

#: Commands for items that drafts have, too.
_OF_DRAFTS_TOO = ("spike", "restore")

#: How many updates, items or alerts are offered.
OFFERED = 40


class Candidate(Struct, frozen=True):
    """What a word may become, and in words what that is, where it does not say so itself."""

    word: str
    told: str = ""


class Here(Struct, frozen=True):
    """Where an editor stands: ids of the live blog that is open, and of the update or the item under the cursor."""

    blog: str = ""
    update: str = ""
    item: str = ""

    def names(self, word: str) -> bool:
        """Whether a word is the end of the id of what is under the cursor."""
        return word in (short(self.update), short(self.item))


def candidates(newsroom: "Newsroom", typed: str, here: Here) -> list[Candidate]:
    """What the last word of a line may become: commands, options, their values; slugs and ids, that of the row first."""
    from click.shell_completion import ShellComplete

    from tui.cli.root import wireroom

    before, _, word = typed.rpartition(" ")
    words = before.split()
    shell = ShellComplete(wireroom, {}, "wireroom", "_WIREROOM_COMPLETE")
    told = shell.get_completions(words, word)
    found = [Candidate(str(item.value)) for item in told if item.type == "plain"]
    if words and not found and not word.startswith("-"):
        offers = (one for kind in _asked_for(words) for one in _KNOWN[kind](newsroom, here))
        found = [one for one in offers if one.word.startswith(word)]
    return [one for one in dict.fromkeys(found) if one.word != word]


def completed(typed: str, candidate: str) -> str:
    """The line with its last word completed."""
    before, blank, _ = typed.rpartition(" ")
    return f"{before}{blank}{candidate}"


def begun(newsroom: "Newsroom", name: str, here: Here) -> str:
    """The beginning of a line with a command: as many of its first arguments as the place where one stands tells."""
    words = [name]
    item = here.item or (here.update if name in _OF_DRAFTS_TOO else "")
    near = {"blog": here.blog, "update": here.update, "item": item}
    for argument in _arguments(_command([name])):
        known = near.get(_kind(argument))
        if not known:
            break
        words.append(newsroom.store.blog(known).slug if known == here.blog else short(known))
    return " ".join(words) + " "


def _asked_for(words: Sequence[str]) -> Iterable[str]:
    """The kinds of things that may come next: what the option before it takes, else any of the arguments."""
    command = _command(words)
    if words[-1].startswith("--"):
        asked = [option for option in command.params if words[-1] in option.opts]
    else:
        asked = list(_arguments(command))
    return dict.fromkeys(kind for one in asked if (kind := _kind(one)) in _KNOWN)


def _command(words: Sequence[str]) -> "click.Command":
    """The command that the first words lead to."""
    import click

    from tui.cli.root import wireroom

    command: click.Command = wireroom
    context = click.Context(command)
    for word in words:
        found = command.get_command(context, word) if isinstance(command, click.Group) else None
        if found is None:
            break
        command = found
    return command


def _arguments(command: "click.Command") -> Iterable["click.Parameter"]:
    return (one for one in command.params if one.param_type_name == "argument")


def _kind(parameter: "click.Parameter") -> str:
    """What a parameter names, told by its name; empty for anything that is not in the newsroom."""
    return _KINDS.get(parameter.name or "", "")


_KINDS: Mapping[str, str] = {
    "blog": "blog",
    "slug": "blog",
    "confirm": "blog",
    "update": "update",
    "supersedes": "update",
    "built_on": "update",
    "replaced_by": "update",
    "item_id": "item",
    "items": "item",
    "words": "item",
    "source": "item",
    "alert_ids": "alert",
    "feed": "feed",
    "feeds": "feed",
}


def _first(listed: Iterable[_Named], near: str) -> list[_Named]:
    """The same things, that with an id first."""
    return sorted(listed, key=lambda one: one.id != near)


def _blogs(newsroom: "Newsroom", here: Here) -> Iterable[Candidate]:
    return (Candidate(blog.slug) for blog in _first(newsroom.store.blogs(), here.blog))


def _updates(newsroom: "Newsroom", here: Here) -> Iterable[Candidate]:
    listed = newsroom.store.updates(here.blog) if here.blog else []
    return [Candidate(short(one.id), one.headline or one.status) for one in _first(listed, here.update)][
        :OFFERED
    ]


def _items(newsroom: "Newsroom", here: Here) -> Iterable[Candidate]:
    near = newsroom.store.items([here.item]) if here.item else []
    listed = [*near, *newsroom.wire.page("", limit=OFFERED).items]
    return (Candidate(short(item.id), item.headline) for item in listed)


def _alerts(newsroom: "Newsroom", here: Here) -> Iterable[Candidate]:
    return (
        Candidate(short(one.id), f"{one.kind}: {one.was}")
        for one in newsroom.store.alerts(here.blog)[:OFFERED]
    )


def _feeds(newsroom: "Newsroom", _here: Here) -> Iterable[Candidate]:
    return (Candidate(short(feed.id), feed.title or feed.url) for feed in newsroom.store.feeds())


_KNOWN: Mapping[str, Callable[["Newsroom", Here], Iterable[Candidate]]] = {
    "blog": _blogs,
    "update": _updates,
    "item": _items,
    "alert": _alerts,
    "feed": _feeds,
}
