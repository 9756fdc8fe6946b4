"""Published pages before the judges that browsers, search engines and assistive technology go by.

The judges come from npm (``npm install`` in tests/web) and need node, java and a Chromium. Without them these tests
are skipped with the reason; where CI is set they fail.
"""

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage import open_store
from tests.publish.conftest import SITE
from tests.publish.newsdesk import Newsdesk
from tests.publish.serving import served
from tests.support.clock import FakeClock
from tests.support.places import ROOT
from wireroom.model import Evidence, EvidenceKind, SummaryBullet
from wireroom.publish.publisher import Publisher

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WEB = ROOT / "tests" / "web"


def needed(*programs: str, package: str = "") -> list[str]:
    """Paths of programs; skips, or fails in CI, where one or the npm package is missing."""
    missing = [name for name in programs if not shutil.which(name)]
    if package and not (WEB / "node_modules" / package).is_dir():
        missing.append(f"{package} (npm install in tests/web)")
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return [str(shutil.which(name)) for name in programs]


def run(*command: str, cwd: Path = WEB) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A live blog with everything a page can hold, long enough for an archive."""
    folder = tmp_path_factory.mktemp("judged")
    store = open_store(str(folder / "newsroom.wireroom"))
    desk = Newsdesk(store, FakeClock())
    desk.open(headline="Kazakhstan: protests over fuel prices")
    for count in range(1, 124):
        desk.developing(f"Report {count} from the square", f"What was seen in hour {count}.\n\n- one\n- two")
    key = desk.confirm(
        desk.developing("Cabinet resigns", "A **decree** says [so](https://decree.example/).", key_event=True)
    )
    desk.correct(key, "An earlier version said nine; it is eight.", "Eight ministers leave.")
    claim = desk.developing("Airport held", "Crowds hold the terminal.")
    desk.retract(claim, "The airport was not held", "The source filmed the road", key.id)
    desk.kill(desk.developing("A name", "Somebody's address."))
    quoted = Evidence(
        kind=EvidenceKind.SOCIAL,
        who="@flat",
        quote="Shots now",
        url="https://s.example/1",
        dated=desk.clock.time,
    )
    desk.doubt(
        desk.confirm(desk.developing("Shots heard", "Bursts in the night.", evidence=(quoted,))),
        "One source only",
    )
    desk.developing("الاحتجاجات تمتد", "قال شهود إن الحشود تجمعت.", language="ar", supersedes=claim.id)
    desk.developing("Толпа <у> акимата & рядом", "Тексты с <script>alert(1)</script>.", language="ru")
    bullet = SummaryBullet(heading="known", text="The cabinet has resigned.", update=key.id)
    desk.change_blog("pinned", replace(desk.blog, pinned=key.id, summary=(bullet,)))
    Publisher(store, desk.clock, SITE).publish(desk.blog, folder / "out")
    store.close()
    return folder / "out"


def pages(site: Path) -> list[str]:
    """One page of each kind; of permalinks those that differ."""
    found = ["index.html", "oldest-first.html", "key-events.html", "corrections.html", "embed.html"]
    found += ["a/0001.html", "a/0001-oldest-first.html", "a/0002.html"]
    permalinks = sorted(str(path.relative_to(site)) for path in (site / "p").iterdir())
    return [*found, permalinks[0], *permalinks[-7:]]


def test_html_is_valid_for_the_nu_checker(site: Path) -> None:
    (java,) = needed("java", package="vnu-jar")
    jar = WEB / "node_modules/vnu-jar/build/dist/vnu.jar"
    files = [str(site / name) for name in pages(site)]
    said = json.loads(run(java, "-jar", str(jar), "--format", "json", *files))["messages"]
    assert [message for message in said if message.get("type") == "error"] == []


#: Lighthouse's categories that judge the page and not the machine.
JUDGED = ("accessibility", "best-practices", "seo")


def test_html_is_valid_for_html_validate(site: Path) -> None:
    needed("node", package="html-validate")
    program = str(WEB / "node_modules/.bin/html-validate")
    files = [str(site / name) for name in pages(site)]
    said = run(program, "--config", str(WEB / ".htmlvalidate.json"), "--formatter", "json", *files)
    found = [
        (Path(each["filePath"]).name, message) for each in json.loads(said) for message in each["messages"]
    ]
    assert found == []


def test_axe_finds_nothing_in_light_and_dark_and_pages_fit_320_pixels(site: Path) -> None:
    node, chromium = needed("node", "chromium", package="axe-core")
    with served(site) as address:
        said = json.loads(run(node, "axe.mjs", chromium, *(address + name for name in pages(site))))
    assert len(said) == 2 * len(pages(site))
    for page in said:
        assert page["violations"] == [], page["url"]
        assert (page["said"], page["elsewhere"]) == ([], []), page["url"]
        assert page["width"] <= 320, page["url"]


def test_json_ld_has_the_types_of_schema_org(site: Path, tmp_path: Path) -> None:
    needed("node", package="schema-dts")
    lines = ['import type { LiveBlogPosting, BlogPosting, CollectionPage, WithContext } from "schema-dts";']
    for number, name in enumerate(pages(site)):
        found = re.search(
            r'<script type="application/ld\+json">(.*?)</script>', (site / name).read_text("utf-8")
        )
        if found:
            document: dict[str, Any] = json.loads(found[1])
            lines.append(f"const c{number}: WithContext<{document['@type']}> = {json.dumps(document)};")
    assert len(lines) > 8
    check = WEB / "node_modules" / ".cache" / "json-ld"
    check.mkdir(parents=True, exist_ok=True)
    (check / "check.mts").write_text("\n".join([*lines, "export {};"]), encoding="utf-8")
    (check / "tsconfig.json").write_text('{"extends": "../../../tsconfig.json", "files": ["check.mts"]}')
    done = subprocess.run(
        [str(WEB / "node_modules/.bin/tsc"), "-p", str(check)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_lighthouse_on_a_phone(site: Path) -> None:
    """All that does not depend on the machine's speed; ``python -m bench.page`` prints the rest."""
    node, chromium = needed("node", "chromium", package="lighthouse")
    with served(site) as address:
        for name in ("index.html", pages(site)[-3]):
            page = json.loads(run(node, "lighthouse.mjs", chromium, address + name))[address + name]
            scores = {category: page["scores"][category] for category in JUDGED}
            assert scores == dict.fromkeys(JUDGED, 100), (name, page)
