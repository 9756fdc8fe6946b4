"""Hostile text in every field, executed in a real Chromium: no script runs, nothing is loaded from elsewhere.

Payloads of our own making, and those of two packages that carry such lists: brs-kb from PyPI and blns from npm.
"""

import itertools
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from msgspec.structs import replace

from storage import open_store
from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.serving import served
from tests.publish.test_formats import items
from tests.support.clock import FakeClock
from tests.support.places import ROOT
from wireroom.model import Evidence, EvidenceKind
from wireroom.publish.publisher import Publisher

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RUN = "window.__ran=1"

#: Ways to run a script, each with the script as ``%s``.
VEHICLES = (
    "<script>%s</script>", "<ScRiPt>%s</sCrIpT>", "<script/x>%s</script>", "<img src=x onerror=%s>",
    "<svg onload=%s>", "<svg/onload=%s//", "<body onload=%s>", "<iframe srcdoc='<script>%s</script>'></iframe>",
    "<iframe src='javascript:%s'></iframe>", "<details open ontoggle=%s>x</details>", "<video><source onerror=%s></video>",
    "<a href='javascript:%s'>x</a>", "[x](javascript:%s)", "[x](JaVaScRiPt:%s)", "[x](java\tscript:%s)",
    "[x](<javascript:%s>)", "![x](javascript:%s)", "<javascript:%s>", "[x](data:text/html,<script>%s</script>)",
    "[x](vbscript:%s)", "<math><mi xlink:href='javascript:%s'>x</mi></math>", "<form action='javascript:%s'><button>x</form>",
    "<object data='javascript:%s'></object>", "<embed src='javascript:%s'>", "<base href='javascript:%s//'>",
    "<meta http-equiv=refresh content='0;url=javascript:%s'>", "<link rel=stylesheet href='javascript:%s'>",
    "<style>@import 'javascript:%s'</style>", "<input autofocus onfocus=%s>", "<marquee onstart=%s>x</marquee>",
    "<template><script>%s</script></template>", "<noscript><p title='</noscript><img src=x onerror=%s>'></noscript>",
)  # fmt: skip

#: Ways out of where text stands, put before a vehicle.
BREAKOUTS = (
    "", '"', "'", '">', "'>", "</p>", "</h3>", "</bdi>", "</script>", "</title>", "</textarea>", "</style>", "-->",
    "<!--", "]]>", "<![CDATA[", "\\", "\\\"", "\u2028", "\u2029", "&lt;", "&#60;", "%3C", "\u202e", "\u2066", "{{7*7}}",
    "{% raw %}", "\x00", "\x1a/", '="./', "`", "${", "<<", "\uff1c", "\x1b]8;;",
)  # fmt: skip

PAYLOADS = [f"{before}{vehicle % RUN}" for before, vehicle in itertools.product(BREAKOUTS, VEHICLES)]

PIXEL = "![](https://tracker.example/p.gif)<img src=https://tracker.example/q.gif><link rel=stylesheet href=//tracker.example>"


#: Set before anything else of a page runs: what payloads call to show that they ran.
TRAP = """
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { window.__ran = name; };
"""


def lists() -> Iterator[str]:
    """Payloads that others have collected; where CI is set, both packages must be there."""
    missing = []
    try:
        import brs_kb
    except ImportError:
        missing.append("brs-kb")
    else:
        yield from (entry["payload"] for entry in brs_kb.get_all_payloads().values())
    strings = ROOT / "tests" / "web" / "node_modules" / "blns" / "resources" / "blns.json"
    if strings.is_file():
        yield from json.loads(strings.read_text(encoding="utf-8"))
    else:
        missing.append("blns (npm install in tests/web)")
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {', '.join(missing)}")


@pytest.fixture(scope="module")
def payloads() -> list[str]:
    return list(dict.fromkeys([*PAYLOADS, *lists()]))


@pytest.fixture(scope="module")
def out(payloads: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every payload as headline, body, byline, source, quote, tag and note of some update, published."""
    folder = tmp_path_factory.mktemp("hostile")
    store = open_store(str(folder / "newsroom.wireroom"))
    desk = Newsdesk(store, FakeClock())
    desk.open(headline=PAYLOADS[5], standfirst=PAYLOADS[300])
    fields = (payloads[place : place + 4] for place in range(0, len(payloads) - 3, 4))
    for number, (one, two, three, four) in enumerate(fields):
        source = Evidence(
            kind=EvidenceKind.SOCIAL, who=three, quote=four, url=f"javascript:{RUN}", dated=desk.clock.time
        )
        named = replace(
            source, kind=EvidenceKind.NAMED, who=one, quote="", url=f"https://u@evil.example/{two}"
        )
        update = desk.developing(
            one,
            f"{two}\n\n{PIXEL}",
            evidence=(source, named),
            bylines=(three,),
            tags=(four,) if number % 6 == 0 else (),
            key_event=number % 10 == 0,
        )
        if number % 3 == 0:
            update = desk.correct(update, four, f"{three}\n\n{PIXEL}", two)
        if number % 5 == 0:
            desk.retract(update, one, two)
    Publisher(store, desk.clock, SITE).publish(desk.blog, folder / "out")
    store.close()
    return folder / "out"


@pytest.fixture
def page(browser: "Browser", request: pytest.FixtureRequest) -> Iterator["Page"]:
    """A page that tells what ran. With the policy switched off, the text itself must be harmless."""
    context = browser.new_context(bypass_csp=request.param)
    context.add_init_script(TRAP)
    opened = context.new_page()
    opened.on("dialog", lambda dialog: dialog.dismiss())
    yield opened
    context.close()


@pytest.mark.parametrize("page", [True, False], ids=["without-policy", "with-policy"], indirect=True)
def test_no_script_runs_and_nothing_is_loaded_from_elsewhere(page: "Page", out: Path) -> None:
    names = [
        "index.html",
        "oldest-first.html",
        "key-events.html",
        "corrections.html",
        "embed.html",
        "top.html",
    ]
    names += [str(path.relative_to(out)) for path in sorted((out / "a").glob("[0-9][0-9][0-9][0-9].html"))]
    names += [str(path.relative_to(out)) for path in sorted((out / "p").glob("*.html"))[::16]]
    ran: list[str] = []
    elsewhere: list[str] = []
    with served(out) as address:
        page.on("request", lambda request: request.url.startswith(address) or elsewhere.append(request.url))
        for name in names:
            page.goto(address + name)
            if page.evaluate("window.__ran"):
                ran.append(name)
        page.goto("about:blank")
    assert (ran, elsewhere) == ([], [])


@pytest.mark.parametrize("page", [True], ids=["without-policy"], indirect=True)
def test_the_payloads_would_run_if_they_were_let(page: "Page", payloads: list[str], tmp_path: Path) -> None:
    """Else the test above would show nothing."""
    assert len(payloads) > 1000
    ran = 0
    for number, payload in enumerate(payloads[:: len(payloads) // 60]):
        raw = tmp_path / f"{number}.html"
        raw.write_text(f"<!DOCTYPE html><meta charset=utf-8><p>{payload}", encoding="utf-8", errors="replace")
        page.goto(raw.as_uri(), wait_until="domcontentloaded")
        ran += bool(page.evaluate("window.__ran"))
    assert ran > 5


def test_no_markup_of_theirs_is_left(out: Path) -> None:
    ours = {"script": {"src", "defer", "type"}}
    for path in [*out.glob("*.html"), *(out / "a").glob("*.html"), *list((out / "p").glob("*.html"))[::9]]:
        tree = etree.HTML(path.read_bytes())
        for node in tree.iter(etree.Element):
            names = set(node.attrib)
            assert not any(name.startswith("on") or name == "style" for name in names), (path, node.tag)
            assert node.tag not in {"iframe", "object", "embed", "form", "base", "style", "svg", "math"}, path
            if node.tag in ours:
                assert names <= ours[node.tag]
            for name in names & {"href", "src", "cite", "action"}:
                scheme = re.match(r"([a-z][a-z0-9+.-]*):", node.attrib[name], re.IGNORECASE)
                assert scheme is None or scheme[1] in {"http", "https", "mailto"}, node.attrib[name]
                assert "@" not in node.attrib[name].split("/")[2] if "//" in node.attrib[name] else True


def test_every_format_stays_well_formed(out: Path) -> None:
    feeds = [*out.rglob("*.atom"), *out.rglob("*.xml"), *out.rglob("*.rss")]
    assert len(feeds) > 10
    for path in feeds:
        etree.parse(path)
    for path in out.rglob("*.json"):
        json.loads(path.read_bytes())
    for item in items(out).values():
        tree = etree.HTML(item.get("content_html") or "<p></p>")
        assert not any(node.tag in {"script", "img", "iframe"} for node in tree.iter(etree.Element))
    for path in out.rglob("*.html"):
        for found in re.findall(
            rb'<script type="application/ld\+json">(.*?)</script>', path.read_bytes(), re.DOTALL
        ):
            assert not re.search(rb"[<>&]|\xe2\x80\xa8|\xe2\x80\xa9", found)
            json.loads(found)
