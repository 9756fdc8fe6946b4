"""Other people's expectations of feeds, met through the path that cuts documents up."""

import io
import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import pytest
from feedparser.encodings import convert_to_utf8

from tests.support.places import ROOT
from wireroom.feeds.delta import cut
from wireroom.feeds.judge import read_xml
from wireroom.feeds.parse import given_headers

_EXPECTATION = re.compile(rb"Description:\s*(.*?)\s*Expect:\s*(.*)\s*-->")
_HEADER = re.compile(rb"^Header:\s+([^:]+):(.+)$", re.MULTILINE)
_XML = {"content-type": "application/xml"}
_SUITE = ("wellformed", "entities", "encoding")


def _read_in_pieces(body: bytes, headers: Mapping[str, str], *, clean: bool) -> dict[str, Any]:
    """What our path gives: every second item in one small document, the others in a second one."""
    pieces = cut(body, headers)
    if pieces is None:
        return dict(read_xml(body, headers, clean=clean))
    small = {**headers, "content-type": "application/xml; charset=utf-8"}
    marks = pieces.fingerprints
    halves = [set(marks[::2]), set(marks[1::2]) - set(marks[::2])]
    read = [read_xml(pieces.without(set(marks) - half), small, clean=clean) for half in halves]
    entries = [iter(half["entries"]) for half in read]
    merged = [next(entries[0 if mark in halves[0] else 1]) for mark in marks]
    said: dict[str, Any] = {"bozo": False}
    convert_to_utf8(headers, body, said)
    return {**read[0], "headers": dict(headers), **said, "entries": merged}


def _meets(expectation: str, result: Mapping[str, Any]) -> bool:
    try:
        return bool(eval(expectation, {"feedparser": feedparser}, result))
    except Exception:  # noqa: BLE001 - an expectation that can't be evaluated is not met
        return False


@pytest.fixture(scope="session")
def feedparser_suite() -> Path:
    """The cases of feedparser's own tests, from its source distribution of the version in use."""
    version = feedparser.__version__
    cache = ROOT / ".cache" / "feedparser"
    archive = cache / f"feedparser-{version}.tar.gz"
    if not archive.exists():
        cache.mkdir(parents=True, exist_ok=True)
        wanted = ["--no-deps", "--no-binary", "feedparser", "--dest", str(cache), f"feedparser=={version}"]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", *wanted], capture_output=True, text=True, timeout=240
        )
        if done.returncode or not archive.exists():
            words = f"feedparser {version}'s source distribution can't be fetched: {done.stderr[-300:]}"
            if os.environ.get("CI"):
                pytest.fail(words)
            pytest.skip(words)
    folder = cache / f"feedparser-{version}" / "tests"
    if not folder.is_dir():
        with tarfile.open(archive) as packed:
            packed.extractall(cache, filter="data")
    return folder


@pytest.mark.slow
def test_feedparsers_own_cases_pass_as_with_feedparser(feedparser_suite: Path) -> None:
    passed = lost = cases = 0
    for room in _SUITE:
        for path in sorted((feedparser_suite / room).rglob("*.xml")):
            body = path.read_bytes()
            stated: dict[str, Any] = {}
            text = convert_to_utf8({}, body, stated) if room == "encoding" else body
            found = _EXPECTATION.search(text) or _EXPECTATION.search(body)
            if found is None:
                continue
            cases += 1
            expectation = found[2].decode("utf-8").strip()
            headers: dict[str, str] = {}
            if "http" in path.name:
                headers = {
                    name.decode().lower(): value.decode().strip() for name, value in _HEADER.findall(text)
                }
                headers.setdefault("content-type", "application/xml")
                headers.setdefault("content-location", "http://127.0.0.1:8097/tests/")
            alone = feedparser.parse(io.BytesIO(body), response_headers=headers)
            if not _meets(expectation, alone):
                continue
            passed += 1
            if not _meets(expectation, _read_in_pieces(body, headers or _XML, clean=True)):
                lost += 1
                print(f"{path.relative_to(feedparser_suite)}: {expectation}")
    print(f"{passed} of {cases} cases pass with feedparser, {lost} of them not in pieces")
    assert cases > 1900
    assert passed > 0.9 * cases
    assert lost == 0


def _atom_link(entry: Mapping[str, Any]) -> str:
    links = entry.get("links") or []
    chosen = [link for link in links if link.get("rel", "alternate") == "alternate"] or links
    return str(chosen[0].get("href", "")) if chosen else ""


_GOFEED: dict[str, tuple[str, Callable[[Mapping[str, Any]], tuple[str, str, str]]]] = {
    "atom": ("entries", lambda one: (one.get("title", ""), _atom_link(one), one.get("id", ""))),
    "rss": (
        "items",
        lambda one: (one.get("title", ""), one.get("link", ""), (one.get("guid") or {}).get("value", "")),
    ),
}


def _plain(words: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", words)).split())


def test_gofeeds_trees_agree(corpora: Path) -> None:
    counted = miscounted = different = 0
    for kind, (list_name, words_of) in _GOFEED.items():
        for tree in sorted((corpora / "gofeed" / "testdata" / "parser" / kind).glob("*.json")):
            source = tree.with_suffix(".xml")
            expected = json.loads(tree.read_text(encoding="utf-8")).get(list_name)
            if expected is None or not source.exists():
                continue
            counted += 1
            headers = given_headers("", {})
            entries = _read_in_pieces(source.read_bytes(), headers, clean=False)["entries"]
            if len(entries) != len(expected):
                miscounted += 1
                print(f"{source.name}: {len(entries)} items for {len(expected)}")
                continue
            ours = [(one.get("title", ""), one.get("link", ""), one.get("id", "")) for one in entries]
            theirs = [words_of(one) for one in expected]
            same = all(
                not there or _plain(here) == _plain(there)
                for our, their in zip(ours, theirs, strict=True)
                for here, there in zip(our, their, strict=True)
            )
            if not same:
                different += 1
                print(f"{source.name}: {ours} for {theirs}")
    assert counted == 433
    assert miscounted == 0
    assert different <= 19
