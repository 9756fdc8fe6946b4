"""Markdown as it will read: headings, paragraphs, lists, quotations, weight and links, as running text."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from tui.widgets.blocks import BLANK, Block
from tui.widgets.spans import Span

_READER = MarkdownIt("commonmark", {"html": False})


def markdown_blocks(words: str) -> list[Block]:
    """The paragraphs of a body, an empty line between them."""
    blocks: list[Block] = []
    depth, quoted, heading = 0, 0, False
    lead = ""
    numbers: list[int] = []
    for token in _READER.parse(words):
        match token.type:
            case "bullet_list_open":
                depth, numbers = depth + 1, [*numbers, 0]
            case "ordered_list_open":
                depth, numbers = depth + 1, [*numbers, 1]
            case "bullet_list_close" | "ordered_list_close":
                depth, numbers = depth - 1, numbers[:-1]
            case "list_item_open":
                lead = f"{numbers[-1]}. " if numbers[-1] else "- "
                numbers[-1] += bool(numbers[-1])
            case "blockquote_open":
                quoted += 1
            case "blockquote_close":
                quoted -= 1
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline":
                spans = tuple(replace(span, bold=span.bold or heading) for span in _spans(token))
                mark = Span(lead or ("> " if quoted else ""), "quiet")
                indent = 2 * max(depth - 1, 0)
                if blocks and not depth:
                    blocks.append(BLANK)
                blocks.append(Block(spans, indent, len(mark.text), mark if mark.text else None))
                lead = ""
            case "fence" | "code_block":
                blocks += [Block((Span(line),), 4) for line in token.content.splitlines()]
            case _:
                continue
    return blocks


def _spans(token: Token) -> Iterator[Span]:
    bold = underline = False
    address = ""
    for child in token.children or ():
        match child.type:
            case "strong_open" | "strong_close":
                bold = child.type == "strong_open"
            case "em_open" | "em_close":
                underline = child.type == "em_open"
            case "link_open":
                address = str(child.attrs.get("href", ""))
            case "link_close":
                yield Span(f" ({address})", "quiet")
                address = ""
            case "softbreak" | "hardbreak":
                yield Span(" ")
            case _:
                yield Span(child.content, "link" if address else "text", bold, underline)
