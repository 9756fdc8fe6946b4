"""What feeds tell of an update: as much as its page does, in the order in which a reader needs it."""

from wireroom.model import Status
from wireroom.publish.syndication.xml import element, escaped
from wireroom.publish.views import NoticeView, PictureView, SourceView, UpdateView


def content_html(view: UpdateView) -> str:
    """An update with its status first, and what was corrected or taken back before the words."""
    parts = [f"<p><strong>{escaped(view.words)}</strong></p>"]
    if view.notice:
        parts.append(notice_html(view))
        return "".join(parts)
    parts += [
        f"<p><strong>Correction {box.time.clock} {escaped(box.time.place)}:</strong> {escaped(box.note)}</p>"
        for box in reversed(view.boxes)
    ]
    if view.doubt:
        parts.append(f"<p><strong>Under review:</strong> {escaped(view.doubt)}</p>")
    parts.append(view.body)
    parts += [_figure(picture, view.root) for picture in view.pictures]
    parts += [_blockquote(source) for source in view.sources if source.quote]
    parts += [element("p", line) for line in (named_sources(view), how_known(view)) if line]
    parts += _links(view)
    return "".join(parts)


def notice_html(view: UpdateView) -> str:
    """What is wrong and why, and where to read what stands instead."""
    return "".join([element("p", part) for part in taken(view).words.split("\n\n")] + _links(view))


def notice_text(view: UpdateView) -> str:
    """As :func:`notice_html`, without markup."""
    return "\n\n".join(
        [taken(view).words, *(f"{words}: {address}" for words, address in onward(view).items())]
    )


def notice_title(view: UpdateView) -> str:
    """The headline of a notice: never the claim that is taken back."""
    if view.status == Status.KILLED:
        return "Removed: notice to readers"
    return view.headline.replace("Retracted:", "Retraction:", 1)


def in_short(view: UpdateView) -> str:
    """The status in words, and what was corrected, doubted or taken back."""
    if view.notice:
        return f"{view.words}. {view.notice.words}"
    parts = [f"{view.words}."]
    parts += [f"Correction {box.time.clock} {box.time.place}: {box.note}" for box in reversed(view.boxes)]
    if view.doubt:
        parts.append(f"Under review: {view.doubt}")
    return " ".join(parts)


def named_sources(view: UpdateView) -> str:
    """Whose word it is, and of what kind each of them; empty of what rests on nobody's."""
    names = ", ".join([f"{source.who} ({source.kind})" for source in view.sources])
    return f"Sources: {names}" if names else ""


def how_known(view: UpdateView) -> str:
    """What the editors said of how they know; empty where they said nothing."""
    return f"How we know: {view.how}" if view.how else ""


def credit(source: SourceView) -> str:
    """Whose words a quote is, and when they were captured."""
    return f"{source.who}, captured {source.dated.full}" if source.dated else source.who


def onward(view: UpdateView) -> dict[str, str]:
    """The updates that stand in place of one: what is said of the link -> its address."""
    instead = view.notice.replaced_by if view.notice else ""
    newer = view.superseded_by if view.superseded_by != instead else ""
    standing = {instead: "What stands instead", newer: "A newer update replaces this one"}
    fallen = {
        instead: "What stood instead was taken back, too",
        newer: "A newer update that replaced this one was taken back",
    }
    return {
        (fallen if other in view.fallen else standing)[other]: f"{view.root}p/{other}.html"
        for other in (instead, newer)
        if other
    }


def taken(view: UpdateView) -> NoticeView:
    """The notice of an update that was taken back."""
    assert view.notice is not None
    return view.notice


def _links(view: UpdateView) -> list[str]:
    return [f'<p><a href="{escaped(address)}">{words}</a></p>' for words, address in onward(view).items()]


def _figure(picture: PictureView, root: str) -> str:
    size = f'width="{picture.width}" height="{picture.height}"'
    image = f'<img src="{escaped(root + picture.path)}" alt="{escaped(picture.description)}" {size}/>'
    return f"<figure>{image}{element('figcaption', picture.credit) if picture.credit else ''}</figure>"


def _blockquote(source: SourceView) -> str:
    cited = f' cite="{escaped(source.url)}"' if source.url else ""
    return f"<blockquote{cited}>{element('p', source.quote)}{element('footer', credit(source))}</blockquote>"
