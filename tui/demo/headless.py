"""Plays the whole day at once, without a screen."""

from datetime import datetime
from pathlib import Path

from tui.bootstrap import Settings, open_puller
from tui.demo.clock import SteppedClock
from tui.demo.place import demo_newsroom
from tui.demo.play import Performance, Played, Teller
from tui.demo.story import Story


async def play_headless(
    story: Story,
    settings: Settings,
    folder: Path,
    *,
    tell: Teller,
    until: str = "",
    with_editors: bool = True,
) -> Played:
    """Play the story into a store in ``folder`` and publish beside it. Raises what the desk raises."""
    clock = SteppedClock(story.begins)

    async def arrive(at: datetime) -> None:
        clock.set(at)

    newsroom = demo_newsroom(settings, folder, clock)
    puller = open_puller(newsroom)
    try:
        performance = Performance(
            story, newsroom, puller, arrive=arrive, tell=tell, with_editors=with_editors
        )
        return await performance.play(until=until)
    finally:
        await puller.close()
        newsroom.store.close()
