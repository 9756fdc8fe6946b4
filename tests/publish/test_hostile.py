"""Hostile text in every field, executed in a real Chromium: no script runs, nothing is loaded from elsewhere."""

import itertools
import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import sync_playwright

from tests.publish.newsdesk import Newsdesk
from tests.publish.serving import served
from tests.publish.test_formats import items
from wireroom.model import Evidence, EvidenceKind
from wireroom.publish.publisher import Publisher

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


def hostile_blog(desk: Newsdesk) -> None:
    """Every payload as headline, body, byline, source, quote, tag and note."""
    for number in range(0, len(PAYLOADS), 4):
        one, two, three, four = (PAYLOADS + PAYLOADS[:4])[number : number + 4]
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
            tags=(four,),
            key_event=number % 40 == 0,
        )
        if number % 3 == 0:
            update = desk.correct(update, four, f"{three}\n\n{PIXEL}", two)
        if number % 5 == 0:
            desk.retract(update, one, two)


def test_no_script_runs_and_nothing_is_loaded_from_elsewhere(
    desk: Newsdesk, publisher: Publisher, out: Path
) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("no Chromium") if os.environ.get("CI") else pytest.skip("no Chromium is installed")
    assert len(PAYLOADS) > 1000
    desk.change_blog("changed blog", replace(desk.blog, headline=PAYLOADS[5], standfirst=PAYLOADS[300]))
    hostile_blog(desk)
    publisher.publish(desk.blog, out)
    names = [
        "index.html",
        "oldest-first.html",
        "key-events.html",
        "corrections.html",
        "embed.html",
        "top.html",
    ]
    names += [str(path.relative_to(out)) for path in sorted((out / "a").glob("*.html"))]
    names += [str(path.relative_to(out)) for path in sorted((out / "p").glob("*.html"))[::12]]
    ran: list[str] = []
    elsewhere: list[str] = []
    with served(out) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for bypass in (True, False):  # with the policy switched off, the text itself must be harmless
            context = browser.new_context(bypass_csp=bypass)
            page = context.new_page()
            page.on("dialog", lambda dialog: dialog.dismiss())
            page.on(
                "request", lambda request: request.url.startswith(address) or elsewhere.append(request.url)
            )
            for name in names:
                page.goto(address + name)
                if page.evaluate("window.__ran"):
                    ran.append(name)
            context.close()
        browser.close()
    assert (ran, elsewhere) == ([], [])


def test_no_markup_of_theirs_is_left(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    hostile_blog(desk)
    publisher.publish(desk.blog, out)
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


def test_every_format_stays_well_formed(desk: Newsdesk, publisher: Publisher, out: Path) -> None:
    hostile_blog(desk)
    publisher.publish(desk.blog, out)
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
