"""Subscribing, listing, pulling: against real wires on loopback."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Wireroom
from tests.support.loopback import loopback_wires
from tests.support.places import ROOT
from tests.support.servers import Asked, Behaviour, Reply, WireServer

PULL_KEYS = {
    "feeds",
    "fetched",
    "not_modified",
    "unchanged",
    "failed",
    "new_items",
    "changed_items",
    "seconds",
}


def rss(*headlines: str, title: str = "Meridian Press") -> bytes:
    items = "".join(
        f"<item><title>{headline}</title><link>https://meridian.example/{number}</link>"
        f"<guid>urn:{number}</guid></item>"
        for number, headline in enumerate(headlines)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://meridian.example/</link><description>d</description>{items}</channel></rss>"
    ).encode()


@pytest.fixture
def wires() -> Iterator[WireServer]:
    with loopback_wires() as server:
        yield server


def test_add_a_feed_and_pull_it(cli: Wireroom, wires: WireServer) -> None:
    url = wires.serve("/rss", rss("One", "Two"))
    added = cli("feeds", "add", url, "--private", "--tag", "agency", "--json")
    assert added.code == 0, added.err
    assert (added.json[0]["url"], added.json[0]["private"], added.json[0]["tags"]) == (url, True, ["agency"])
    pulled = cli("pull", "--all", "--json")
    assert pulled.code == 0
    assert set(pulled.json) >= PULL_KEYS
    assert (pulled.json["feeds"], pulled.json["new_items"], pulled.json["failed"]) == (1, 2, 0)
    again = cli("pull", "--all", "--json").json
    assert (again["new_items"], again["not_modified"]) == (0, 1)
    listed = cli("wire", "--json").json
    assert {item["headline"] for item in listed} == {"One", "Two"}
    assert {item["feed_title"] for item in listed} == {"Meridian Press"}


def test_a_changed_headline_is_a_new_version(cli: Wireroom, wires: WireServer) -> None:
    cli("feeds", "add", wires.serve("/rss", rss("In flames")), "--private")
    cli("pull", "--all")
    wires.serve("/rss", rss("Smoke seen"))
    told = cli("pull", "--all", "--json").json
    assert (told["new_items"], told["changed_items"]) == (0, 1)
    item = cli("wire", "changed:yes", "--json").json[0]
    versions = cli("item", item["id"], "--json").json["versions"]
    assert [version["headline"] for version in versions] == ["In flames", "Smoke seen"]


def test_an_alert_carries_the_difference_of_words(cli: Wireroom, wires: WireServer) -> None:
    cli("feeds", "add", wires.serve("/rss", rss("Mayor held, Meridian says")), "--private")
    cli("pull", "--all")
    cli("blog", "new", "almaty", "--headline", "Almaty", "--rules", "solo")
    item = cli("wire", "--json").json[0]["id"]
    words = ["--headline", "Mayor held", "--body", "Meridian says so.", "--status", "developing"]
    assert cli("write", "almaty", *words, "--from", item).code == 0
    wires.serve("/rss", rss("RETRACTED - Mayor free, Meridian says"))
    cli("pull", "--all")

    (alert,) = cli("updates", "almaty", "--json").json[0]["source_alerts"]
    runs = [(piece["run"], piece["text"].strip()) for piece in alert["difference"]]
    assert alert["kind"] == "marked"
    assert ("delete", "held") in runs
    assert ("insert", "free") in runs
    assert "Mayor [-held-] {+free+}, Meridian says" in cli("alerts", "almaty").out
    assert "wireroom alerts almaty shows the difference" in cli("lint", "almaty").out


def test_what_is_not_read_for_cues_yet_is_said(cli: Wireroom, wires: WireServer) -> None:
    old = rss("Mayor reportedly on leave").replace(
        b"<guid>", b"<pubDate>Mon, 20 Dec 2021 10:00:00 GMT</pubDate><guid>"
    )
    cli("feeds", "add", wires.serve("/rss", old), "--private")
    cli("pull", "--all")
    told = cli("wire", "cue:hedge", "--json")
    assert told.json == []
    assert "Older items of 1 new feed are not read for cues yet" in told.err
    assert cli("wire", "reportedly").err == ""
    cli("pull")
    told = cli("wire", "cue:hedge", "--json")
    assert ([item["headline"] for item in told.json], told.err) == (["Mayor reportedly on leave"], "")


def test_a_failing_feed_is_named_as_people_call_it(cli: Wireroom, wires: WireServer) -> None:
    wires.serve("/rss", Reply(status=301, headers={"Location": "/gone"}))
    url = wires.url("/rss")
    cli("feeds", "add", url, "--unseen", "--private", "--title", "Meridian")
    assert "Meridian: 404 Not Found" in cli("pull", "--all").err
    wires.serve("/gone", rss("One"))
    cli("pull", "--all")
    assert f"{wires.url('/gone')}; asked there from" in cli("feeds", "show", url).out
    wires.serve("/rss", Reply(status=410))
    wires.serve("/gone", Reply(status=410))
    for _ in range(2):
        cli("pull", "--all")
    shown = cli("feeds", "show", wires.url("/gone")).out
    assert "410 Gone" in shown
    assert "not while it is paused" in shown


def test_add_a_page_that_names_a_feed(cli: Wireroom, wires: WireServer) -> None:
    feed = wires.serve("/wire.xml", rss("One"))
    page = wires.serve(
        "/",
        Reply(
            body=b'<html><head><link rel="alternate" type="application/rss+xml" href="/wire.xml"></head></html>',
            headers={"Content-Type": "text/html"},
        ),
    )
    added = cli("feeds", "add", page, "--private", "--json")
    assert added.code == 0, added.err
    assert [one["url"] for one in added.json] == [feed]


def test_a_private_address_is_refused_unless_allowed(cli: Wireroom, wires: WireServer) -> None:
    told = cli("feeds", "add", wires.serve("/rss", rss("One")))
    assert told.code == 4
    assert "private" in told.err
    assert cli("feeds", "list", "--json").json == []


def test_of_several_addresses_the_good_ones_are_kept(cli: Wireroom, wires: WireServer) -> None:
    good = wires.serve("/rss", rss("One"))
    told = cli("feeds", "add", good, wires.url("/gone"), "--private")
    assert told.code == 4
    assert len(told.lines) == 1
    assert [one["url"] for one in cli("feeds", "list", "--json").json] == [good]


def test_several_addresses_are_asked_side_by_side(cli: Wireroom, wires: WireServer) -> None:
    """Each is answered when both have been asked, and never if they are asked one after the other."""
    both: list[asyncio.Barrier] = []

    async def answer(_asked: Asked, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not both:
            both.append(asyncio.Barrier(2))
        await both[0].wait()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + rss("One"))
        await writer.drain()

    told = cli("feeds", "add", wires.serve("/a", answer), wires.serve("/b", answer), "--private")

    assert (told.code, len(told.lines)) == (0, 2)


def test_a_failing_feed_ends_with_4_and_keeps_what_came(cli: Wireroom, wires: WireServer) -> None:
    cli("feeds", "add", wires.serve("/good", rss("One")), wires.serve("/bad", rss("Two")), "--private")
    wires.serve("/bad", Reply(status=503))
    told = cli("pull", "--all", "--json")
    assert told.code == 4
    assert (told.json["failed"], told.json["new_items"]) == (1, 1)
    assert list(told.json["failures"].values())
    bad = next(feed for feed in cli("feeds", "list", "--json").json if feed["url"].endswith("/bad"))
    assert bad["state"] == "failing"
    assert "503" in bad["outcome"]
    assert (bad["last_modified"], bad["skip_hours"], bad["clock_skew"]) == ("", [], None)  # said though usual
    assert "503" in cli("feeds", "show", bad["id"][-8:]).out


def test_pull_of_one_feed(cli: Wireroom, wires: WireServer) -> None:
    cli("feeds", "add", wires.serve("/a", rss("One")), wires.serve("/b", rss("Two")), "--private")
    told = cli("pull", wires.url("/a"), "--json").json
    assert (told["feeds"], told["new_items"]) == (1, 1)


def test_nothing_due_is_nothing_done(cli: Wireroom, wires: WireServer) -> None:
    cli("feeds", "add", wires.serve("/rss", rss("One")), "--private")
    assert cli("pull", "--json").json["new_items"] == 1
    assert cli("pull", "--json").json["feeds"] == 0


def test_pause_resume_remove_and_come_back(cli: Wireroom, wires: WireServer) -> None:
    url = wires.serve("/rss", rss("One"))
    feed = cli("feeds", "add", url, "--private").out.strip()
    assert cli("feeds", "pause", feed[-8:]).code == 0
    assert cli("feeds", "show", feed, "--json").json["state"] == "paused"
    assert cli("pull", "--all", "--json").json["feeds"] == 0
    cli("feeds", "resume", url)
    assert cli("pull", "--all", "--json").json["new_items"] == 1
    cli("feeds", "remove", url)
    assert cli("feeds", "list", "--json").json == []
    assert len(cli("feeds", "list", "--removed", "--json").json) == 1
    assert len(cli("wire", "--json").json) == 1
    assert cli("feeds", "add", url, "--private").out.strip() == feed
    assert len(cli("feeds", "list", "--json").json) == 1


def test_a_feed_is_retagged_and_renamed(cli: Wireroom) -> None:
    feed = cli("feeds", "add", "https://a.example/rss", "--unseen", "--tag", "one").out.strip()
    told = cli("feeds", "set", feed, "+two", "-one", "--title", "A wire", "--origin", "A house")
    assert told.code == 0, told.err
    shown = cli("feeds", "show", feed, "--json").json
    assert (shown["tags"], shown["title"], shown["origin"]) == (["two"], "A wire", "A house")
    assert "A wire" in cli("feeds", "show", feed).out


def test_a_feed_behind_a_password_a_header_and_a_proxy(cli: Wireroom, wires: WireServer, place: Path) -> None:
    """The proxy is the test's own server; it sees what the wire would."""
    body = rss("One")
    wires.serve("http://wire.example/rss", _asks_for(Reply(body=body), "basic ZGFuYTpzM2NyZXQ=", "k1"))
    (place / "headers").write_text("X-Api-Key: k1\n", encoding="utf-8")
    options = ["--user", "dana", "--header", f"@{place / 'headers'}", "--proxy", wires.url("")]
    added = cli("feeds", "add", "http://wire.example/rss", *options, stdin="s3cret\n")
    assert added.code == 0, added.err
    assert cli("pull", "--all", "--json").json["new_items"] == 1

    feed = added.out.strip()
    shown = cli("feeds", "show", feed).out
    assert f"the name dana and a password, the header X-Api-Key, through {wires.url('')}" in shown
    everything = shown + cli("feeds", "export").out + cli("log").out + cli("feeds", "list", "--json").out
    assert "s3cret" not in everything
    assert "k1" not in everything

    cli("feeds", "set", feed, "--header", "X-Api-Key: old", "--proxy", wires.url(""))
    assert cli("pull", "--all", "--json").json["failed"] == 1
    assert "403" in cli("feeds", "show", feed).out
    cli("feeds", "set", feed, "--forget-access")
    assert "its server is given  nothing" in cli("feeds", "show", feed).out


@pytest.mark.parametrize(
    "options", [["--header", "no colon"], ["--proxy", "proxy.example"], ["--proxy", "ftp://p/"]]
)
def test_what_is_no_header_or_proxy_is_wrong_usage(cli: Wireroom, options: list[str]) -> None:
    told = cli("feeds", "add", "https://a.example/rss", "--unseen", *options)
    assert told.code == 2
    assert options[1] in told.err
    assert cli("feeds", "list", "--json").json == []


def _asks_for(reply: Reply, authorization: str, key: str) -> Behaviour:
    """A server behind a proxy that wants a password first, and a key."""

    async def answer(asked: Asked, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        given = asked.headers.get("authorization", "")
        if asked.headers.get("x-api-key") != key:
            words, body = "403 Forbidden", b""
        elif given.lower() != authorization.lower():
            words, body = '401 Unauthorized\r\nWWW-Authenticate: Basic realm="wires"', b""
        else:
            words, body = "200 OK", reply.body
        writer.write(
            f"HTTP/1.1 {words}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        await writer.drain()

    return answer


def test_a_list_is_imported_as_one_act_and_names_lines_it_cannot_take(cli: Wireroom, place: Path) -> None:
    file = place / "feeds.opml"
    file.write_text(
        """<opml version="1.0"><body>
<outline text="One" xmlUrl="http://one.example/rss" htmlUrl="http://one.example/"/>
<outline text="Half" xmlUrl="http://[half/rss"/>
<outline text="Two" xmlUrl="http://two.example/rss"/>
</body></opml>""",
        encoding="utf-8",
    )
    told = cli("feeds", "import", str(file))
    assert "line 3: 'http://[half/rss' is no address of a feed." in told.err
    assert "2 new" in told.err
    assert 'htmlUrl="http://one.example/"' in cli("feeds", "export").out
    cli("undo")
    assert cli("feeds", "list", "--json").json == []


def test_opml_goes_out_and_comes_back(cli: Wireroom, place: Path) -> None:
    cli("feeds", "add", "https://a.example/rss", "https://b.example/atom", "--unseen", "--tag", "wires")
    file = place / "feeds.opml"
    assert cli("feeds", "export", str(file)).code == 0
    printed = cli("feeds", "export").out
    assert printed == file.read_text(encoding="utf-8")
    other = str(place / "other.wireroom")
    told = cli("feeds", "import", str(file), "--private", "--store", other)
    assert told.code == 0, told.err
    listed = cli("feeds", "list", "--json", "--store", other).json
    assert {one["url"] for one in listed} == {"https://a.example/rss", "https://b.example/atom"}
    assert all(one["private"] for one in listed)
    assert "0 new" in cli("feeds", "import", str(file), "--store", other).err


def test_what_is_no_opml_is_wrong_usage(cli: Wireroom, place: Path) -> None:
    file = place / "letter.opml"
    file.write_text("Dear editor", encoding="utf-8")
    told = cli("feeds", "import", str(file))
    assert told.code == 2
    assert "letter.opml" in told.err
    assert cli("feeds", "import", str(place / "none.opml")).code == 2


@pytest.mark.parametrize("words", [["pull", "--watch", "--all"], ["feeds", "add"], ["feeds", "show"]])
def test_wrong_usage(cli: Wireroom, words: list[str]) -> None:
    assert cli(*words).code == 2


def test_an_unknown_feed(cli: Wireroom) -> None:
    assert cli("feeds", "pause", "ffffffff").code == 1


@pytest.mark.parametrize("ending", ["signal", "stdin"])
def test_watch_pulls_until_it_is_told_to_stop(
    cli: Wireroom, wires: WireServer, place: Path, ending: str
) -> None:
    cli("feeds", "add", wires.serve("/rss", rss("One")), "--private")
    command = [
        sys.executable,
        "-m",
        "tui",
        "--store",
        str(place / "newsroom.wireroom"),
        "pull",
        "--watch",
        "--json",
    ]
    if ending == "stdin":
        command.append("--tied")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        report = process.stdout.readline()
        if ending == "stdin":
            process.stdin.close()
        else:
            process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert b'"new_items":1' in report
    assert [item["headline"] for item in cli("wire", "--json").json] == ["One"]
