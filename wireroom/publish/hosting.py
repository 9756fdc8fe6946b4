"""Files for hosts, crawlers and open pages: cache rules, sitemaps, what changed last, and hashes of every form."""

from collections.abc import Sequence
from typing import Any

import msgspec

from wireroom.publish.names import short_hash
from wireroom.publish.policy import POLICY
from wireroom.publish.settings import SiteConfig
from wireroom.publish.snapshot import BlogState
from wireroom.publish.story import PAGE, Entry, page_name, page_of
from wireroom.publish.syndication.xml import element, escaped
from wireroom.publish.views import UpdateView

#: ``latest.json`` stays below this many bytes.
_LATEST = 1000
NEWEST_IDS = 12

#: What stands between two lines of a sitemap, and between those of two updates in a list of revisions.
BETWEEN_LINES = b"\n"
BETWEEN_REVISIONS = b","

_URLSET = '<?xml version="1.0" encoding="utf-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def latest(state: BlogState, newest: Sequence[Entry], top: bytes) -> bytes:
    """What open pages poll, in less than a kilobyte.

    ``sealed`` of ``count`` updates are in the archive. ``changes`` are [positions ago, numbers below the newest,
    edition], newest first; ``ids`` the newest entries'; ``top`` a hash of what stands above the updates.
    """
    head = state.head
    document: dict[str, Any] = {
        "position": head.position,
        "state": str(state.blog.state),
        "count": head.count,
        "sealed": head.sealed * PAGE,
        "top": short_hash(top),
        "ids": [entry.id for entry in newest[:NEWEST_IDS]],
        "changes": [
            (head.position - sequence, head.count - number, edition)
            for sequence, number, edition in head.changes
        ],
    }
    body = msgspec.json.encode(document)
    if len(body) > _LATEST:
        of_an_id = len(msgspec.json.encode(document["ids"][0])) + 1
        too_many = -((_LATEST - len(body)) // of_an_id)
        document["ids"] = document["ids"][: max(1, len(document["ids"]) - too_many)]
        body = msgspec.json.encode(document)
    while len(body) > _LATEST:
        document["changes"].pop()
        body = msgspec.json.encode(document)
    return body


def sitemap_line(view: UpdateView) -> bytes:
    """An update's page for crawlers."""
    return f"<url><loc>{escaped(view.address)}</loc><lastmod>{view.changed.iso}</lastmod></url>".encode()


def sitemap(lines: Sequence[bytes]) -> bytes:
    """The sitemap of one page of the archive, or of the updates that will be one."""
    return BETWEEN_LINES.join((_URLSET.format("urlset").encode(), *lines, b"</urlset>\n"))


def sitemap_index(state: BlogState, site: SiteConfig) -> bytes:
    """The index of sitemaps: one for the blog's own pages and one for each page of the archive."""
    address = site.address(state.blog.slug)
    names = ["pages", *(page_name(page) for page in range(1, page_of(max(state.head.count, 1)) + 1))]
    lines = [f"<sitemap>{element('loc', f'{address}sitemaps/{name}.xml')}</sitemap>" for name in names]
    return "\n".join((_URLSET.format("sitemapindex"), *lines, "</sitemapindex>\n")).encode()


def sitemap_of_pages(state: BlogState, site: SiteConfig) -> bytes:
    """The sitemap of the pages that are no single update."""
    address = site.address(state.blog.slug)
    paths = ["", "key-events.html", "corrections.html"]
    paths += [f"a/{page_name(page)}.html" for page in range(1, state.head.sealed + 1)]
    return sitemap([f"<url>{element('loc', address + path)}</url>".encode() for path in paths])


def revision_line(entry: Entry, hashes: Sequence[str]) -> bytes:
    """An update's forms, each with the hash of its status and words: proof of what stood there, without the words."""
    forms = ",".join([f'"{number}":"{each}"' for number, each in enumerate(hashes, 1)])
    return f'"{entry.id}":{{{forms}}}'.encode()


def revisions(state: BlogState, lines: Sequence[bytes], *, page: int = 0) -> bytes:
    """Update -> revision -> SHA-256 of status, headline and body as JSON, for one page of the archive or what no page has yet."""
    document: dict[str, Any] = {"blog": state.blog.id}
    if page:
        document["page"] = page
    else:
        document["position"] = state.head.position
        document["archive"] = {"pages": state.head.archived, "path": "a/{page:04}.revisions.json"}
    return b'%s,"updates":{%s}}\n' % (msgspec.json.encode(document)[:-1], BETWEEN_REVISIONS.join(lines))


def headers() -> bytes:
    """Header rules as Netlify, Cloudflare Pages and others read them: all that fit a path count together."""
    rules = {"/*": _OF_ALL, **_OF_SOME}
    return "".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in lines.items()) + "\n"
        for path, lines in rules.items()
    ).encode()


def nginx(slug: str) -> bytes:
    """The same rules for nginx, to be included in a server block: there a place that names a header names all of them."""
    places = []
    for path, lines in _OF_SOME.items():
        own = "".join(f"\n        {_add_header(*line)}" for line in {**_OF_ALL, **lines}.items())
        folder = path.removesuffix("*")
        places.append(f"    location {'' if folder != path else '= '}/{slug}{folder} {{{own}\n    }}")
    of_all = "\n".join(f"    {_add_header(*line)}" for line in _OF_ALL.items())
    return _NGINX.format(slug=slug, of_all=of_all, of_some="\n".join(places)).encode()


def _add_header(name: str, value: str) -> str:
    """A header for answers of any kind; how long to keep one is said of what is there only."""
    return f'add_header {name} "{value}"{"" if name == _KEEP else " always"};'


def cache_control(path: str) -> str:
    """The cache rule of one file, for targets that keep it with the file."""
    folder, beneath, _ = path.partition("/")
    own = _OF_SOME.get(f"/{folder}/*" if beneath else f"/{path}", {})
    return {**_OF_ALL, **own}[_KEEP]


_KEEP = "Cache-Control"
_FOR_GOOD = "public, max-age=31536000, immutable"

#: The headers of every file, and those that some have instead or besides.
_OF_ALL = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    _KEEP: "public, max-age=10, must-revalidate",
}
_OF_SOME = {
    "/assets/*": {_KEEP: _FOR_GOOD},
    "/media/*": {_KEEP: _FOR_GOOD},
    "/latest.json": {_KEEP: "public, max-age=2, must-revalidate", "Access-Control-Allow-Origin": "*"},
    "/embed.html": {"Content-Security-Policy": f"{POLICY}; frame-ancestors *"},
}

_NGINX = """\
# Include this file in a server block; root is the folder above the live blog's own.
location /{slug}/ {{
    charset utf-8;
    gzip_static on;
    types {{
        text/html html; text/css css; text/javascript js; application/json json; text/plain txt md;
        application/atom+xml atom; application/rss+xml rss; application/xml xml; image/svg+xml svg;
        image/png png; image/jpeg jpg; image/webp webp;
    }}
{of_all}
{of_some}
    location ~ ^/{slug}/(_headers|nginx\\.conf)$ {{ return 404; }}
}}
"""
