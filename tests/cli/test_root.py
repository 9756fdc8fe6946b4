"""The top of the command line: its list of commands, its start, its shared options."""

import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Wireroom
from tests.support.places import ROOT
from tui.cli.lazy import LazyGroup
from tui.cli.root import wireroom
from tui.cli.sections import Lazy
from wireroom import __version__

assert isinstance(wireroom, LazyGroup)
LAZY = [lazy for section in wireroom.sections.values() for lazy in section]

#: Every command of the contract, with the words that lead to it.
CONTRACT = [
    *(["feeds", verb] for verb in ("add", "import", "export", "list", "show", "pause", "resume", "remove")),
    *(["watch", verb] for verb in ("add", "list", "remove")),
    *(["blog", verb] for verb in ("new", "list", "show", "pin", "summary", "end")),
    *(
        [verb]
        for verb in [
            "demo",
            "pull",
            "wire",
            "item",
            "tag",
            "keep",
            "spike",
            "restore",
            "write",
            "updates",
            "mark",
            "edit",
            "correct",
            "kill",
            "undo",
            "publish",
            "lint",
            "serve",
            "snapshots",
            "rollback",
            "web",
            "log",
            "handover",
            "check",
            "export",
            "import",
            "backup",
            "cues",
            "config",
        ]
    ),
]


@pytest.mark.parametrize("lazy", LAZY, ids=lambda lazy: lazy.name)
def test_help_of_the_list_is_the_commands_own(lazy: Lazy) -> None:
    command = lazy.load()
    own = " ".join((command.help or "").split())
    assert own.startswith(lazy.help)


@pytest.mark.parametrize("words", CONTRACT, ids=" ".join)
def test_every_command_of_the_contract_explains_itself(cli: Wireroom, words: list[str]) -> None:
    explained = cli(*words, "--help")
    assert explained.code == 0
    assert explained.out.startswith(f"Usage: wireroom {' '.join(words)} ")
    assert "--store" in explained.out


def test_every_listing_of_the_contract_takes_json() -> None:
    listings = ["pull", "wire", "item", "updates", "publish", "lint", "snapshots", "log", "handover", "cues"]
    for lazy in LAZY:
        if lazy.name in listings:
            assert any("--json" in option.opts for option in lazy.load().params), lazy.name


def test_help_imports_neither_screen_nor_store() -> None:
    code = (
        "import sys; sys.argv = ['wireroom', '--help']\n"
        "from tui.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'textual', 'rich', 'feedparser', 'pycurl', 'jinja2', 'sqlite3', 'tinydb', 'aiohttp'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stderr.strip() == "[]"
    assert "Live blogs:" in told.stdout


def test_commands_import_no_screen() -> None:
    modules = sorted({lazy.module for lazy in LAZY})
    lines = [
        "import sys, importlib",
        f"for name in {modules!r}: importlib.import_module(name)",
        "heavy = {'textual', 'rich', 'feedparser', 'pycurl', 'jinja2', 'aiohttp'}",
        "print(sorted(heavy & set(sys.modules)))",
    ]
    code = "\n".join(lines)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"


def test_without_a_terminal_says_so(cli: Wireroom) -> None:
    told = cli()
    assert told.code == 2
    assert told.out == ""
    assert "needs a terminal" in told.err
    assert "--plain" in told.err


def test_version(cli: Wireroom) -> None:
    assert cli("--version").out == f"wireroom {__version__}\n"


def test_an_unknown_command_is_wrong_usage(cli: Wireroom) -> None:
    told = cli("publsh")
    assert told.code == 2
    assert "publsh" in told.err
    assert told.out == ""


def test_shared_options_may_stand_after_the_command(cli: Wireroom, place: Path) -> None:
    other = str(place / "other.wireroom")
    assert cli("blog", "new", "elsewhere", "--headline", "H", "--store", other, shared=False).code == 0
    listed = cli("blog", "list", "--json", "--store", other, shared=False)
    assert [blog["slug"] for blog in listed.json] == ["elsewhere"]
    assert cli("blog", "list", "--json").json == []


def test_as_names_who_acts(cli: Wireroom) -> None:
    cli("blog", "new", "almaty", "--headline", "H", "--as", "dana")
    assert cli("blog", "list", "--json").json[0]["created_by"] == "dana"


def test_environment_names_store_and_editor(place: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tui", "config", "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={
            "WIREROOM_STORE": str(place / "env.wireroom"),
            "WIREROOM_EDITOR": "marat",
            "XDG_CONFIG_HOME": str(place),
            "HOME": str(place),
            "PATH": "",
        },
    )
    assert f'"store": "{place / "env.wireroom"}"' in told.stdout
    assert '"editor": "marat"' in told.stdout


def test_a_store_that_is_none_is_store_trouble(cli: Wireroom, place: Path) -> None:
    wrong = place / "letter.txt"
    wrong.write_text("Dear editor,\n" * 300, encoding="utf-8")
    told = cli("blog", "list", "--store", str(wrong))
    assert told.code == 3
    assert told.out == ""
    assert told.err.strip()


def test_the_presenter_names_what_and_what_to_do(cli: Wireroom, blog: str) -> None:
    told = cli("blog", "new", blog, "--headline", "Again")
    assert told.code == 1
    assert told.err.startswith("Refused: ")
    assert len(told.err.splitlines()) >= 2


def test_click_groups_show_help_without_a_command(cli: Wireroom) -> None:
    told = cli("feeds")
    assert told.code == 2
    assert "Commands:" in told.err


@pytest.mark.parametrize(
    ("words", "next_step"),
    [
        ("feeds list", "wireroom feeds add"),
        ("wire", "wireroom feeds add"),
        ("blog list", "wireroom blog new"),
        ("watch list", "wireroom watch add"),
        ("views list", "wireroom views save"),
        ("alerts", "No source has changed"),
    ],
)
def test_an_empty_list_says_so_beside_what_scripts_read(cli: Wireroom, words: str, next_step: str) -> None:
    told = cli(*words.split())
    assert (told.code, told.out) == (0, "")
    assert next_step in told.err
    quiet = cli(*words.split(), "--json")
    assert (quiet.code, quiet.out.strip(), quiet.err) == (0, "[]", "")


def test_columns_stand_under_each_other_in_any_script(cli: Wireroom) -> None:
    cli("watch", "add", "停電")
    cli("watch", "add", "curfew")
    starts = {cell_len(line[: line.index("by ")]) for line in cli("watch", "list").out.splitlines()}
    assert len(starts) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["updates", "nowhere"],
        ["log", "nowhere"],
        ["snapshots", "nowhere"],
        ["publish", "nowhere"],
        ["lint", "nowhere"],
        ["handover", "nowhere"],
        ["serve", "nowhere"],
        ["write", "nowhere", "--headline", "H"],
    ],
)
def test_a_live_blog_that_is_not_there_is_said_alike_everywhere(cli: Wireroom, words: list[str]) -> None:
    told = cli(*words)
    assert told.code == 1
    assert "'wireroom blog list' shows those there are" in told.err
