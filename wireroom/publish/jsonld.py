"""What search engines are told: schema.org's LiveBlogPosting, and a BlogPosting for each update.

Source: https://schema.org/LiveBlogPosting and https://schema.org/CorrectionComment.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from wireroom.model import BlogState as Coverage
from wireroom.model import Status
from wireroom.publish import prose
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.times import TimeView, iso
from wireroom.publish.views import SourceView, UpdateView

#: Updates on the head page that are told of there; archive pages and permalinks hold the others.
TOLD = 20

#: Stands for the address of the page a posting is on; copy never holds a control character.
_PAGE = "\x1a"
_PAGE_URL = msgspec.json.encode(_PAGE)[1:-1]

_encode = msgspec.json.Encoder().encode


def posting(view: UpdateView, site: SiteConfig) -> bytes:
    """One update, ready for a script element; lists put the address of their page in."""
    document: dict[str, Any] = {
        "@type": "BlogPosting",
        "url": f"{_PAGE}#u-{view.id}",
        "headline": view.headline[:110],
        "datePublished": view.shown.iso,
        "dateModified": view.changed.iso,
        "inLanguage": view.lang,
        "author": _authors(view, site),
        "creativeWorkStatus": view.label,
        "articleBody": view.notice.words if view.notice else view.plain or view.headline,
    }
    if view.sources:
        document["citation"] = [_citation(source) for source in view.sources]
    corrections = [_comment(box.note, box.time) for box in view.boxes]
    if view.notice and view.status != Status.KILLED:
        corrections.append(_comment(view.notice.words, view.notice.time))
    if corrections:
        document["correction"] = corrections
    return _in_script(document)


def live_blog(state: BlogState, site: SiteConfig, url: str, postings: Sequence[bytes], image: str) -> bytes:
    """The live blog with its newest postings, as the content of a script element."""
    blog = state.blog
    address = site.address(blog.slug)
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": f"{address}#blog",
        "headline": prose.line(blog.headline),
        "url": url,
        "mainEntityOfPage": address,
        "inLanguage": blog.language,
        "datePublished": iso(state.begun),
        "dateModified": iso(state.changed),
        "coverageStartTime": iso(state.begun),
        "publisher": publisher(site),
        "author": [publisher(site)],
    }
    if blog.standfirst:
        document["description"] = prose.line(blog.standfirst)
    if image or site.logo:
        document["image"] = [image or site.logo]
    if blog.state is Coverage.ENDED and blog.coverage_end:
        document["coverageEndTime"] = iso(blog.coverage_end)
    return _with_list(document, "liveBlogUpdate", postings, url)


def archive(state: BlogState, site: SiteConfig, url: str, title: str, postings: Sequence[bytes]) -> bytes:
    """A page of the archive: a part of the live blog with its postings."""
    document = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": title,
        "url": url,
        "isPartOf": {"@type": "LiveBlogPosting", "@id": f"{site.address(state.blog.slug)}#blog"},
    }
    return _with_list(document, "hasPart", postings, url)


def single(body: bytes, update_id: str, url: str) -> bytes:
    """A permalink page's posting, standing alone."""
    address = msgspec.json.encode(url)
    alone = body.replace(b'"%s#u-%s"' % (_PAGE_URL, update_id.encode()), address, 1)
    return b'{"@context":"https://schema.org","mainEntityOfPage":%s,%s' % (address, alone[1:])


@lru_cache(maxsize=8)
def publisher(site: SiteConfig) -> dict[str, Any]:
    """The organisation that publishes."""
    found: dict[str, Any] = {"@type": "Organization", "name": site.publisher, "url": site.home}
    if site.logo:
        found["logo"] = {"@type": "ImageObject", "url": site.logo}
    return found


def _authors(view: UpdateView, site: SiteConfig) -> list[dict[str, Any]]:
    home = site.home
    return [{"@type": "Person", "name": name, "url": home} for name in view.bylines] or [publisher(site)]


def _citation(source: SourceView) -> dict[str, str]:
    found = {"@type": "CreativeWork", "name": source.who}
    return {**found, "url": source.url} if source.url else found


def _comment(text: str, at: TimeView) -> dict[str, str]:
    return {"@type": "CorrectionComment", "text": text, "datePublished": at.iso}


def _with_list(document: dict[str, Any], name: str, postings: Sequence[bytes], url: str) -> bytes:
    """The document with a list of encoded postings, each with the address of the page they stand on."""
    head = _in_script(document)
    listed = b",".join(postings).replace(_PAGE_URL, _encode(url)[1:-1])
    return b'%s,"%s":[%s]}' % (head[:-1], name.encode(), listed)


def _in_script(document: dict[str, Any]) -> bytes:
    return prose.script(_encode(document))
