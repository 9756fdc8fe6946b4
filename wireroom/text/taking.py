"""What is taken down while markup is read: words with the breaks that a reader would see, links and media."""

from collections.abc import Mapping

from msgspec import Struct, field

from wireroom.model import Link, Media
from wireroom.text.hygiene import clean_line
from wireroom.text.links import absolute_link

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "ul",
})
# fmt: on
LINES = frozenset({"li", "tr", "option"})
MEDIA = frozenset(("img", "video", "audio", "source"))
#: The elements whose attributes are read.
TELLING = MEDIA | {"a"}
_PIXEL = ("0", "1", "2")
#: What is written where an element begins.
_OPENING = {
    **dict.fromkeys(BLOCKS, "\n\n"),
    **dict.fromkeys(LINES, "\n"),
    "li": "\n• ",
    **dict.fromkeys(("td", "th"), " "),
}


class Taking(Struct):
    """What has been read so far; ``opened`` are the places where links began that have not ended yet."""

    base: str
    words: list[str] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)

    def begin(self, tag: str, said: Mapping[str, str | None]) -> None:
        """An element begins; ``said`` are its attributes, needed of those in :data:`TELLING` only."""
        opening = _OPENING.get(tag)
        if opening is not None:
            self.words.append(opening)
        elif tag == "a":
            self.opened.append(len(self.words))
        elif tag in MEDIA:
            self._add_media(said)

    def end(self, tag: str, said: Mapping[str, str | None]) -> None:
        """An element ends."""
        if tag in BLOCKS:
            self.words.append("\n\n")
        elif tag == "a":
            begun = self.opened.pop()
            self.link(said.get("href") or "", "".join(self.words[begun:]))

    def link(self, href: str, words: str) -> None:
        """A link, once, and the words it stands on."""
        url = absolute_link(href, self.base)
        if url and url not in self.links:
            self.links[url] = Link(url=url, text=clean_line(words))

    def _add_media(self, said: Mapping[str, str | None]) -> None:
        url = absolute_link(said.get("src") or "", self.base)
        pixel = (said.get("width") or "") in _PIXEL or (said.get("height") or "") in _PIXEL
        if url and not pixel:
            kind = clean_line(said.get("type") or "")
            alt = clean_line(said.get("alt") or "")
            self.media.setdefault(url, Media(url=url, type=kind, description=alt))
