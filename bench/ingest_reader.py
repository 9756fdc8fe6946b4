"""The ``reader`` library's side of the ingest benchmark; runs in a virtual environment of its own.

``python ingest_reader.py DATABASE add URLS-FILE``, then ``python ingest_reader.py DATABASE update`` for each round.
"""

import sys
from pathlib import Path

from reader import make_reader


def main() -> None:
    """Add the feeds, or update them all now with 16 workers."""
    reader = make_reader(sys.argv[1])
    if sys.argv[2] == "add":
        for url in Path(sys.argv[3]).read_text(encoding="utf-8").split():
            reader.add_feed(url)
    else:
        reader.update_feeds(workers=16, scheduled=False)
    reader.close()


if __name__ == "__main__":
    main()
