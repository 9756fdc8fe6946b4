"""Where the process begins that reads documents; it fetches nothing and does without TLS."""

from wireroom.lean import forgo, load_msgspec


def main() -> None:
    """Load little, and read."""
    forgo("ssl")
    load_msgspec()
    from wireroom.feeds.worker import main as read

    read()


if __name__ == "__main__":
    main()
