"""A line as the compositor takes it, that is gone as soon as nobody wants it any more."""

from collections.abc import Iterable, Sequence

from textual.strip import Strip


class LineStrip(Strip):
    """A strip that does not keep itself.

    Textual's remembers that it is the one piece of itself where nothing cuts it, and is garbage then that only a search finds.
    """

    __slots__ = ()

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The pieces between columns in ascending order; what is right of the last one is left out."""
        within = [cut for cut in cuts if cut <= self.cell_length]
        return [self] if within == [self.cell_length] else super().divide(within)
