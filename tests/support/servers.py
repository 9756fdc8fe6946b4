"""Loopback servers for tests: wires that answer as they are told to."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha1
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as the server saw it; header names in lower case."""

    path: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer; its length is stated unless a header does so."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


#: Answers in its own way, over the open connection.
Behaviour = Callable[[Asked, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class WireServer:
    """Serves replies by path on loopback, on the event loop that enters it; keeps what was asked.

    With ``validators``, a reply of 200 carries an ETag, and asking with it gives 304.
    """

    def __init__(self, *, validators: bool = True) -> None:
        self.replies: dict[str, Reply | Behaviour] = {}
        self.asked: list[Asked] = []
        self._validators = validators
        self._server: asyncio.Server | None = None
        self._conversations: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._converse, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for conversation in list(self._conversations):
            conversation.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)

    @property
    def port(self) -> int:
        """The port that the system gave."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def url(self, path: str) -> str:
        """The address of a path here."""
        return f"http://127.0.0.1:{self.port}{path}"

    def serve(self, path: str, reply: "Reply | Behaviour | bytes") -> str:
        """Answer a path so from now on; returns its address."""
        self.replies[path] = Reply(body=reply) if isinstance(reply, bytes) else reply
        return self.url(path)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._conversations.add(task)
        try:
            while (asked := await _read_request(reader)) is not None:
                self.asked.append(asked)
                reply = self.replies.get(asked.path, Reply(status=404))
                if not isinstance(reply, Reply):
                    await reply(asked, reader, writer)
                    return
                self._answer(asked, reply, writer)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            self._conversations.discard(task)
            writer.close()

    def _answer(self, asked: Asked, reply: Reply, writer: asyncio.StreamWriter) -> None:
        headers = dict(reply.headers)
        status, body = reply.status, reply.body
        if self._validators and status == 200:
            tag = headers.setdefault("ETag", f'"{sha1(body).hexdigest()}"')
            if asked.headers.get("if-none-match") == tag:
                status, body = 304, b""
        headers.setdefault("Content-Length", str(len(body)))
        lines = [f"HTTP/1.1 {status} Words", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


async def _read_request(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    return Asked(path=first.split(" ")[1], headers=headers)
