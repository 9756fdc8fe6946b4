"""Ids of what people make."""

from datetime import UTC, datetime, timedelta

from wireroom.ids import new_id

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)


def test_ids_of_one_moment_rise_as_they_are_made() -> None:
    made = [new_id(NOON) for _ in range(500)]
    assert made == sorted(set(made))


def test_ids_sort_by_their_time_whatever_was_made_first() -> None:
    late, early = new_id(NOON + timedelta(milliseconds=1)), new_id(NOON)
    assert early < late
    assert late[14] == "7"
