"""Two hosts on one PostgreSQL, one of them cut off: the other goes on, and nobody is told what is not so."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from storage import open_store
from storage.check import check
from tests.support.namespaces import Host, NoNamespacesError
from tests.support.places import ROOT
from tests.support.postgres import Cluster

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(600)]

#: Seconds without a network: after a minute a silent desk has lost its claims, and it may hold the store for far less.
CUT = float(os.environ.get("WIREROOM_PARTITION_SECONDS", "60"))


@pytest.fixture
def hosts() -> Iterator[tuple[Host, Host]]:
    with ExitStack() as stack:
        try:
            made = stack.enter_context(Host(1)), stack.enter_context(Host(2))
        except NoNamespacesError as refused:
            pytest.skip(f"no network namespaces here: {refused}")
        yield made


@pytest.fixture
def reachable(cluster: Cluster, hosts: tuple[Host, Host]) -> Iterator[Cluster]:
    """A server that both hosts reach, and no other machine does."""
    listening = ",".join(["127.0.0.1", *(host.address for host in hosts)])
    running = Cluster(settings={"listen_addresses": listening})
    yield running
    running.end()


class Teller:
    """A desk on a host, and what it was told."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.told: list[tuple[str, str]] = []

    @classmethod
    async def on(cls, host: Host, name: str, cluster: Cluster, database: str) -> "Teller":
        address = f"postgresql://newsroom@{host.address}:{cluster.port}/{database}"
        return cls(
            await asyncio.create_subprocess_exec(
                *host.prefix,
                sys.executable,
                "-m",
                "tests.desks.teller",
                address,
                name,
                cwd=ROOT,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
            )
        )

    async def listen(self) -> None:
        """Take down every line."""
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            word, token = line.decode().split()
            self.told.append((word, token))

    async def hears(self, word: str, more: int) -> None:
        """Wait until it was told a word so many times more."""
        heard = self.count(word)
        while self.count(word) < heard + more:
            assert self.process.returncode is None
            await asyncio.sleep(0.05)

    def count(self, word: str) -> int:
        return sum(said == word for said, _ in self.told)


async def test_a_host_is_cut_off_and_comes_back(hosts: tuple[Host, Host], reachable: Cluster) -> None:
    database = reachable.new_database()
    store = open_store(reachable.address(database))
    far, near = [
        await Teller.on(host, name, reachable, database)
        for host, name in zip(hosts, ("far", "near"), strict=True)
    ]
    listening = [asyncio.create_task(teller.listen()) for teller in (far, near)]
    try:
        await far.hears("written", 5)
        await near.hears("written", 5)
        hosts[0].cut_off()
        await asyncio.sleep(1)  # what was on its way is heard
        written = far.count("written")
        await asyncio.sleep(CUT)
        assert far.count("written") == written
        await near.hears("written", 5)
        hosts[0].connect()
        await far.hears("written", 5)
    finally:
        for teller in (far, near):
            teller.process.kill()
            await teller.process.wait()
        await asyncio.gather(*listening)
    there = {term.term for term in store.watch_terms()}
    told = far.told + near.told
    assert [token for word, token in told if word == "written" and token not in there] == []
    assert [token for word, token in told if word == "refused" and token in there] == []
    assert check(store.engine).damages == ()
    store.close()
