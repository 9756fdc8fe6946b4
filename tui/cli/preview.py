"""``wireroom serve``: the live blog as readers would see it, on loopback, live."""

import signal
import tempfile
import threading
from pathlib import Path

import click

from tui.cli.lazy import DeskCommand
from tui.cli.output import say
from tui.cli.session import newsroom
from wireroom.desk.seat import find_blog
from wireroom.errors import UsageError


@click.command(cls=DeskCommand)
@click.argument("blog", metavar="BLOG")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; any free one without."
)
def serve(blog: str, port: int) -> None:
    """Preview a live blog on loopback, live, until interrupted. Prints the address; nothing is published."""
    from wireroom.publish.preview import Preview
    from wireroom.publish.publisher import Publisher
    from wireroom.publish.settings import SiteConfig

    here = newsroom()
    slug = find_blog(here.store, blog).slug
    publisher = Publisher(here.store, here.clock, SiteConfig.of(here.config))
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with tempfile.TemporaryDirectory(prefix="wireroom-preview-") as place:
        folder = Path(place) / slug

        def publish() -> int:
            return publisher.publish(here.store.blog(slug), folder).sequence

        publish()
        preview = Preview(folder, publish, here.store.revision)
        try:
            with preview.serving(port) as address:
                click.echo(address)
                say("Open it in a browser on this machine; it follows the desk. Ctrl+C ends it.")
                preview.watch(stop)
        except OSError as trouble:
            raise UsageError(
                f"Port {port} can't be listened on: {trouble.strerror}.", next_step="Name another --port."
            ) from trouble
