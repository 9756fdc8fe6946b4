"""README and docs name only what is there: commands and their options, pictures, pages and modules."""

import re
import shlex
from importlib.util import find_spec

import click
import pytest

from tests.support.places import ROOT
from tui.cli.root import wireroom

PAGES = {
    page.name: page
    for page in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))
}
MODULES = {
    str(path.relative_to(ROOT))
    for room in ("wireroom", "storage", "tui")
    for path in (ROOT / room).rglob("*.py")
}

#: What stands in a table of what the house was going to be.
PLANNED = {"tui/cli.py"}


def found(pattern: str) -> list[tuple[str, str]]:
    """Every page with what a pattern finds in it, each once."""
    return list(
        dict.fromkeys(
            (name, " ".join(words.split()))
            for name, page in PAGES.items()
            for words in re.findall(pattern, page.read_text(encoding="utf-8"), re.MULTILINE)
        )
    )


COMMANDS = found(r"^(wireroom (?:[^\n\\]|\\\n)+)$") + found(r"`(wireroom [^`]+)`")


def test_commands_are_found_in_most_pages() -> None:
    assert len({name for name, _ in COMMANDS}) > 6


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_every_command_and_option_is_there(page: str, line: str) -> None:
    words = shlex.split(line.replace("\\ ", "").partition(">")[0], comments=True)[1:]
    command: click.Command = wireroom
    options = named_options(command)
    for word in words:
        with click.Context(command) as context:
            named = command.get_command(context, word) if isinstance(command, click.Group) else None
        if named is not None:
            command = named
            options |= named_options(command)
    assert command is not wireroom or not words or words[0].startswith("--")
    assert {word for word in words if word.startswith("--")} <= options


def named_options(command: click.Command) -> set[str]:
    """The options of a command, --help among them."""
    with click.Context(command) as context:
        return {option for param in command.get_params(context) for option in param.opts}


@pytest.mark.parametrize(("page", "target"), found(r"\]\((?!https?:)([^)#]+)\)"))
def test_every_picture_and_page_is_there(page: str, target: str) -> None:
    assert (PAGES[page].parent / target).exists()


@pytest.mark.parametrize(("page", "name"), found(r"`([\w/]+\.py)`"))
def test_every_module_is_there(page: str, name: str) -> None:
    there = (ROOT / name).is_file() or any(module.endswith(f"/{name}") for module in MODULES)
    assert there or name in PLANNED


@pytest.mark.parametrize(("page", "target"), found(r"`make ([\w-]+)"))
def test_make_knows_every_target(page: str, target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("page", "name"), found(r"`python -m ([\w.]+)"))
def test_every_benchmark_is_there(page: str, name: str) -> None:
    assert find_spec(name) is not None
