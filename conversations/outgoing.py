"""A socket's way out: what is pushed goes in the order of the calls, without waiting, and not without bound."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from conversations.protocol import DeskTold, VisitorTold, encode
from conversations.straight import Straight

Send = Callable[[dict[str, Any]], Awaitable[None]]
SLOW = 4008


class Outgoing:
    """The sending half of a socket; straight to the connection where the server offers that, else by ASGI."""

    unread_bytes: int  # that wait for a peer who doesn't read, then the connection is cut

    def __init__(self, send: Send, straight: Straight | None) -> None:
        self._send_raw, self._straight = send, straight
        self.ended = False
        self._closed_with: int | None = None
        self._out: list[dict[str, Any]] = []  # a few at most: a deque would cost ten times the memory
        self._flusher: asyncio.Task[None] | None = None

    def push(self, frame: VisitorTold | DeskTold) -> None:
        self.push_text(encode(frame))

    def push_text(self, text: str) -> None:
        """Send, in the order of the calls, without waiting."""
        if self.ended:
            return
        if self._straight is None or self._out or not self._straight.write(text):
            self._queue({"type": "websocket.send", "text": text})
        elif self._straight.waiting > self.unread_bytes:
            self._drop()

    async def close(self, code: int) -> None:
        """Send what was pushed, then close."""
        if not self.ended:
            self._closed_with = code
            self._queue({"type": "websocket.close", "code": code})
            self.ended = True
            await asyncio.sleep(0)

    def _drop(self) -> None:
        """The peer doesn't read: a close frame would only wait behind the rest."""
        self._closed_with = SLOW
        self.ended = True
        if self._straight is not None:
            self._straight.cut()

    def _queue(self, message: dict[str, Any]) -> None:
        self._out.append(message)
        if self._flusher is None:
            self._flusher = asyncio.get_running_loop().create_task(self._flush())

    async def _flush(self) -> None:
        try:
            while self._out:
                await self._send_raw(self._out.pop(0))
        except Exception:  # the peer is gone; the receive loop hears of it
            self._out.clear()
        finally:
            self._flusher = None
