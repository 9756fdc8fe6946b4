"""Where things lie."""

from pathlib import Path

#: The project's root.
ROOT = Path(__file__).resolve().parent.parent.parent
