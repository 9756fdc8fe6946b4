"""Tags as they are compared: small letters, no ``#``, no blanks."""

from wireroom.errors import UsageError


def clean_tag(text: str) -> str:
    """Fold a tag: small letters, no ``#``, no space. Raises ``UsageError`` when nothing is left."""
    tag = "-".join(text.strip().lstrip("#").casefold().split())
    if not tag:
        raise UsageError(f"{text!r} is no tag.", next_step="Use a word, such as almaty.")
    return tag


def folder_tag(folder: str) -> str:
    """The tag of a folder as a list of feeds names it: ``World News/Asia`` is ``world-news/asia``."""
    return clean_tag(folder.replace("\\/", "/"))
