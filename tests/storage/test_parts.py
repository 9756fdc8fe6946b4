"""A write inside a write, over both engines: it can fail by itself, and what was written around it stays."""

import pytest

from storage.check import check
from storage.store import DocumentStore
from tests.storage.values import act, update


def change_ones_mind(store: DocumentStore) -> None:
    with store.transaction() as part:
        part.record(act("wrote", blog="blog-1"), update(2))
        raise ValueError("changed my mind")


def test_a_part_that_fails_leaves_what_was_written_around_it(store: DocumentStore) -> None:
    with store.transaction() as whole:
        whole.record(act("wrote", blog="blog-1"), update(1))
        with pytest.raises(ValueError, match="changed my mind"):
            change_ones_mind(store)
        with store.transaction() as part:
            part.record(act("wrote", blog="blog-1"), update(3))
        whole.record(act("wrote", blog="blog-1"), update(4))
    assert [event.subject for event in store.events()] == ["update-0001", "update-0003", "update-0004"]
    assert [event.sequence for event in store.events()] == [1, 2, 3]
    assert [one.id for one in store.updates("blog-1")] == ["update-0004", "update-0003", "update-0001"]
    assert store.revision() == 1
    assert check(store.engine).sound
