"""The command line as a caller sees it: words in; code, stdout and stderr out."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import open_store
from tui.cli.presenter import run
from tui.cli.root import wireroom
from wireroom.model import Feed, Item
from wireroom.ports.store import Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Wireroom = Callable[..., Outcome]
Arrive = Callable[..., Item]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A configuration that keeps everything inside the test's folder."""
    (tmp_path / "config.toml").write_text(
        f'[publish]\nfolder = "{tmp_path / "published"}"\n[desk]\npull = false\n', encoding="utf-8"
    )
    return tmp_path


@pytest.fixture
def cli(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Wireroom:
    """Run the command line on the test's store, as aigerim unless ``--as`` says otherwise."""

    def call(*words: str, stdin: str = "", shared: bool = True) -> Outcome:
        before = ["--store", str(place / "newsroom.wireroom"), "--config", str(place / "config.toml")]
        monkeypatch.setattr(
            "sys.stdin",
            io.TextIOWrapper(io.BytesIO(stdin.encode(errors="surrogateescape")), encoding="utf-8"),
        )
        capsys.readouterr()
        code = run(wireroom, [*before, "--as", "aigerim", *words] if shared else list(words))
        told = capsys.readouterr()
        return Outcome(code, told.out, told.err)

    return call


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    """The same store, opened beside the command line as another desk would."""
    opened = open_store(place / "newsroom.wireroom")
    yield opened
    opened.close()


@pytest.fixture
def feed(cli: Wireroom, store: Store) -> Feed:
    added = cli(
        "feeds", "add", "https://meridian.example/rss", "--unseen", "--title", "Meridian Press", "--json"
    )
    return store.feed(added.json[0]["id"])


@pytest.fixture
def arrive(store: Store, feed: Feed) -> Arrive:
    """Let an item come in on the wire; each a minute later than the one before."""
    began = datetime(2022, 1, 5, 3, 0, tzinfo=UTC)
    count = 0

    def arriving(headline: str, *, origin: str = "Meridian Press", **fields: Any) -> Item:
        nonlocal count
        count += 1
        item = Item(
            id=f"{count:08x}-0000-5000-8000-{count:012x}",
            feed=feed.id,
            identity=f"urn:{count}",
            link=f"https://meridian.example/{count}",
            headline=headline,
            first_seen=began + timedelta(minutes=count),
            origin=origin,
            cluster=f"{count:08x}-0000-5000-8000-{count:012x}",
            **fields,
        )
        with store.transaction() as tx:
            tx.put_items([item])
        return item

    return arriving


@pytest.fixture
def blog(cli: Wireroom) -> str:
    """A live blog under the rules of a desk; its slug."""
    opened = cli(
        "blog",
        "new",
        "almaty",
        "--headline",
        "Protests in Almaty",
        "--zone",
        "Asia/Almaty",
        "--rules",
        "desk",
    )
    assert opened.code == 0, opened.err
    return "almaty"


Write = Callable[..., str]


@pytest.fixture
def write(cli: Wireroom, blog: str) -> Write:
    """Write an update by the command line and give its id."""

    def writing(headline: str, *more: str, body: str = "Smoke stands over the city, officials said.") -> str:
        written = cli("write", blog, "--headline", headline, "--body", body, *more)
        assert written.code == 0, written.err
        return written.out.strip()

    return writing


OFFICIAL = ("--evidence", "official:Mayor's office:https://almaty.example/notice")


@pytest.fixture
def developing(write: Write) -> str:
    return write("Fire at the mayor's office", *OFFICIAL, "--status", "developing")


@pytest.fixture
def confirmed(write: Write) -> str:
    return write(
        "State of emergency declared", *OFFICIAL, "--status", "confirmed", "--note", "The decree itself."
    )
