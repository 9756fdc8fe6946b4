"""What a publication costs, beside a full Jinja2 render of the same page in the same run.

``python -m bench.publish`` publishes blogs of 500, 5,000 and 50,000 updates (``--quick``: 500 and 5,000), then one
changed update at a time. Wall time is taken with files on disk; CPU time in memory (``/dev/shm`` where there is
one), because creating files on a busy disk is the kernel's work and not the publisher's.
"""

import argparse
import gzip
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.publish_blog import LongBlog
from storage import open_store
from wireroom.publish.publisher import Publisher
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState, Fold
from wireroom.publish.theme import Theme
from wireroom.publish.views import Views

SITE = SiteConfig(publisher="The Steppe Courier", base_url="https://courier.example/live")
ROUNDS = 41

#: A longer blog is measured in memory only: what its length costs is no matter of the disk.
_ON_DISK = 5000

_WHOLE_PAGE = """{% for u in updates %}{% include "update.html" %}{% endfor %}"""


def median(prepare: Callable[[int], object], act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of wall and CPU time of an act, the middle of many rounds; the first warms up."""
    walls, spent = [], []
    for number in range(ROUNDS + 1):
        prepare(number)
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        walls.append((time.perf_counter() - wall) * 1e3)
        spent.append((time.process_time() - cpu) * 1e3)
    return statistics.median(walls[1:]), statistics.median(spent[1:])


def full_render(blog: LongBlog) -> float:
    """Milliseconds of CPU for one page of all updates, rendered by Jinja2 each time, as most live blogs do."""
    state = BlogState()
    fold = Fold(state, blog.store.update, lambda *_: None)  # type: ignore[arg-type]
    fold.take_in(blog.store.events(blog=blog.blog.id))
    theme = Theme("broadsheet")
    template = theme.environment.from_string(_WHOLE_PAGE)
    made = Views(blog.blog, SITE)
    views = [made.of(entry) for entry in state.entries.values()]
    spent = []
    for _ in range(5):
        begun = time.process_time()
        template.render(updates=views, root=".")
        spent.append((time.process_time() - begun) * 1e3)
    return statistics.median(spent)


def measure(updates: int, disk: Path, memory: Path) -> dict[str, float]:
    """All figures of one length of blog."""
    blog = LongBlog.open(open_store(str(memory / f"{updates}.wireroom")), updates)
    figures: dict[str, float] = {}
    page = b""
    places = [("disk", disk), ("memory", memory)]
    for name, folder in places if updates <= _ON_DISK else places[1:]:
        target = folder / f"out-{updates}"
        publisher = Publisher(blog.store, blog.clock, SITE)
        begun = time.perf_counter()
        publisher.publish(blog.blog, target)
        figures[f"rebuild {name}"] = time.perf_counter() - begun
        page = page or (target / "index.html").read_bytes()
        acts: dict[str, Callable[[int], object]] = {
            "new": lambda _: blog.add(),
            "changed": lambda number: blog.refile(-1 - number),
            "changed old": lambda number: blog.refile(number * 7),
            "corrected": lambda number: blog.correct(-1 - number),
        }
        for kind, act in acts.items():
            wall, cpu = median(act, partial(publisher.publish, blog.blog, target))
            figures[f"{kind} {name} wall"], figures[f"{kind} {name} cpu"] = wall, cpu
    figures["head kB"], figures["head gz kB"] = len(page) / 1e3, len(gzip.compress(page, 6)) / 1e3
    if updates == 5000:
        figures["full render cpu"] = full_render(blog)
    blog.store.close()
    return figures


def yardstick() -> float:
    """Seconds of CPU that five million additions take here, so that figures of two machines can be compared."""
    begun, total = time.process_time(), 0
    for number in range(5_000_000):
        total += number
    return time.process_time() - begun


def main() -> None:
    """Measure, and print the figures and two ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave 50,000 updates out")
    sizes = (500, 5000) if parser.parse_args().quick else (500, 5000, 50000)
    disk = Path(tempfile.mkdtemp(prefix="wireroom-bench-", dir=Path.cwd()))
    shared = Path("/dev/shm")
    memory = Path(tempfile.mkdtemp(prefix="wireroom-bench-", dir=shared if shared.is_dir() else None))
    print(f"five million additions on this machine: {yardstick():.2f} s", flush=True)
    try:
        # the longest first: after the thousands of files that the acts delete, ext4 makes files slowly for minutes
        found = {size: measure(size, disk, memory) for size in reversed(sizes)}
    finally:
        shutil.rmtree(disk)
        shutil.rmtree(memory)
    for size, figures in sorted(found.items()):
        print(f"\n{size:,} updates")
        for name, figure in figures.items():
            unit = "s" if name.startswith("rebuild") else "" if "kB" in name else "ms"
            print(f"  {name:24} {figure:8.2f} {unit}")
    middle = found[5000]
    print(
        f"\nfull render : one changed update, CPU   {middle['full render cpu'] / middle['changed memory cpu']:.1f} x"
    )
    longest = found[sizes[-1]]
    print(
        f"one publication at {sizes[-1]:,} : at 500, CPU   {longest['new memory cpu'] / found[500]['new memory cpu']:.2f} x"
    )


if __name__ == "__main__":
    main()
