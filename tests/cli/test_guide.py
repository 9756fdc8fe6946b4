"""The guide names only what is there: pictures, commands and their options."""

import re
import shlex

import click
import pytest

from tests.support.places import ROOT
from tui.cli.root import wireroom

GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
LINES = [
    line
    for block in re.findall(r"^```\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
    if line.startswith("wireroom ")
]
INLINE = re.findall(r"`(wireroom [^`]+)`", GUIDE)


def test_the_guide_has_examples() -> None:
    assert len(LINES) > 5
    assert len(INLINE) > 5


@pytest.mark.parametrize("line", [*LINES, *INLINE])
def test_every_command_and_option_is_there(line: str) -> None:
    words = shlex.split(line.partition(">")[0])[1:]
    command: click.Command = wireroom
    options = {option for param in command.params for option in param.opts}
    for word in words:
        with click.Context(command) as context:
            found = command.get_command(context, word) if isinstance(command, click.Group) else None
        if found is not None:
            command = found
            options |= {option for param in command.params for option in param.opts}
    assert command is not wireroom or words[0].startswith("--")
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("picture", re.findall(r"!\[[^]]*\]\(([^)]+)\)", GUIDE))
def test_every_picture_is_there(picture: str) -> None:
    assert (ROOT / "docs" / picture).resolve().is_file()
