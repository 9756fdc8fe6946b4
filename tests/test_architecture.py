"""The house stands as planned: imports run one way, and nothing heavy comes in before it is needed."""

import subprocess
import sys

import pytest

ROOMS_BELOW_THE_SCREEN = [
    "wireroom.desk.newsroom",
    "wireroom.feeds.ingest",
    "wireroom.publish.publisher",
    "storage.store",
]


def modules_loaded_by(statement: str) -> set[str]:
    """Names of all modules that a fresh interpreter holds after a statement."""
    run = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(run.stdout.split())


@pytest.mark.parametrize("room", ROOMS_BELOW_THE_SCREEN)
def test_no_room_below_the_screen_loads_the_terminal(room: str) -> None:
    loaded = modules_loaded_by(f"import {room}")
    assert not loaded & {"textual", "rich", "click"}


@pytest.mark.parametrize(
    "module", ["wireroom.desk.newsroom", "wireroom.feeds.ingest", "wireroom.publish.publisher"]
)
def test_the_newsroom_loads_no_engine(module: str) -> None:
    loaded = modules_loaded_by(f"import {module}")
    assert not loaded & {"tinydb", "sqlite3", "psycopg", "storage"}


def test_the_command_line_opens_no_app() -> None:
    loaded = modules_loaded_by("import tui.__main__, tui.cli")
    assert not loaded & {"textual", "rich", "feedparser", "pycurl", "jinja2", "PIL"}


def test_what_the_first_frame_needs_is_light() -> None:
    loaded = modules_loaded_by("import tui.app")
    assert not loaded & {"feedparser", "pycurl", "jinja2", "PIL", "trafilatura", "fsspec", "psycopg"}
