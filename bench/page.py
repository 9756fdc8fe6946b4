"""How Lighthouse judges the demo's page on a throttled phone.

``python -m bench.page`` plays the demo, serves what it published on loopback and prints the scores of the head page
and of one permalink: the middle of five runs. It needs node, chromium and ``make npm``.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.publish.serving import served

WEB = Path(__file__).resolve().parent.parent / "tests" / "web"
RUNS = 5


def demo_site(folder: Path) -> Path:
    """Play the demo into a folder and return where it published."""
    command = [sys.executable, "-m", "tui", "--store", str(folder / "demo.wireroom"), "demo", "--headless"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Path(done.stdout.split()[-1])


def scores(address: str) -> dict[str, int]:
    """One run of Lighthouse: category -> score of 100."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    if not node or not chromium:
        sys.exit("Lighthouse needs node and chromium; install both and call again.")
    done = subprocess.run(
        [node, "lighthouse.mjs", chromium, address], cwd=WEB, check=True, capture_output=True, text=True
    )
    judged: dict[str, int] = json.loads(done.stdout)[address]["scores"]
    return judged


def main() -> None:
    """Print the scores."""
    with tempfile.TemporaryDirectory() as folder:
        site = demo_site(Path(folder))
        permalink = min(page.relative_to(site).as_posix() for page in site.glob("p/*.html"))
        with served(site) as address:
            for name in ("index.html", permalink):
                runs = [scores(address + name) for _ in range(RUNS)]
                middle = {category: statistics.median(run[category] for run in runs) for category in runs[0]}
                print(
                    f"{name}: " + ", ".join(f"{category} {score:.0f}" for category, score in middle.items())
                )


if __name__ == "__main__":
    main()
