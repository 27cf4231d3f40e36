"""What one socket was sent of a conversation, and what it may still be sent: in order, without gaps, within a window.

The database is the buffer: a socket that doesn't acknowledge is not pulled for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from chatdesk.kernel.errors import Unavailable

ENTRIES, BYTES = 64, 48 * 1024  # un-acknowledged on one socket
STUCK_S = 30.0
HELD_S = 1.0  # what was pulled is kept for a full window
AGAIN_S = 1.0  # a database that does not answer is asked again after this


class Window:
    """What a socket holds un-acknowledged, over all that it follows."""

    def __init__(self, on_stuck: Callable[[], None], *, stuck_s: float = STUCK_S) -> None:
        self.count = self.size = 0
        self._stuck_s = stuck_s
        self._opened: asyncio.Event | None = None  # while somebody waits
        self._on_stuck = on_stuck
        self._alarm: asyncio.TimerHandle | None = None

    def room(self, size: int) -> bool:
        """Whether `size` bytes more may be sent; one entry always may."""
        return self.count == 0 or (self.count < ENTRIES and self.size + size <= BYTES)

    def sent(self, size: int) -> None:
        self.count, self.size = self.count + 1, self.size + size

    def got(self, count: int, size: int) -> None:
        self.count, self.size = self.count - count, self.size - size
        if count:
            self.calm()
            if self._opened is not None:
                self._opened.set()

    async def opened(self) -> None:
        """Wait until something was acknowledged; `on_stuck` is called after `stuck_s` without."""
        if self._opened is None or self._opened.is_set():
            self._opened = asyncio.Event()
        if self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(self._stuck_s, self._on_stuck)
        await self._opened.wait()

    def calm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None


Pull = Callable[[int], Awaitable[list[tuple[int, str]]]]


class Stream:
    """One numbered sequence (a timeline, or its notes) on its way to one socket."""

    def __init__(self, *, sent: int, window: Window, push: Callable[[str], None], pull: Pull) -> None:
        self.sent = self.head = sent
        self._window, self._push, self._pull = window, push, pull
        self._outstanding: list[tuple[int, int]] = []  # within the window
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._pump: asyncio.Task[None] | None = None

    def hint(self, number: int, text: str) -> None:
        """Entry `number` was committed. The next one is sent straight on; anything else is pulled in order."""
        self.head = max(self.head, number)
        if number == self.sent + 1 and self._idle() and self._window.room(size(text)):
            self._send(number, text)
        else:
            self.wake()

    def wake(self, head: int = 0) -> None:
        """Pull what is missing up to `head`, unless that is going on."""
        self.head = max(self.head, head)
        if self.sent < self.head and self._idle():
            self._pump = asyncio.get_running_loop().create_task(self._pull_on())

    def rewind(self, after: int) -> None:
        """Send again from `after` + 1."""
        if after < self.sent:
            again = [item for item in self._outstanding if item[0] > after]
            self._window.got(len(again), sum(weight for _, weight in again))
            self._outstanding = [item for item in self._outstanding if item[0] <= after]
            self.sent = after

    def restart(self, head: int) -> None:
        """The client starts afresh: go on from `head` + 1, whatever was sent or named before."""
        self.rewind(0)
        self.sent = self.head = head

    def got(self, number: int) -> None:
        """The client has everything up to `number`; lower than known is ignored, higher counts as what was sent."""
        had = [weight for sent, weight in self._outstanding if sent <= number]
        del self._outstanding[: len(had)]
        self._window.got(len(had), sum(had))

    async def reached(self, number: int) -> None:
        """Wait until everything up to `number` was sent."""
        self.wake(number)
        if self.sent < number:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((number, future))
            await future

    def close(self) -> None:
        """Send no more; what was not acknowledged no longer counts in the window."""
        self.got(self.sent)
        if self._pump is not None:
            self._pump.cancel()
        for _, future in self._waiting:
            future.cancel()

    def _idle(self) -> bool:
        return self._pump is None or self._pump.done()

    async def _pull_on(self) -> None:
        while self.sent < self.head:
            try:
                rows = await self._pull(self.sent)
            except Unavailable:
                await asyncio.sleep(AGAIN_S)
                continue
            if not rows:
                return
            if not await self._send_all(rows):
                rows = []  # a thousand who don't read would keep a page each: it is pulled again
                await self._window.opened()

    async def _send_all(self, rows: list[tuple[int, str]]) -> bool:
        """Send them as the window opens; False where it stays full for a while."""
        for number, text in rows:
            while not self._window.room(size(text)):
                try:
                    async with asyncio.timeout(HELD_S):
                        await self._window.opened()
                except TimeoutError:
                    return False
            if number == self.sent + 1:
                self._send(number, text)
        return True

    def _send(self, number: int, text: str) -> None:
        self.sent = number
        self._outstanding.append((number, size(text)))
        self._window.sent(size(text))
        self._push(text)
        for item in [item for item in self._waiting if item[0] <= number]:
            self._waiting.remove(item)
            if not item[1].done():
                item[1].set_result(None)


def size(text: str) -> int:
    """Bytes on the wire."""
    return len(text.encode())
