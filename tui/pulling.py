"""``wireroom pull``, run without the machinery of the command line: a timer calls it every minute, mostly for nothing."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from tui.orders import Order
from tui.telling import print_document, print_line, tell

if TYPE_CHECKING:
    from wireroom.feeds.glance import Glance
    from wireroom.feeds.ingest import Puller

#: Objects made before garbage is looked for, by who pulls once and by who goes on: what a pull makes goes by itself, and
#: what it keeps stays.
_LOOK_ONCE, _LOOK_FOR_GARBAGE = 200_000, 20_000


def pull_from(order: Order, begun: "Glance | None" = None) -> int:
    """Pull for a command line of its own, or go on with what a glance began; gives the code to exit with."""
    from tui.bootstrap import Settings, open_puller_alone
    from wireroom.errors import WireroomError
    from wireroom.lean import forgo_openssl

    forgo_openssl()
    config = order.values.get("--config")
    settings = Settings(
        store=order.values.get("--store", ""),
        editor=order.values.get("--as", ""),
        config=None if config is None else Path(config),
    )
    try:
        with open_puller_alone(settings, begun) as puller:
            return pull(puller, order, begun)
    except WireroomError as trouble:
        from tui.cli.presenter import code_of

        return code_of(trouble)
    finally:
        if begun is not None:
            begun.book.close()


def spare_garbage(objects: int = _LOOK_FOR_GARBAGE) -> None:
    """Leave out what is loaded when garbage is looked for, and look seldom: when so many objects were made and stayed."""
    gc.freeze()
    gc.set_threshold(objects, 10, 10)
    gc.enable()


def pull(puller: "Puller", order: Order, begun: "Glance | None" = None) -> int:
    """Pull what is ordered and tell what came; gives the code to exit with."""
    from wireroom.errors import EXIT_NETWORK

    spare_garbage(_LOOK_FOR_GARBAGE if order.watch else _LOOK_ONCE)
    if order.watch:
        from tui.watching_wires import watch

        watch(puller, print_line if order.as_json else tell, tied=order.tied)
        return 0
    report = puller.pull_now(everything=order.everything, feeds=order.feeds or None, begun=begun)
    if order.as_json:
        print_document(report)
    else:
        tell(report)
    return EXIT_NETWORK if report.failed else 0
