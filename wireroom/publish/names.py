"""Names of published files that come from people's words."""

import hashlib
import re
from functools import lru_cache

_UNSAFE = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1024)
def tag_slug(tag: str) -> str:
    """A tag as a part of a file name: ASCII, and different for tags that differ by more than case and spacing."""
    folded = " ".join(tag.casefold().split())
    slug = _UNSAFE.sub("-", folded).strip("-")[:60]
    if folded.replace(" ", "-") == slug:
        return slug
    digest = hashlib.sha256(folded.encode()).hexdigest()[:8]
    return f"{slug}-{digest}" if slug else digest


def short_hash(content: bytes) -> str:
    """Eight hexadecimal digits that change with the content."""
    return hashlib.sha256(content).hexdigest()[:8]
