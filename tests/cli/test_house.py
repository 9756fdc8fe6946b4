"""Watch terms, saved views, the configuration, completion, the plain desk."""

from pathlib import Path

import pytest

from tests.cli.conftest import Arrive, Wireroom, Write


def test_watch_terms(cli: Wireroom) -> None:
    assert cli("watch", "add", "net", "blackout", "--bell").code == 0
    cli("watch", "add", "airport")
    listed = cli("watch", "list", "--json").json
    assert [(term["term"], term["bell"], term["by"]) for term in listed] == [
        ("airport", False, "aigerim"),
        ("net blackout", True, "aigerim"),
    ]
    assert "airport" in cli("watch", "list").out
    assert cli("watch", "remove", "Airport").code == 0
    assert [term["term"] for term in cli("watch", "list", "--json").json] == ["net blackout"]
    assert cli("watch", "remove", "airport").code == 1
    assert cli("watch", "add").code == 2


def test_saved_views(cli: Wireroom) -> None:
    assert cli("views", "save", "hot", "-tag:cold", "stage:new").code == 0
    assert [(view["name"], view["query"]) for view in cli("views", "list", "--json").json] == [
        ("hot", "-tag:cold stage:new")
    ]
    assert "hot" in cli("views", "list").out
    assert cli("views", "save", "bad", "stage:nowhere").code == 2
    assert cli("views", "remove", "hot").code == 0
    assert cli("views", "list", "--json").json == []


def test_config_says_where_and_what(cli: Wireroom, place: Path) -> None:
    told = cli("config", "--json")
    assert told.code == 0
    assert told.json["path"] == str(place / "config.toml")
    assert told.json["exists"] is True
    assert told.json["store"] == str(place / "newsroom.wireroom")
    assert told.json["editor"] == "aigerim"
    assert told.json["settings"]["publish"]["folder"] == str(place / "published")
    assert told.json["problems"] == []
    assert "publish.folder" in cli("config").out


def test_config_names_what_is_wrong_with_it(cli: Wireroom, place: Path) -> None:
    (place / "config.toml").write_text("[publish]\nfoldr = 'x'\n", encoding="utf-8")
    told = cli("config", "--json")
    assert told.code == 2
    assert "foldr" in told.json["problems"][0]
    assert "folder" in told.err
    listed = cli("blog", "list")
    assert listed.code == 2
    assert "foldr" in listed.err


def test_config_shows_no_password(cli: Wireroom) -> None:
    told = cli("config", "--store", "postgresql://desk:secret@db.example/news")
    assert "secret" not in told.out + told.err
    assert "db.example" in told.out


@pytest.mark.parametrize(
    "address",
    ["postgresql://desk:secret@db.example/news", "postgresql://db.example/news?user=desk&password=secret"],
)
def test_config_shows_no_password_of_the_file_either(cli: Wireroom, place: Path, address: str) -> None:
    (place / "config.toml").write_text(f"[store]\npath = '{address}'\n", encoding="utf-8")
    for more in ((), ("--json",)):
        told = cli("config", "--config", str(place / "config.toml"), *more, shared=False)
        assert "secret" not in told.out + told.err
        assert told.out.count("db.example") == 2


def test_config_shows_what_is_set_as_it_is_typed(cli: Wireroom, place: Path) -> None:
    lines = {tuple(line.split(maxsplit=1)) for line in cli("config").lines}
    assert {("publish.websub", "not set"), ("desk.keys", "not set"), ("desk.pull", "no")} <= lines
    text = "[publish]\nwebsub = ['https://hub.example/', 'https://push.example/']\n[desk.keys]\nkeep = 'k'\n"
    (place / "config.toml").write_text(text, encoding="utf-8")
    lines = {tuple(line.split(maxsplit=1)) for line in cli("config").lines}
    assert {
        ("publish.websub", "https://hub.example/ https://push.example/"),
        ("desk.keys", "keep = k"),
    } <= lines


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(cli: Wireroom, shell: str) -> None:
    told = cli("completion", shell)
    assert told.code == 0
    assert "_WIREROOM_COMPLETE" in told.out


def test_completion_wants_a_shell_it_knows(cli: Wireroom) -> None:
    assert cli("completion", "powershell").code == 2


def test_the_plain_desk_reads_and_does(cli: Wireroom, blog: str, write: Write) -> None:
    draft = write("A draft")
    told = cli(
        "--plain",
        stdin=f"read\nedit {draft} --headline 'Edited by ear'\nupdates {blog}\nwrong words\nedit 'open\nquit\nnever\n",
    )
    assert told.code == 0
    assert f"Live blog {blog}" in told.out
    assert "1 draft" in told.out
    assert "Edited by ear" in told.out
    assert "Ended with code 2." in told.out
    assert "Not understood" in told.out
    assert "never" not in told.out


def test_the_plain_desk_tells_of_news_and_reads_them(cli: Wireroom, arrive: Arrive) -> None:
    arrive("Before")
    told = cli("--plain", stdin="?\nnews\nq\nno word of wireroom\n")
    assert "Wire: 1 new item." in told.out
    assert "No such command" not in told.err
    assert "news" in told.out
    assert "That is all." in told.out


def test_a_configuration_that_was_named_and_is_not_there_is_refused_in_words(
    cli: Wireroom, place: Path
) -> None:
    (place / "config.toml").unlink()
    refused = cli("blog", "list")
    assert refused.code == 2
    assert f"There is no configuration {place / 'config.toml'}." in refused.err
    assert "not there: everything is default" in cli("config").out
    assert cli("config", "--set", "desk.theme", "terminal").code == 0
    assert cli("blog", "list").code == 0
