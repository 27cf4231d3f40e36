"""An independent client of the wire: plain `websockets`, refs, acknowledgements, gapless logs. Knows nothing of the product."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Frame = dict[str, Any]
PATIENCE = 12.0  # seconds for anything that the server owes


class Link:
    """One socket. Logs hold each entry once, in order; a gap is asked for again before anything behind it is kept."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self.texts: list[str] = []  # as they came, for what must never be in them
        self.logs: dict[str, list[Frame]] = {}
        self.after: dict[str, int] = {}
        self.changed: list[Frame] = []  # entries that came again and were not the same
        self.refs = 0
        self._answers: dict[int, asyncio.Future[Frame]] = {}
        self._news = asyncio.Condition()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat())]

    @classmethod
    async def dial(cls, url: str, origin: str | None = None) -> Link:
        """Connect; `origin` is what a browser would say, None says nothing."""
        given: Any = origin
        return cls(await connect(url, origin=given, max_size=None, proxy=None, ping_interval=None))

    async def ask(self, type: str, **fields: Any) -> Frame:
        """Send a frame with a ref and wait for its one answer; told to slow down, wait as long as told and repeat."""
        while True:
            answer = await self._once({"type": type, **fields})
            if answer.get("code") != "rate":
                return answer
            await asyncio.sleep(answer["retry_after_ms"] / 1000)

    async def must(self, type: str, **fields: Any) -> Frame:
        """As `ask`, for what has to be accepted."""
        answer = await self.ask(type, **fields)
        if answer["type"] == "refused":
            raise AssertionError(f"{type} was refused: {answer}")
        return answer

    async def tell(self, type: str, **fields: Any) -> None:
        """Send a one-way frame."""
        await self.socket.send(json.dumps({"type": type, **fields}, ensure_ascii=False))

    async def raw(self, message: str | bytes) -> None:
        """Send exactly this, however wrong."""
        await self.socket.send(message)

    async def heard(self, fits: Callable[[Frame], bool], what: str, within: float = PATIENCE) -> Frame:
        """The first frame of this socket that fits, past or coming."""

        def found() -> Frame | None:
            return next((frame for frame in self.frames if fits(frame)), None)

        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(lambda: found() is not None), within)
            except TimeoutError:
                lately = [(frame["type"], frame.get("kind")) for frame in self.frames[-8:]]
                raise AssertionError(f"no {what} within {within} s; last heard {lately}") from None
        frame = found()
        assert frame is not None
        return frame

    async def heard_entry(self, fits: Callable[[Frame], bool], what: str, within: float = PATIENCE) -> Frame:
        """The first entry of a timeline that fits."""
        return await self.heard(lambda frame: frame["type"] == "entry" and fits(frame), what, within)

    async def code(self, within: float = PATIENCE) -> int | None:
        """The close code, once the server has closed."""
        await asyncio.wait_for(self.socket.wait_closed(), within)
        return self.socket.close_code

    async def leave(self) -> None:
        """Say good-bye and close."""
        with suppress(ConnectionClosed):
            await self.tell("bye")
        await self.socket.close()
        self._stop()

    def cut(self) -> None:
        """As if the cable was pulled: no close frame, nothing."""
        self._stop()
        self.socket.transport.abort()

    def mute(self) -> None:
        """No heartbeat any more."""
        self._tasks[1].cancel()

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _once(self, frame: Frame) -> Frame:
        self.refs += 1
        ref = self.refs
        answer = self._answers[ref] = asyncio.get_running_loop().create_future()
        await self.socket.send(json.dumps({"ref": ref, **frame}, ensure_ascii=False))
        try:
            return await asyncio.wait_for(answer, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"{frame['type']} got no answer within {PATIENCE} s") from None

    async def _listen(self) -> None:
        with suppress(ConnectionClosed):
            async for message in self.socket:
                assert isinstance(message, str), "the server sent a binary frame"
                self.texts.append(message)
                await self._take(json.loads(message))

    async def _take(self, frame: Frame) -> None:
        answer = self._answers.get(frame["ref"]) if frame.get("ref") is not None else None
        if answer and not answer.done():
            answer.set_result(frame)
        if frame["type"] == "entry":
            await self._keep(frame)
        if frame["type"] == "note":
            await self.tell("got", conversation=frame["conversation"], seq=0, n=frame["n"])
        async with self._news:
            self.frames.append(frame)
            self._news.notify_all()

    async def _keep(self, entry: Frame) -> None:
        conversation, seq = entry["conversation"], entry["seq"]
        log, last = self.logs.setdefault(conversation, []), self.after.get(conversation, 0)
        if seq == last + 1:
            log.append(entry)
            self.after[conversation] = seq
            await self.tell("got", conversation=conversation, seq=seq)
        elif seq <= last:
            self.changed += (
                [entry] if log and log[0]["seq"] <= seq and log[seq - log[0]["seq"]] != entry else []
            )
        else:
            await self.tell("replay", ref=900_000 + seq, conversation=conversation, after=last)

    async def _beat(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(10)
                await self.tell("ping")
