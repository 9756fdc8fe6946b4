"""Small feeds made to measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An item of a made feed; an empty guid or link leaves the element out."""

    guid: str = ""
    link: str = ""
    headline: str = "Something happened"
    summary: str = ""
    date: str = ""


def rss(stories: Iterable[Story], *, head: str = "", title: str = "A wire") -> bytes:
    """An RSS 2.0 document."""
    items = "\n".join(_item(story) for story in stories)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{escape(title)}</title>'
        f"<link>https://wire.example/</link>{head}\n{items}\n</channel></rss>\n"
    ).encode()


def _item(story: Story) -> str:
    said = {
        "title": story.headline,
        "guid": story.guid,
        "link": story.link,
        "description": story.summary,
        "pubDate": story.date,
    }
    elements = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in said.items() if value)
    return f"<item>{elements}</item>"
