"""Completes the last of several tags from those in use, the commonest first."""

from collections.abc import Mapping

from textual.suggester import Suggester

from tui.widgets.copy import line


class TagSuggester(Suggester):
    """Suggests how the tag that is being typed may go on."""

    def __init__(self, known: Mapping[str, int]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = sorted((tag for tag in known if line(tag) == tag), key=lambda tag: (-known[tag], tag))

    async def get_suggestion(self, value: str) -> str | None:
        """The text with its last word completed."""
        before, _, word = value.rpartition(" ")
        stem = word.lstrip("-+#")
        if not stem:
            return None
        sign = word[: len(word) - len(stem)]
        for tag in self._known:
            if tag.startswith(stem) and tag != stem:
                return f"{before} {sign}{tag}" if before else f"{sign}{tag}"
        return None
