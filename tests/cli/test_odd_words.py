"""Words that make no sense, in every place where a command takes one: each run ends in a sentence, none in a traceback."""

import random
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.conftest import Arrive, Wireroom
from tui.cli.root import wireroom

_ODD = (
    *("", ":", "-", "--", "+", "x", "%s", "{0}", "[red]x", "\n", "²", "NaN", "-1", "9" * 30, "9" * 5000, "a" * 5000),
    *("é\u202e", "\udcff", "💥" * 50, "/", ".", "../../etc", "~/x", "/dev/null", "nowhere/at/all", "http://["),
    *("https://[::1]:99999/", "javascript:1", "https://a.example/", "25:61", "14:30", "2022-02-30 10:00", "99999999d"),
    *("2022-01-05T10:00+99:99", "since:2h", "since:99999999d", '-sport "', "stage:new OR", "(((", "tag:", "cue:hedge"),
    *("official:Police", "unnamed:", "document:Decree 3:https://x.example/", "known:x", "Asia/Almaty", "xx-²"),
)  # fmt: skip

#: What waits for somebody, or asks other machines.
_STAYING = frozenset({"desk", "web", "serve", "demo", "pull", "article", "add"})
_LEFT_OUT = frozenset({"follow", "every", "watch", "to", "store", "config", "help"})


def _commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in set(command.list_commands(context)) - _STAYING:
        below = command.get_command(context, name)
        assert below is not None
        yield from _commands(below, (*path, name))


def _words(chance: random.Random, command: click.Command, known: list[str]) -> Iterator[str]:
    """Something for each argument, and for some of the options."""

    def word(of: click.Parameter) -> str:
        if isinstance(of.type, click.Choice) and chance.random() < 0.8:
            return str(chance.choice(of.type.choices))
        return chance.choice(known if chance.random() < 0.5 else _ODD)

    for one in command.params:
        if isinstance(one, click.Argument):
            yield from (word(one) for _ in range(1 if one.nargs == 1 else chance.randrange(3)))
        elif isinstance(one, click.Option) and one.name not in _LEFT_OUT and chance.random() < 0.3:
            yield one.opts[-1]
            yield from (word(one) for _ in range(0 if one.is_flag else one.nargs))


@pytest.mark.parametrize("seed", range(3))
def test_every_command_ends_in_words(
    seed: int, cli: Wireroom, arrive: Arrive, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setenv("HOME", str(place))
    chance = random.Random(seed)
    cli("blog", "new", "almaty", "--headline", "The night", "--rules", "solo")
    said = (
        "--headline",
        "Airport shut",
        "--body",
        "It is shut, police say.",
        "--evidence",
        "official:Police",
    )
    update = cli("write", "almaty", *said, "--status", "developing", "--json").json["id"]
    item = arrive("Airport closed, police say").id
    known = ["almaty", update, update[-8:], item, item[-8:]]
    commands = sorted(_commands(wireroom), key=lambda found: found[0])
    for _ in range(400):
        path, command = chance.choice(commands)
        words = [*path, *_words(chance, command, known)]
        done = cli(*words, stdin=chance.choice(("", "y\n", "text\n")))
        assert done.code in range(4), words
        assert done.err or not done.code, words


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("updates", "\udcff"), 2, "no text in UTF-8"),
        (("feeds", "export", "nowhere/x"), 2, "No such file or directory"),
        (("proof", "key", "nowhere/x"), 2, "No such file or directory"),
        (("cues", "nowhere/x"), 2, "nowhere/x can't be read as text: No such file or directory."),
        (("backup", "nowhere/x"), 3, "its folder is there"),
        (("export", "nowhere/x"), 3, "No such file or directory"),
        (("log", "--since", "99999999d"), 2, "before all calendars"),
        (("wire", "--limit", "9" * 30), 2, "not in the range"),
        (("feeds", "add", "http://["), 4, "Not an address"),
        (("feeds", "add", "--proxy", "http://[", "https://a.example/"), 2, "no address of a proxy"),
        (("demo", "--headless", "--until", "25:61"), 2, "no time of a day"),
        (("demo", "--until", "16:45"), 2, "add --headless"),
        (("feeds", "add", "--proxy", "http://h:99999", "https://a.example/"), 2, "no address of a proxy"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(
    words: tuple[str, ...], code: int, said: str, cli: Wireroom, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    cli("blog", "new", "almaty", "--headline", "The night")
    done = cli(*words)
    assert (done.code, said in done.err) == (code, True), done.err


def test_an_address_of_a_picture_that_is_none_is_named(cli: Wireroom) -> None:
    cli("blog", "new", "almaty", "--headline", "The night")
    update = cli("write", "almaty", "--headline", "Airport shut", "--json").json["id"]
    done = cli("media", "add", update, "http://[", "--alt", "Smoke")
    assert (done.code, "not an address" in done.err) == (4, True), done.err


def test_a_text_from_standard_input_that_is_none_is_refused_and_not_thinned(
    cli: Wireroom, place: Path
) -> None:
    cli("blog", "new", "almaty", "--headline", "The night")
    done = cli("write", "almaty", "--headline", "H", "--body", "-", stdin="Police sa\udcffid")
    assert (done.code, "can't be read as text" in done.err) == (2, True)
    assert cli("updates", "almaty", "--json").json == []


@pytest.mark.parametrize("address", ["postgresql://desk:secret@[", "postgresql://desk:secret@h/x?colour=red"])
def test_the_address_of_a_store_is_checked_and_its_password_told_nobody(address: str, cli: Wireroom) -> None:
    pytest.importorskip("psycopg", reason="PostgreSQL needs the extra postgres")
    done = cli("updates", "almaty", "--store", address)
    assert (done.code, "is not understood" in done.err) == (2, True)
    assert "secret" not in done.err + cli("config", "--store", address).out
