"""Values with named fields that a round without news can make: nothing is loaded for them, and they are made as fast as msgspec's.

A class of them names its fields with their types and defaults, as a :class:`msgspec.Struct` does.
"""

TYPE_CHECKING = False  # as in typing, which such a round does without
if TYPE_CHECKING:
    from typing import dataclass_transform

    @dataclass_transform(kw_only_default=True)
    class PlainValue:
        """A value whose fields are given by name."""

else:
    from types import SimpleNamespace as PlainValue

__all__ = ["PlainValue"]
