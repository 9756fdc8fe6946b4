"""Signed manifests from the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import Wireroom

pytest.importorskip("minisign")


@pytest.fixture
def key(cli: Wireroom, place: Path) -> Path:
    """A key in the newsroom's configuration; the public half of it."""
    told = cli("proof", "key", str(place / "newsroom.key"), shared=False)
    assert told.code == 0, told.err
    settings = (place / "config.toml").read_text(encoding="utf-8")
    ours = f'[publish]\nkey = "{place / "newsroom.key"}"\nmanifests = "{place / "manifests"}"\n'
    (place / "config.toml").write_text(settings.replace("[publish]\n", ours), encoding="utf-8")
    return Path(told.lines[0])


def test_every_snapshot_is_signed_and_whoever_has_the_public_key_can_check(
    cli: Wireroom, key: Path, blog: str, confirmed: str, place: Path
) -> None:
    folder = cli("publish", blog, "--json").json["path"]
    cli("correct", confirmed, "--corrected", "earlier said X; it is Y", "--headline", "Emergency ends")
    cli("publish", blog)
    check = ("proof", "check", str(place / "manifests" / blog), "--key", str(key), "--folder", folder)
    told = cli(*check, shared=False)
    assert told.code == 0, told.err
    assert "2 manifests" in told.err
    assert "Nobody signed" not in told.err
    (Path(folder) / "p" / "planted.html").write_text("Bank closed", encoding="utf-8")
    told = cli(*check, shared=False)
    assert "Nobody signed 1 file there:\n  p/planted.html\n" in told.err
    page = Path(folder) / "index.html"
    page.write_bytes(page.read_bytes().replace(b"Emergency", b"Holiday"))
    told = cli(*check, shared=False)
    assert (told.code, told.lines) == (1, ["index.html"])
    manifest = place / "manifests" / blog / "000001.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"number":1', b'"number":7'))
    told = cli(*check, shared=False)
    assert told.code == 1
    assert told.err.startswith("The proof does not hold: 000001.json is not what newsroom.key.pub signed")


def test_snapshots_from_before_the_key_are_signed_later(
    cli: Wireroom, blog: str, confirmed: str, place: Path, request: pytest.FixtureRequest
) -> None:
    cli("publish", blog)
    assert cli("proof", "write", blog).code == 2
    request.getfixturevalue("key")
    told = cli("proof", "write", blog)
    assert told.code == 0, told.err
    assert "1 manifest" in told.err
    assert [path.name for path in sorted((place / "manifests" / blog).iterdir())] == [
        "000001.json",
        "000001.json.minisig",
    ]
    assert cli("proof", "key", str(place / "newsroom.key"), shared=False).code == 2
