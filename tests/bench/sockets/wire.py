"""A WebSocket client that costs little: the load generator must not be what is measured."""

from __future__ import annotations

import asyncio
import os
import struct
from base64 import b64encode
from collections.abc import Callable
from typing import Any

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
NO_MASK = b"\0\0\0\0"  # a mask is asked for; zeros are one, and cost nothing
Taken = Callable[[bytes], None]


class Refused(Exception):
    """The hand-shake failed."""


class Line(asyncio.Protocol):
    """One socket. What comes in is given to `taken`, as bytes of one text frame."""

    __slots__ = ("_buffer", "_opening", "closed_with", "host", "lost", "origin", "path", "taken", "transport")

    def __init__(self, host: str, path: str, origin: str | None, taken: Taken) -> None:
        self.host, self.path, self.origin, self.taken = host, path, origin, taken
        self._buffer = b""
        self._opening: asyncio.Future[None] | None = asyncio.get_running_loop().create_future()
        self.closed_with: int | None = None
        self.lost = False
        self.transport: Any = None

    async def opened(self) -> None:
        """Wait for the hand-shake; raises Refused."""
        if self._opening is not None:
            await self._opening

    def say(self, payload: bytes) -> None:
        """Send one text frame of at most 64 KiB."""
        self.transport.write(head(TEXT, len(payload)) + payload)

    def cut(self) -> None:
        self.transport.abort()

    # --- as asyncio calls it -----------------------------------------------------------------------------------------
    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        origin = f"Origin: {self.origin}\r\n" if self.origin else ""
        key = b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self.path} HTTP/1.1\r\nHost: {self.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{origin}\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        if self._opening is not None and not self._begin():
            return
        at, buffer, length = 0, self._buffer, len(self._buffer)
        while length - at >= 2:
            size, start = buffer[at + 1], at + 2
            if size == 126:
                if length - at < 4:
                    break
                size, start = int.from_bytes(buffer[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                if length - at < 10:
                    break
                size, start = int.from_bytes(buffer[at + 2 : at + 10], "big"), at + 10
            if length < start + size:
                break
            self._frame(buffer[at] & 0xF, buffer[start : start + size])
            at = start + size
        self._buffer = buffer[at:] if at < length else b""

    def connection_lost(self, _: Exception | None) -> None:
        self.lost = True
        if self._opening is not None and not self._opening.done():
            self._opening.set_exception(Refused("the connection was cut"))

    def _begin(self) -> bool:
        opening, end = self._opening, self._buffer.find(b"\r\n\r\n")
        if end < 0 or opening is None:
            return False
        if b" 101 " in self._buffer[:16]:
            opening.set_result(None)
        else:
            opening.set_exception(Refused(self._buffer[:80].decode("latin-1")))
        self._opening, self._buffer = None, self._buffer[end + 4 :]
        return True

    def _frame(self, kind: int, payload: bytes) -> None:
        if kind == TEXT:
            self.taken(payload)
        elif kind == PING:
            self.transport.write(head(PONG, len(payload)) + payload)
        elif kind == CLOSE:
            self.closed_with = int.from_bytes(payload[:2], "big")
            self.transport.close()


def head(kind: int, size: int) -> bytes:
    """The first bytes of a masked frame."""
    if size < 126:
        return struct.pack("!BB", 0x80 | kind, 0x80 | size) + NO_MASK
    return struct.pack("!BBH", 0x80 | kind, 0xFE, size) + NO_MASK


async def dial(port: int, path: str, taken: Taken, origin: str | None = None) -> Line:
    """A line after its hand-shake; raises Refused or OSError."""
    loop = asyncio.get_running_loop()
    _, line = await loop.create_connection(
        lambda: Line(f"127.0.0.1:{port}", path, origin, taken), "127.0.0.1", port
    )
    try:
        await asyncio.wait_for(line.opened(), 30)
    except BaseException:
        line.cut()
        raise
    return line
