"""A live blog as Markdown and as plain text."""

import re
from collections.abc import Sequence

from wireroom.publish import prose
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.syndication.content import credit, how_known, named_sources, onward
from wireroom.publish.times import iso, zone_named
from wireroom.publish.views import PictureView, UpdateView

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
        lines.append(f"> **Under review:** {_literal(view.doubt)}" if view.doubt else "")
        lines.append(_safe_markdown(body))
        lines += [_picture(picture, view.root) for picture in view.pictures]
        lines += [
            f"> {_literal(each.quote)}\n>\n> {_literal(credit(each))}" for each in view.sources if each.quote
        ]
        lines += map(_literal, (named_sources(view), how_known(view)))
    lines += [f"[{words}]({address})" for words, address in onward(view).items()]
    lines.append(f"[Link]({view.address})\n")
    return "\n\n".join([line for line in lines if line]).encode()


def text(view: UpdateView) -> bytes:
    """An update as plain text."""
    lines = [view.shown.full, f"[{view.words}] {view.headline}"]
    if view.notice:
        lines.append(view.notice.words)
    else:
        lines += [f"Correction {box.time.clock}: {box.note}" for box in view.boxes]
        lines += [f"Under review: {view.doubt}" if view.doubt else "", view.plain]
        lines += [f"Picture: {picture.description} {view.root}{picture.path}" for picture in view.pictures]
        lines += [f"“{each.quote}” ({credit(each)})" for each in view.sources if each.quote]
        lines += [named_sources(view), how_known(view)]
    lines += [f"{words}: {address}" for words, address in onward(view).items()]
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
    blog = state.blog
    end = f" This live blog ended {iso(blog.coverage_end)}." if blog.coverage_end else ""
    return f"Last change {zone_named(blog.zone).full(state.changed)}.{end}"


def _picture(picture: PictureView, root: str) -> str:
    image = f"![{_literal(picture.description)}]({root}{picture.path})"
    return f"{image}\n{_literal(picture.credit)}" if picture.credit else image


def _safe_markdown(body: str) -> str:
    """A body with raw HTML switched off, for readers that would run it."""
    return prose.copy(body).replace("<", "\\<")


def _literal(line: str) -> str:
    return _MARKS.sub(r"\\\g<0>", line)
