"""Where the process begins that reads documents; it fetches nothing and does without TLS."""

import gc

from wireroom.lean import forgo, load_msgspec


def main() -> None:
    """Load little, and read."""
    gc.disable()  # nearly all that imports make stays; the reader turns it on again
    forgo("ssl")
    forgo("_hashlib")  # the hashes that are used here are Python's own, and these come with all of OpenSSL
    load_msgspec()
    from wireroom.feeds.worker import main as read

    read()


if __name__ == "__main__":
    main()
