"""The process that reads documents, so that no document can hurt the newsroom.

Begun by :mod:`wireroom.feeds.spawning`. Speaks over stdin and stdout: four bytes of length, then a message. It may
use so much memory and processor time and no more; who starts it ends it when a document takes too long.
"""

import gc
import os
import resource
import struct
import sys
from collections.abc import Callable
from typing import BinaryIO

import msgspec

from wireroom.errors import ParseError
from wireroom.feeds.documents import FeedDocument, ParsedFeed

#: Address space in bytes, and seconds of processor time for one document.
MEMORY_LIMIT = 1 << 30
PROCESSOR_SECONDS = 60

_LENGTH = struct.Struct("!I")
#: Objects made before garbage is looked for: nearly all that reading makes goes by itself.
_LOOK_FOR_GARBAGE = 20_000


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a document: the feed, or what went wrong and what to do."""

    feed: ParsedFeed | None = None
    trouble: str = ""
    next_step: str = ""


def frame(message: bytes) -> bytes:
    """A message as it goes through the pipe."""
    return _LENGTH.pack(len(message)) + message


def main(held: int = 0) -> None:
    """Read documents until the pipe is closed; ``held`` are bytes of address space that are no business of the limit."""
    sys.stdout = sys.stderr
    os.nice(5)
    limit = held + MEMORY_LIMIT
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from wireroom.feeds.parse import parse_document

    gc.freeze()  # what is loaded stays
    gc.set_threshold(_LOOK_FOR_GARBAGE, 2, 2)
    gc.enable()
    decoder = msgspec.msgpack.Decoder(FeedDocument)
    encoder = msgspec.msgpack.Encoder()
    with open(0, "rb", closefd=False) as incoming, open(1, "wb", closefd=False) as outgoing:
        while (message := _receive(incoming)) is not None:
            _allow_more_time()
            outgoing.write(frame(encoder.encode(_read(parse_document, decoder.decode(message)))))
            outgoing.flush()


def _read(parse: Callable[[FeedDocument], ParsedFeed], document: FeedDocument) -> Reply:
    try:
        return Reply(feed=parse(document))
    except ParseError as trouble:
        return Reply(trouble=trouble.message, next_step=trouble.next_step)
    except MemoryError:
        return Reply(trouble="The document needs too much memory.", next_step="It is asked again later.")
    except RecursionError:
        return Reply(trouble="The document is nested too deep.", next_step="It is asked again later.")
    except Exception as bug:  # noqa: BLE001 - whatever a document does to a parser, the other feeds go on
        words = f"The document breaks its reader ({type(bug).__name__}: {bug})."
        return Reply(trouble=words[:300], next_step="Please report the feed's address.")


def _receive(pipe: BinaryIO) -> bytes | None:
    length = pipe.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(length)
    message = pipe.read(size)
    return message if len(message) == size else None


def _allow_more_time() -> None:
    """A document that outlives its parent is ended by the kernel."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + PROCESSOR_SECONDS, hard))
