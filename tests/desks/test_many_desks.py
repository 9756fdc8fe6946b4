"""Many desks on one PostgreSQL: nothing acknowledged is lost, nothing is overwritten, nobody misses anything."""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from storage import open_store
from tests.desks.day import Day, Plan
from tests.desks.puller import INTERVAL
from tests.support.places import ROOT
from tests.support.postgres import Cluster

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def own_cluster(cluster: Cluster) -> Iterator[Cluster]:
    """A server of this test's own, durable as it comes: it will be crashed."""
    running = Cluster()
    yield running
    running.end()


async def test_a_day_of_many_desks_with_everything_being_killed(own_cluster: Cluster, tmp_path: Path) -> None:
    plan = Plan(seconds=float(os.environ.get("WIREROOM_DESKS_SECONDS", "20")))
    day = Day(own_cluster, tmp_path, plan)
    await day.run()
    seen = day.record
    store = day.store
    try:
        assert seen.kills > 3
        assert len(seen.acknowledged) >= plan.acts
        assert day.lost() == []
        assert day.check().damages == ()
        assert [event.sequence for event in seen.followed] == list(range(1, store.position() + 1))
        assert len(seen.polls) == plan.feeds
        gaps = [later - earlier for times in seen.polls.values() for earlier, later in pairwise(times)]
        assert [gap for gap in gaps if gap < INTERVAL / 2] == []
    finally:
        store.close()


def test_a_follower_misses_none_of_10_000_events_while_six_writers_commit(database: str) -> None:
    arguments = [sys.executable, "-m", "tests.desks.writer", database]
    writers = [
        subprocess.Popen([*arguments, f"writer-{number}", "34", "50"], cwd=ROOT, stdin=subprocess.DEVNULL)
        for number in range(6)
    ]
    store = open_store(database, patience=60)
    followed: list[int] = []
    revision = 0
    while len(followed) < 6 * 34 * 50 and not all(writer.poll() is not None for writer in writers):
        revision = store.wait(revision, 1)
        followed += [event.sequence for event in store.events(after=followed[-1] if followed else 0)]
    followed += [event.sequence for event in store.events(after=followed[-1])]
    assert [writer.wait() for writer in writers] == [0] * 6
    assert followed == list(range(1, 6 * 34 * 50 + 1))
    store.close()
