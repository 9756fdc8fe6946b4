"""A desk that ends with its terminal, or is told to end: the others know at once, and a terminal is given back."""

import signal

import pytest

from tests.e2e.conftest import Installed, document
from tests.e2e.terminal import Terminal


@pytest.fixture
def desk(home: dict[str, str], installed: Installed) -> Terminal:
    installed("blog", "new", "night", "--headline", "A long night")
    return Terminal([], columns=80, rows=24, environment=home)


def test_a_desk_whose_terminal_is_closed_is_gone_at_once(desk: Terminal, installed: Installed) -> None:
    with desk:
        desk.wait_for("look at the empty desk first")
        assert len(document(installed("desks", "--json"))) == 1
        assert desk.send(signal.SIGHUP) == -signal.SIGHUP
    assert document(installed("desks", "--json")) == []


def test_a_desk_that_is_told_to_end_leaves_as_by_its_key(desk: Terminal, installed: Installed) -> None:
    with desk:
        desk.wait_for("look at the empty desk first")
        assert desk.send(signal.SIGTERM) == 0
    assert document(installed("desks", "--json")) == []
