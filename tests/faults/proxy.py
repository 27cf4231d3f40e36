"""A TCP proxy in front of the server, one door a client: it can cut, stall, delay, double and reorder what passes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tests.faults.evidence import Record

HOLD_S = 0.3  # a message that is to come after its successor waits this long for one


class Messages:
    """WebSocket messages in a stream of bytes, after the hand-shake; a message is the bytes of its one frame."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._shaken = False

    def feed(self, more: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Whole pieces as (bytes, payload still masked); the hand-shake is a piece without payload."""
        self._kept += more
        while piece := self._next():
            yield piece

    def _next(self) -> tuple[bytes, bytes] | None:
        kept = self._kept
        if not self._shaken:
            end = kept.find(b"\r\n\r\n")
            if end < 0:
                return None
            self._shaken = True
            return self._cut(end + 4), b""
        if len(kept) < 2:
            return None
        length, head = kept[1] & 127, 2
        if length >= 126:
            wide = 2 if length == 126 else 8
            length, head = int.from_bytes(kept[2 : 2 + wide]), 2 + wide
        masked = bool(kept[1] & 128)
        head += 4 if masked else 0
        if len(kept) < head + length:
            return None
        piece = self._cut(head + length)
        return piece, unmask(piece[head - 4 : head], piece[head:]) if masked else piece[head:]

    def _cut(self, size: int) -> bytes:
        piece = bytes(self._kept[:size])
        del self._kept[:size]
        return piece


def unmask(mask: bytes, payload: bytes) -> bytes:
    size = len(payload)
    repeated = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(repeated)).to_bytes(size) if size else b""


@dataclass
class Wire:
    """One connection through the proxy, and what is to happen to it."""

    number: int
    up: asyncio.StreamWriter  # to the server
    down: asyncio.StreamWriter  # to the client
    cut_up: int | None = None  # bytes to let pass before the cut
    cut_down: int | None = None
    double: int = 0  # messages of the client to send twice
    reorder: bool = False
    lose_ack: bool = False
    delay_s: float = 0.0
    flowing: asyncio.Event = field(default_factory=asyncio.Event)
    held: bytes | None = None

    def __post_init__(self) -> None:
        self.flowing.set()

    def cut(self) -> None:
        """As if the cable was pulled, on both sides."""
        for writer in (self.up, self.down):
            writer.transport.abort()
        self.flowing.set()

    @property
    def open(self) -> bool:
        return not (self.up.transport.is_closing() or self.down.transport.is_closing())


class Door:
    """Where one client connects; its latest connection is `wire`."""

    def __init__(self, who: str, port: int, record: Record) -> None:
        self.who, self.record, self._server_port = who, record, port
        self.wire: Wire | None = None
        self.shut = False  # lets nobody in
        self.count = 0
        self.port = 0

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    @property
    def flows(self) -> bool:
        """Whether what the server sends now reaches the client."""
        wire = self.wire
        return bool(
            wire and wire.open and wire.flowing.is_set() and not wire.lose_ack and wire.cut_down is None
        )

    def close(self) -> None:
        self._server.close()
        if self.wire:
            self.wire.cut()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.shut:
            writer.transport.abort()
            return
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            writer.transport.abort()
            return
        self.count += 1
        wire = self.wire = Wire(self.count, to_server, writer)
        with suppress(OSError, asyncio.CancelledError):  # the run may end while something is on its way
            await asyncio.gather(self._upward(wire, reader), self._downward(wire, from_server))
        wire.cut()

    async def _upward(self, wire: Wire, reader: asyncio.StreamReader) -> None:
        messages = Messages()
        while data := await reader.read(65536):
            await wire.flowing.wait()
            for piece, payload in messages.feed(data):
                for part in self._arranged(wire, piece, payload):
                    wire.cut_up = self._pass(wire, wire.up, part, wire.cut_up)
        wire.cut()

    def _arranged(self, wire: Wire, piece: bytes, payload: bytes) -> list[bytes]:
        """What goes on now for this message of the client: it, it twice, its successor before it, or nothing yet."""
        if not payload.startswith(b"{") or b'"hello"' in payload:
            return [piece]
        if wire.held is not None:
            held, wire.held = wire.held, None
            self.record.reordered.add((self.who, wire.number))
            return [piece, held]
        if wire.reorder:
            wire.reorder, wire.held = False, piece
            asyncio.get_running_loop().call_later(HOLD_S, self._let_go, wire)
            return []
        if wire.double:
            wire.double -= 1
            return [piece, piece]
        return [piece]

    def _let_go(self, wire: Wire) -> None:
        held, wire.held = wire.held, None
        if held is not None and wire.open:
            wire.up.write(held)

    async def _downward(self, wire: Wire, reader: asyncio.StreamReader) -> None:
        messages = Messages()
        while data := await reader.read(65536):
            await wire.flowing.wait()
            if wire.delay_s:
                await asyncio.sleep(wire.delay_s)
            for piece, payload in messages.feed(data):
                if wire.lose_ack and b'"type":"ok"' in payload[:200].replace(b" ", b""):
                    wire.cut()
                    return
                wire.cut_down = self._pass(wire, wire.down, piece, wire.cut_down)
        wire.cut()

    def _pass(self, wire: Wire, writer: asyncio.StreamWriter, piece: bytes, left: int | None) -> int | None:
        """Send it on, or as much as may pass before the cut; how much may pass from now on."""
        if not wire.open:
            return left
        if left is None or left > len(piece):
            writer.write(piece)
            return None if left is None else left - len(piece)
        writer.write(piece[:left])
        asyncio.get_running_loop().call_soon(wire.cut)
        return 0
