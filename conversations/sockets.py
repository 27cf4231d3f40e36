"""One WebSocket, whoever is behind it: framing, limits, refusals, order of answers, and its end.

A lean consumer: after the hand-shake it runs its own receive loop. Database work goes to the journal or to `reads`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextvars import copy_context
from typing import Any

from accounts.addresses import truncated
from chatdesk.kernel import failpoints, ids
from chatdesk.kernel.errors import DeskError, Invalid, Rate, TooLarge, Unavailable
from chatdesk.kernel.ids import request_id
from conversations.frames import told, visitor
from conversations.outgoing import SLOW as SLOW
from conversations.outgoing import Outgoing
from conversations.outgoing import Send as Send
from conversations.protocol import (
    ANY_FRAME_BYTES,
    DeskSent,
    Malformed,
    VisitorSent,
    ref_in,
)
from conversations.rates import Rates
from conversations.straight import STRAIGHT
from conversations.stream import STUCK_S

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

MALFORMED_A_MINUTE, REFUSED_FOR_RATE = 20, 50
DRAINING, TOO_FAST, BROKEN, ORIGIN, REVOKED, REPLACED = 4012, 4029, 4500, 4501, 4503, 4509
log = logging.getLogger("chatdesk.sockets")
sockets: set[Socket] = set()  # all that are open in this process
people: dict[str, set[Socket]] = {}  # … by whose they are


class Farewell(Exception):
    """A refusal after which the socket is closed with `code`."""

    def __init__(self, error: DeskError, code: int) -> None:
        super().__init__(error.message)
        self.error, self.code = error, code


class Socket(Outgoing):
    """The shared half of the visitor's and the desk's socket."""

    frame_bytes: int
    most: int  # sockets a person
    rates: Rates
    hello_s, silence_s, stuck_s = 10.0, 25.0, STUCK_S  # waited for hello, for any frame, for a full window

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(send, scope.get("extensions", {}).get(STRAIGHT))
        self.scope, self._receive = scope, receive
        self.id = ids.public()
        self.person = ""  # whose rate it counts against; "" until hello
        self.said_bye = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._malformed: list[float] = []  # when, the last few
        self._limited = 0
        self.since = time.monotonic()
        self._hello_by = self.since + self.hello_s

    # --- what the two sides add ------------------------------------------------------------------------------------
    def decode(self, text: str) -> VisitorSent | DeskSent:
        raise TypeError("each side decodes its own frames")

    async def greet(self, frame: Any) -> None:
        """Take a hello; raises DeskError and the socket stays un-greeted, or Farewell."""

    async def handle(self, frame: Any) -> None:
        """Take any other frame; raises DeskError."""

    async def pong(self) -> None:
        """Answer a ping: renew the lease, tell the heads."""

    def left(self, *, clean: bool) -> None:
        """The socket is gone."""

    # --- its life ----------------------------------------------------------------------------------------------------
    async def run(self) -> None:
        await self._receive()
        await self._send_raw({"type": "websocket.accept"})
        sockets.add(self)
        clean = False
        try:
            self.opened()
            clean = await self._listen()
        finally:
            self._gone()
            self.ended = True
            for task in tuple(self._tasks):
                task.cancel()
            self.left(clean=clean)
            request_id.set(self.id)
            level = (
                logging.INFO if self.person else logging.DEBUG
            )  # who never said hello is a scanner, or the doctor
            log.log(level, "a socket ended", extra=self.named | {"clean": clean, "code": self._closed_with})

    def _gone(self) -> None:
        sockets.discard(self)
        mine = people.get(self.person, set())
        mine.discard(self)
        if not mine:
            people.pop(self.person, None)

    @property
    def named(self) -> dict[str, Any]:
        """What the log calls it: its id, whose it is, how old."""
        return {"socket": self.id, "person": self.person, "seconds": round(time.monotonic() - self.since, 1)}

    def opened(self) -> None:
        """Right after the hand-shake."""

    async def _listen(self) -> bool:
        """Take frames until the end; whether the peer closed cleanly."""
        while not self.ended:
            patience = self.silence_s if self.person else max(0.0, self._hello_by - time.monotonic())
            try:
                async with asyncio.timeout(patience):
                    message = await self._receive()
            except TimeoutError:
                await self.close(SLOW)
                return False
            if message["type"] == "websocket.disconnect":
                return message.get("code") in (1000, 1001)
            if message["type"] == "websocket.receive":
                await self._take(message)
        return False

    async def _take(self, message: dict[str, Any]) -> None:
        text: str | None = message.get("text")
        ref = ref_in(text) if text is not None and len(text) <= ANY_FRAME_BYTES else None
        request_id.set(self.id if ref is None else f"{self.id}.{ref}")
        try:
            await self._admit(self._frame(text))
        except Malformed as error:
            await self._misread(str(error), ref)
        except Rate as error:
            self.refuse(error, ref)
            await self._too_fast()
        except DeskError as error:
            self.refuse(error, ref)
        except Farewell as end:
            self.refuse(end.error, ref)
            await self.close(end.code)
        except Exception:
            log.exception("a frame failed")
            self.refuse(Unavailable("something went wrong here; nothing was lost, try again"), ref)

    def _frame(self, text: str | None) -> VisitorSent | DeskSent:
        """The frame in what was received; raises TooLarge, Malformed, or Farewell."""
        if text is None:
            raise Farewell(Invalid("send text frames, not binary ones"), BROKEN)
        size = len(text.encode("utf-8", "replace"))
        if size > ANY_FRAME_BYTES:
            raise Farewell(TooLarge(f"a frame has at most {self.frame_bytes} bytes"), BROKEN)
        if size > self.frame_bytes:
            raise TooLarge(f"the frame has {size} bytes; the most is {self.frame_bytes}")
        return self.decode(text)

    async def _misread(self, message: str, ref: int | None) -> None:
        self.push(told.Refused(ref=ref, code="malformed", message=message, retryable=False))
        now = time.monotonic()
        self._malformed = [*self._malformed[1 - MALFORMED_A_MINUTE :], now]
        if len(self._malformed) == MALFORMED_A_MINUTE and now - self._malformed[0] < 60:
            await self.close(BROKEN)

    async def _admit(self, frame: VisitorSent | DeskSent) -> None:
        hello = type(frame).__struct_config__.tag == "hello"
        if hello == bool(self.person):
            raise Farewell(Invalid("say hello once, then go on" if hello else "say hello first"), BROKEN)
        if client_id := getattr(frame, "client_id", None):
            request_id.set(client_id)
        if hello:
            await self.greet(frame)
            log.info("a socket is open", extra=self.named | {"address": client_of(self.scope)})
        elif isinstance(frame, visitor.Ping):
            await self.pong()
        elif isinstance(frame, visitor.Bye):
            self.said_bye = True
            await self.close(1000)
        else:
            self._check_rate(getattr(frame, "ref", None))
            await self.handle(frame)

    async def replace_oldest(self) -> None:
        """Make room for this socket among those of the same person."""
        others = [one for one in people.setdefault(self.person, set()) if one is not self]
        people[self.person].add(self)
        for socket in sorted(others, key=lambda one: one.since)[: max(0, len(others) - self.most + 1)]:
            await socket.close(REPLACED)

    async def _too_fast(self) -> None:
        self._limited += 1
        if self._limited >= REFUSED_FOR_RATE:
            await self.close(TOO_FAST)

    def _check_rate(self, ref: int | None) -> None:
        if ref is None:
            return
        if wait := self.rates.wait_ms(self.person, time.monotonic()):
            raise Rate("too many at once; go on in a moment", retry_after_ms=wait)
        self._limited = 0

    # --- answering ---------------------------------------------------------------------------------------------------
    def answer(self, future: Future[Any], ref: int) -> None:
        """Answer `ref` when the journal's `future` is done: after COMMIT, and before the news of what was written."""
        loop, context = asyncio.get_running_loop(), copy_context()

        def done(finished: Future[Any]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._answered, finished, ref, context=context)

        future.add_done_callback(done)

    def _answered(self, finished: Future[Any], ref: int) -> None:
        self.answered(ref, finished.exception() or finished.result())

    def answered(self, ref: int, result: Any) -> None:
        """The journal's answer to `ref`, which may be an error."""
        if isinstance(result, DeskError):
            self.refuse(result, ref)
        elif isinstance(result, BaseException):
            log.error("a frame failed", exc_info=result)
            self.refuse(Unavailable("something went wrong here; nothing was lost, try again"), ref)
        else:
            failpoints.hit("before_ack")
            self.push(result)
            failpoints.hit("after_ack")
            log.debug("acknowledged", extra={"socket": self.id, "ref": ref})

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            # What it was to answer would stay unanswered: the client comes back and goes on from its cursors.
            log.warning("a socket's work failed: %s", error, exc_info=not isinstance(error, DeskError))
            await self.close(SLOW)

    def refuse(self, error: DeskError, ref: int | None) -> None:
        log.debug("refused", extra={"socket": self.id, "ref": ref, "code": error.code})
        frame = told.Refused(
            ref=ref,
            code=error.code,  # type: ignore[arg-type]
            message=error.message,
            retryable=error.retryable,
            retry_after_ms=error.retry_after_ms,
        )
        self.push(frame)


def client_of(scope: Scope) -> str:
    """The network that the peer is in."""
    return truncated((scope.get("client") or [""])[0])


def header(scope: Scope, name: bytes) -> str | None:
    """A header of the hand-shake; None where it is missing or sent twice."""
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if len(found) == 1 else None
