"""Who is at a desk, who writes what and who pulls, over both engines; a lease of no length has always ended."""

from datetime import timedelta

import pytest

from storage.claims import HostShares
from storage.leases import LeaseBook
from storage.store import DocumentStore
from wireroom.errors import RefusedError
from wireroom.ports.company import Standing


def test_desks_that_were_heard_of_are_present_until_they_leave(store: DocumentStore) -> None:
    desks = store.desks()
    desks.beat("desk-1", "dana", machine="almaty", blog="flood")
    desks.beat("desk-2", "aigerim")
    desks.beat("desk-1", "dana", machine="almaty", blog="election")
    assert [(at.desk, at.editor, at.blog) for at in desks.present()] == [
        ("desk-2", "aigerim", ""),
        ("desk-1", "dana", "election"),
    ]
    desks.leave("desk-2")
    assert [at.editor for at in desks.present()] == ["dana"]
    assert LeaseBook(store.engine.leases(), seconds=0).present() == []


def test_who_writes_an_update_is_named_to_whoever_comes_second(store: DocumentStore) -> None:
    desks = store.desks()
    lease = desks.take("update-1", "desk-1", "dana")
    assert lease.until - lease.since == timedelta(seconds=60)
    with pytest.raises(RefusedError, match="dana has been writing this since"):
        desks.take("update-1", "desk-2", "aigerim")
    assert desks.take("update-2", "desk-2", "aigerim").editor == "aigerim"
    assert desks.take("update-1", "desk-1", "dana").since == lease.since
    assert [one.editor for one in desks.writing(["update-1", "update-2", "update-3"])] == ["dana", "aigerim"]


def test_a_lease_taken_over_is_told_once_to_the_desk_that_lost_it(store: DocumentStore) -> None:
    desks = store.desks()
    desks.take("update-1", "desk-1", "dana")
    kept = desks.take("update-2", "desk-1", "dana")
    taken = desks.take("update-1", "desk-2", "aigerim", over=True)
    standing = desks.beat("desk-1", "dana")
    assert standing.lost == (taken,)
    assert [one.subject for one in standing.kept] == [kept.subject]
    assert desks.beat("desk-1", "dana").lost == ()
    assert desks.writing(["update-1"]) == [taken]


def test_a_lease_of_a_desk_that_fell_silent_is_free(store: DocumentStore) -> None:
    silent = LeaseBook(store.engine.leases(), seconds=0)
    silent.take("update-1", "desk-1", "dana")
    assert silent.beat("desk-1", "dana") == Standing()
    assert store.desks().take("update-1", "desk-2", "aigerim").editor == "aigerim"
    assert store.desks().beat("desk-1", "dana") == Standing()


def test_a_lease_that_was_let_go_of_is_free_and_only_its_desk_can_do_that(store: DocumentStore) -> None:
    desks = store.desks()
    desks.take("update-1", "desk-1", "dana")
    desks.let_go("update-1", "desk-2")
    assert [one.desk for one in desks.writing(["update-1"])] == ["desk-1"]
    desks.let_go("update-1", "desk-1")
    assert desks.writing(["update-1"]) == []
    desks.take("update-1", "desk-2", "aigerim")
    desks.leave("desk-2")
    assert desks.writing(["update-1"]) == []


def test_a_heartbeat_is_no_act(store: DocumentStore) -> None:
    store.desks().beat("desk-1", "dana")
    store.shares("puller-1").claim(["example.org"])
    assert store.revision() == 0
    assert store.wait(0, 0) == 0


def test_pullers_share_the_hosts_and_no_host_is_asked_by_two(store: DocumentStore) -> None:
    hosts = [f"host-{number:02}" for number in range(40)]
    first, second = store.shares("puller-1"), store.shares("puller-2")
    assert first.claim(hosts) == set(hosts)
    assert second.claim(hosts) == set()
    first.release(hosts)
    halves = first.claim(hosts), second.claim(hosts)
    assert [len(half) for half in halves] == [20, 20]
    assert halves[0] | halves[1] == set(hosts)
    assert first.keep() == halves[0]
    second.release(halves[0])
    assert second.claim(hosts) == set()


def test_a_dead_pullers_hosts_are_taken_over(store: DocumentStore) -> None:
    dead = HostShares(store.engine.leases(), "puller-1", seconds=0)
    assert dead.claim(["example.org"]) == {"example.org"}
    assert store.shares("puller-2").claim(["example.org"]) == {"example.org"}
    assert dead.keep() == set()


def test_a_host_rests_after_it_was_given_back(store: DocumentStore) -> None:
    first, second = store.shares("puller-1"), store.shares("puller-2")
    first.claim(["example.org", "example.net"])
    first.release(["example.org"], rest=60)
    first.release(["example.net"])
    assert second.claim(["example.org", "example.net"]) == {"example.net"}
