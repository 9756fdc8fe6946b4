"""What becomes of items: tag, keep, spike, restore, and undo of each."""

import pytest

from tests.cli.conftest import Arrive, Wireroom
from wireroom.ports.store import Store


def test_tags_go_on_and_off(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    one, two = arrive("One"), arrive("Two")
    assert cli("tag", one.id, two.id, "+almaty", "+fire").code == 0
    assert cli("tag", one.id, "-fire", "+checked").code == 0
    assert set(store.item(one.id).tags) == {"almaty", "checked"}
    assert set(store.item(two.id).tags) == {"almaty", "fire"}


def test_a_tag_that_looks_like_options_comes_off(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    item = arrive("One")
    cli("tag", item.id, "+help", "+json", "+as")
    assert cli("tag", item.id, "-help", "-json", "-as").code == 0
    assert store.item(item.id).tags == ()


def test_an_item_is_named_by_an_unambiguous_end(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    item = arrive("One")
    arrive("Two")
    assert cli("tag", item.id[-6:], "+seen").code == 0
    assert store.item(item.id).tags == ("seen",)


def test_an_ambiguous_end_names_the_candidates(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    items = [arrive(f"Item {number}") for number in range(17)]
    assert items[0].id[-1] == items[16].id[-1]
    told = cli("keep", "1")
    assert told.code == 2
    assert store.item(items[0].id).stage.value == "new"


def test_an_unknown_item_is_refused_and_nothing_changes(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    item = arrive("One")
    told = cli("tag", item.id, "fffffff9", "+seen")
    assert told.code == 1
    assert store.item(item.id).tags == ()


@pytest.mark.parametrize("words", [["+only"], ["00000001"], ["00000001", "+"], ["00000001", "--unknown"]])
def test_a_tag_command_that_says_too_little_is_wrong_usage(
    cli: Wireroom, arrive: Arrive, words: list[str]
) -> None:
    arrive("One")
    assert cli("tag", *words).code == 2


def test_keep_spike_and_restore(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    one, two = arrive("One"), arrive("Two")
    for command, stage in (("keep", "kept"), ("spike", "spiked"), ("restore", "new")):
        told = cli(command, one.id, two.id)
        assert told.code == 0
        assert told.out == ""
        assert "2 items" in told.err
        assert {store.item(item.id).stage.value for item in (one, two)} == {stage}


def test_a_bulk_act_is_undone_as_one(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    items = [arrive(f"Item {number}") for number in range(3)]
    cli("spike", *(item.id for item in items))
    undone = cli("undo")
    assert undone.code == 0
    assert len(undone.lines) == 3
    assert {store.item(item.id).stage.value for item in items} == {"new"}


def test_undo_takes_back_only_what_this_editor_did(cli: Wireroom, store: Store, arrive: Arrive) -> None:
    item = arrive("One")
    cli("keep", item.id, "--as", "dana")
    assert cli("undo", "--as", "marat").code == 1
    assert store.item(item.id).stage.value == "kept"
    assert cli("undo", "--as", "dana", "--json").json[0]["subject"] == item.id
    assert store.item(item.id).stage.value == "new"


def test_a_draft_is_spiked_and_restored_as_an_item_is(
    cli: Wireroom, store: Store, arrive: Arrive, blog: str
) -> None:
    item = arrive("Crowds gather")
    draft = cli("write", blog, "--headline", "A slip", "--body", "Nothing.").out.strip()
    told = cli("spike", item.id, draft)
    assert (told.code, "1 item" in told.err, "'A slip'" in told.err) == (0, True, True)
    assert cli("updates", blog, "--json").json == []
    assert [one["id"] for one in cli("updates", blog, "--spiked", "--json").json] == [draft]
    assert "wireroom restore" in cli("update", draft).out
    assert cli("restore", draft).code == 0
    assert [one["id"] for one in cli("updates", blog, "--json").json] == [draft]
    assert cli("spike", "no-such-id").code == 1
