"""A live blog as Markdown and as plain text."""

from collections.abc import Sequence

from wireroom.model import Update
from wireroom.publish import prose, words
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import Entry
from wireroom.publish.times import Zone, iso

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>#|~"})


def markdown(entry: Entry, state: BlogState, site: SiteConfig) -> bytes:
    """An update as a section of Markdown."""
    update = entry.update
    zone = Zone(state.blog.zone)
    lines = [
        f"## {zone.full(entry.shown)}: {_literal(prose.line(words.headline(update)))}",
        f"**{_literal(words.status_words(update, zone))}**",
    ]
    if entry.taken_back:
        lines += [_literal(part) for part in prose.copy(words.notice(update)).split("\n\n")]
    else:
        lines += [
            f"> **Correction {zone.clock(box.at)}:** {_literal(prose.line(box.note))}"
            for box in update.corrections
            if box.note
        ]
        lines += [_safe_markdown(update), *_sources(update)]
    lines.append(f"[Link]({site.address(state.blog.slug)}p/{entry.id}.html)")
    return ("\n\n".join(line for line in lines if line) + "\n").encode()


def text(entry: Entry, state: BlogState, site: SiteConfig) -> bytes:
    """An update as plain text."""
    update = entry.update
    zone = Zone(state.blog.zone)
    lines = [
        f"{zone.full(entry.shown)}",
        f"[{words.status_words(update, zone)}] {prose.line(words.headline(update))}",
    ]
    if entry.taken_back:
        lines.append(prose.copy(words.notice(update)))
    else:
        lines += [
            f"Correction {zone.clock(box.at)}: {prose.line(box.note)}"
            for box in update.corrections
            if box.note
        ]
        lines += [prose.plain(update.body), *_sources(update)]
    lines.append(f"{site.address(state.blog.slug)}p/{entry.id}.html")
    return ("\n".join(line for line in lines if line) + "\n").encode()


def markdown_document(
    state: BlogState, site: SiteConfig, bodies: Sequence[bytes], earlier: str, *, sealed: bool = False
) -> bytes:
    """A page of updates as Markdown with the blog's headline.

    ``earlier`` is the path of the page before; a ``sealed`` page does not say when the blog last changed.
    """
    blog = state.blog
    head = [
        f"# {_literal(prose.line(blog.headline))}",
        _literal(prose.line(blog.standfirst)),
        "" if sealed else _state(state),
    ]
    tail = [f"[Earlier updates]({site.address(blog.slug)}{earlier})"] if earlier else []
    return _joined(head, bodies, tail, b"\n")


def text_document(
    state: BlogState, site: SiteConfig, bodies: Sequence[bytes], earlier: str, *, sealed: bool = False
) -> bytes:
    """A page of updates as plain text."""
    blog = state.blog
    head = [prose.line(blog.headline).upper(), prose.line(blog.standfirst), "" if sealed else _state(state)]
    tail = [f"Earlier updates: {site.address(blog.slug)}{earlier}"] if earlier else []
    return _joined(head, bodies, tail, b"\n" + b"-" * 60 + b"\n\n")


def _joined(head: list[str], bodies: Sequence[bytes], tail: list[str], between: bytes) -> bytes:
    parts = ["\n\n".join(line for line in head if line).encode() + b"\n", *bodies]
    if tail:
        parts.append(tail[0].encode() + b"\n")
    return between.join(parts)


def _state(state: BlogState) -> str:
    blog, head = state.blog, state.head
    changed = head.changed or blog.coverage_start or blog.created
    end = f" This live blog ended {iso(blog.coverage_end)}." if blog.coverage_end else ""
    return f"Last change {Zone(blog.zone).full(changed)}.{end}"


def _sources(update: Update) -> list[str]:
    names = [
        f"{prose.line(piece.who or piece.origin)} ({words.EVIDENCE[piece.kind]})" for piece in update.evidence
    ]
    return [f"Sources: {', '.join(names)}"] if names else []


def _safe_markdown(update: Update) -> str:
    """The body as its editors marked it up, raw HTML switched off for readers that would run it."""
    return prose.copy(update.body).replace("<", "\\<")


def _literal(line: str) -> str:
    return line.translate(_MARKS)
