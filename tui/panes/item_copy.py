"""An item of the wire as running text: headline, where it comes from, its words with cues marked, its wordings."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tui.panes.wire_rows import WireRow
from tui.styles.glyphs import PRIORITY, STAGE
from tui.widgets.blocks import BLANK, Block, prose, text
from tui.widgets.spans import Span
from tui.widgets.when import age, counted, date_and_clock
from wireroom.model import Cue, DateQuality, ItemVersion
from wireroom.ports.clock import Clock

if TYPE_CHECKING:
    from wireroom.feeds.article import Article


def item_blocks(
    row: WireRow,
    clock: Clock,
    zone: str,
    versions: Sequence[ItemVersion] = (),
    story: Sequence[WireRow] = (),
    article: "Article | None" = None,
) -> list[Block]:
    """The whole of an item. ``versions`` and ``story`` may follow when they were read, ``article`` when it was asked for."""
    item = row.item
    now = clock.now()
    blocks = [text(item.headline or "(no headline)", bold=True)]
    blocks.append(Block(tuple(_line_of_origin(row, zone, now))))
    blocks.append(
        text(
            f"{STAGE[item.stage]} {item.stage.value} · came {date_and_clock(item.first_seen, zone, now)}",
            "quiet",
        )
    )
    if item.tags:
        blocks.append(text(" ".join(f"#{tag}" for tag in item.tags), "link"))
    blocks.append(BLANK)
    words = item.body or item.summary
    if item.summary and item.body and item.summary.strip() not in item.body:
        blocks += [*prose(item.summary), BLANK]
    for paragraph in prose(words):
        blocks.append(_marked(paragraph, item.cues))
    if item.link:
        blocks += [BLANK, Block((Span("Link  ", "quiet"), Span(item.link, "link")))]
    if article is not None:
        blocks += [BLANK, text("The article on its page", "accent", bold=True)]
        if article.headline and article.headline != item.headline:
            blocks.append(text(article.headline, bold=True))
        blocks += prose(article.text)
    if len(versions) > 1:
        blocks += _wordings(versions, zone, now)
    others = [other for other in story if other.key != row.key]
    if others:
        blocks += [BLANK, text(f"The same story from {len(others)} more", "accent", bold=True)]
        blocks += [
            Block(
                (
                    Span(f"{age(other.item.first_seen, now):>3} {other.source}  ", "quiet"),
                    Span(other.item.headline),
                ),
                0,
                4,
            )
            for other in others[:20]
        ]
    return blocks


def _line_of_origin(row: WireRow, zone: str, now: datetime) -> list[Span]:
    item = row.item
    spans = [Span(PRIORITY[item.priority] + "  ", "alarm", bold=True)] if PRIORITY[item.priority] else []
    spans.append(Span(row.source, "accent"))
    if item.origin and item.origin.casefold() != row.source.casefold():
        spans.append(Span(f" · words of {item.origin}", "text"))
    if item.authors:
        spans.append(Span(f" · {', '.join(item.authors)}", "quiet"))
    if item.published is not None:
        doubt = {
            DateQuality.ASSUMED_ZONE: " (zone assumed)",
            DateQuality.FUTURE: " (dated in the future)",
        }.get(item.published_quality, "")
        spans.append(Span(f" · dated {date_and_clock(item.published, zone, now)}{doubt}", "quiet"))
    if row.size is not None and row.size.items > 1:
        spans.append(Span(f" · {row.size.items} items, {counted(row.size.origins, 'origin')}", "quiet"))
    return spans


def _marked(paragraph: Block, cues: Sequence[Cue]) -> Block:
    """A paragraph with the words of cues underlined."""
    words = "".join(span.text for span in paragraph.spans)
    folded = words.casefold()
    if len(folded) != len(words):
        return paragraph
    found: list[tuple[int, int]] = []
    for cue in cues:
        at = folded.find(cue.text.casefold()) if cue.text else -1
        if at >= 0 and all(at >= end or at + len(cue.text) <= start for start, end in found):
            found.append((at, at + len(cue.text)))
    spans, at = [], 0
    for start, end in sorted(found):
        spans += [Span(words[at:start]), Span(words[start:end], "mark", underline=True)]
        at = end
    return Block((*spans, Span(words[at:])), paragraph.indent, paragraph.hang)


def _wordings(versions: Sequence[ItemVersion], zone: str, now: datetime) -> list[Block]:
    from tui.panes.difference import difference

    blocks = [BLANK, text(f"{len(versions)} wordings", "accent", bold=True)]
    for before, after in zip(reversed(versions[:-1]), reversed(versions[1:]), strict=True):
        blocks.append(text(f"v{after.version} seen {date_and_clock(after.seen, zone, now)}", "quiet"))
        if before.headline != after.headline:
            blocks.append(difference(before.headline, after.headline, indent=2))
        if (before.summary, before.body) != (after.summary, after.body):
            blocks.append(difference(_copy(before), _copy(after), indent=2))
    return blocks


def _copy(version: ItemVersion) -> str:
    return version.body or version.summary
