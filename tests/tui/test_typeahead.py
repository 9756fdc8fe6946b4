"""Commands and words typed in one go: no key is lost, and none is a command where it was meant as a word."""

from collections.abc import Callable

import pytest
from textual import events

from tests.tui.driving import NAMES, Desk
from tui.app import DeskApp
from tui.screens.composer import ComposerScreen
from tui.screens.form import FormScreen
from wireroom.model import Item, LiveBlog, Stage
from wireroom.ports.store import Store


def burst(desk: Desk, *keys: str) -> None:
    """Type keys faster than the desk can answer any of them; a text of more than a letter goes by its letters."""
    for key in keys:
        for one in [key] if key.startswith("ctrl+") or key in ("enter", "tab", "escape") else key:
            desk.app.post_message(events.Key(NAMES.get(one, one), one if len(one) == 1 else None))


async def test_words_typed_right_after_w_are_the_headline(
    open_desk: Callable[..., Desk], story: list[Item], blog: LiveBlog, store: Store
) -> None:
    async with open_desk() as desk:
        burst(desk, "w", "ctrl+u", "ctrl+k", "as said", "ctrl+s")
        await desk.until(lambda: len(store.updates(blog.id)) == 1)
        (update,) = store.updates(blog.id)
        assert update.headline == "as said"
        assert {item.stage for item in store.items([one.id for one in story])} <= {Stage.NEW, Stage.USED}


async def test_tags_typed_right_after_t_are_tags(
    open_desk: Callable[..., Desk], story: list[Item], store: Store
) -> None:
    async with open_desk() as desk:
        burst(desk, "t", "harbour", "ctrl+s")
        await desk.until(lambda: store.item_tags() == {"harbour": 1})
        assert {item.stage for item in store.items([one.id for one in story])} == {Stage.NEW}


async def test_a_filter_typed_right_after_the_slash_is_a_filter(
    open_desk: Callable[..., Desk], story: list[Item], store: Store
) -> None:
    async with open_desk() as desk:
        burst(desk, "/", "ask")
        await desk.until(lambda: desk.screen.wire.query_text == "ask")
        assert {item.stage for item in store.items([one.id for one in story])} == {Stage.NEW}


async def test_a_count_and_its_command_in_one_go(open_desk: Callable[..., Desk], story: list[Item]) -> None:
    async with open_desk() as desk:
        before = desk.screen.wire.lines.position
        burst(desk, "3j", "2j")
        await desk.until(lambda: desk.screen.wire.lines.position == before + 5)


async def test_keys_after_a_command_that_opens_nothing_are_commands_again(
    open_desk: Callable[..., Desk], story: list[Item], blog: LiveBlog, store: Store
) -> None:
    async with open_desk() as desk:
        burst(desk, "!", "a")
        await desk.until(
            lambda: Stage.KEPT in {item.stage for item in store.items([one.id for one in story])}
        )


@pytest.mark.parametrize(("key", "kind"), [("w", ComposerScreen), ("t", FormScreen)])
async def test_a_paste_waits_too(
    open_desk: Callable[..., Desk], story: list[Item], blog: LiveBlog, key: str, kind: type
) -> None:
    async with open_desk() as desk:
        burst(desk, key, "ctrl+u", "ctrl+k")
        desk.app.post_message(events.Paste("from the clipboard"))
        app: DeskApp = desk.app
        await desk.until(lambda: isinstance(app.screen, kind) and "from the clipboard" in _values(app))


def _values(app: DeskApp) -> list[str]:
    screen = app.screen
    if not isinstance(screen, ComposerScreen | FormScreen) or not screen.is_mounted:
        return []
    return list(screen.values().values())
