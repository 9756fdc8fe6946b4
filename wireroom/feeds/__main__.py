"""Where the process begins that reads documents; it fetches nothing and does without TLS."""

import gc

from wireroom.lean import forgo, forgo_openssl, load_msgspec


def main(held: int = 0) -> None:
    """Load little, and read; ``held`` is address space that was there before, in bytes."""
    gc.disable()  # nearly all that imports make stays; the reader turns it on again
    forgo("ssl")
    forgo_openssl()
    load_msgspec()
    from wireroom.feeds.worker import main as read

    read(held)


if __name__ == "__main__":
    main()
