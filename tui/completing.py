"""Completion of a command line as a shell gives it, from the commands themselves and from what the newsroom holds."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wireroom.desk.newsroom import Newsroom


def candidates(newsroom: "Newsroom", typed: str) -> list[str]:
    """What the last word of a line may become: commands, options, their values, slugs of live blogs."""
    from click.shell_completion import ShellComplete

    from tui.cli.root import wireroom

    before, _, word = typed.rpartition(" ")
    words = before.split()
    shell = ShellComplete(wireroom, {}, "wireroom", "_WIREROOM_COMPLETE")
    found = [str(item.value) for item in shell.get_completions(words, word) if item.type == "plain"]
    if words and not found and not word.startswith("-"):
        found = [blog.slug for blog in newsroom.store.blogs() if blog.slug.startswith(word)]
    return [one for one in dict.fromkeys(found) if one != word]


def completed(typed: str, candidate: str) -> str:
    """The line with its last word completed."""
    before, blank, _ = typed.rpartition(" ")
    return f"{before}{blank}{candidate}"
