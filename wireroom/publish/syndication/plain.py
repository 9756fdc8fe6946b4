"""A live blog as Markdown and as plain text."""

import re
from collections.abc import Sequence

from wireroom.publish import prose
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.times import iso, zone_named
from wireroom.publish.views import UpdateView

#: What stands between two updates, as Markdown and as plain text.
BETWEEN_SECTIONS = b"\n"
BETWEEN_TEXTS = b"\n" + b"-" * 60 + b"\n\n"

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~]")


def markdown(view: UpdateView, body: str) -> bytes:
    """An update as a section of Markdown; ``body`` is its own, as its editors marked it up."""
    lines = [
        f"## {view.shown.full}: {_literal(view.headline)}",
        f"**{_literal(view.words)}**",
    ]
    if view.notice:
        lines += [_literal(part) for part in view.notice.words.split("\n\n")]
    else:
        lines += [f"> **Correction {box.time.clock}:** {_literal(box.note)}" for box in view.boxes]
        lines += [_safe_markdown(body), *_sources(view)]
    lines.append(f"[Link]({view.address})\n")
    return "\n\n".join([line for line in lines if line]).encode()


def text(view: UpdateView) -> bytes:
    """An update as plain text."""
    lines = [view.shown.full, f"[{view.words}] {view.headline}"]
    if view.notice:
        lines.append(view.notice.words)
    else:
        lines += [f"Correction {box.time.clock}: {box.note}" for box in view.boxes]
        lines += [view.plain, *_sources(view)]
    lines.append(f"{view.address}\n")
    return "\n".join([line for line in lines if line]).encode()


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
    return _joined(head, bodies, tail, BETWEEN_SECTIONS)


def text_document(
    state: BlogState, site: SiteConfig, bodies: Sequence[bytes], earlier: str, *, sealed: bool = False
) -> bytes:
    """A page of updates as plain text."""
    blog = state.blog
    head = [prose.line(blog.headline).upper(), prose.line(blog.standfirst), "" if sealed else _state(state)]
    tail = [f"Earlier updates: {site.address(blog.slug)}{earlier}"] if earlier else []
    return _joined(head, bodies, tail, BETWEEN_TEXTS)


def _joined(head: list[str], bodies: Sequence[bytes], tail: list[str], between: bytes) -> bytes:
    parts = ["\n\n".join(line for line in head if line).encode() + b"\n", *bodies]
    if tail:
        parts.append(tail[0].encode() + b"\n")
    return between.join(parts)


def _state(state: BlogState) -> str:
    blog, head = state.blog, state.head
    changed = head.changed or blog.coverage_start or blog.created
    end = f" This live blog ended {iso(blog.coverage_end)}." if blog.coverage_end else ""
    return f"Last change {zone_named(blog.zone).full(changed)}.{end}"


def _sources(view: UpdateView) -> list[str]:
    if not view.sources:
        return []
    return [f"Sources: {', '.join([f'{source.who} ({source.kind})' for source in view.sources])}"]


def _safe_markdown(body: str) -> str:
    """A body with raw HTML switched off, for readers that would run it."""
    return prose.copy(body).replace("<", "\\<")


def _literal(line: str) -> str:
    return _MARKS.sub(r"\\\g<0>", line)
