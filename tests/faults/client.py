"""One client for the whole run: it comes back whenever its connection is gone, and keeps what it has on the screen."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
from contextlib import suppress
from datetime import datetime
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.faults.evidence import Frame, Record, Said
from tests.faults.proxy import Door

PATIENCE_S = 4.0  # for an answer; shorter ones make storms
SILENCE_S = 6.0  # without any frame, although we ping each second
FINAL = {"refused", "ok", "welcome"}


class Lost(Exception):
    """The connection went before the answer came."""


class Client:
    """What visitor and agent have in common."""

    path = ""

    def __init__(self, name: str, door: Door, record: Record, rng: random.Random) -> None:
        self.name, self.door, self.record, self.rng = name, door, record, rng
        self.origin: str | None = None
        self.views: dict[str, list[Frame]] = {}
        self.epoch: str | None = None
        self.conn = self.refs = self.lines = 0
        self.wordy = 0.1  # how many of the texts are long
        self.up = asyncio.Event()
        self.deaf_until = 0.0  # sends no `got` before
        self.strict: set[str] = set()  # conversations in which nothing may be skipped on this connection
        self.codes: dict[int, int] = {}
        self.whole: dict[str, datetime] = {}  # when it asked for all of a conversation, at the end
        self._socket: ClientConnection | None = None
        self._answers: dict[int, asyncio.Future[Frame]] = {}
        self._owed: dict[
            str, tuple[float, int]
        ] = {}  # what `got` is still to be sent for: since when, how many
        self._heard = 0.0

    # --- the connection ----------------------------------------------------------------------------------------------
    async def live(self) -> None:
        """Be connected, again and again; until cancelled."""
        while True:
            with suppress(OSError, WebSocketException, TimeoutError, EOFError):
                await self._once()
            self._lost()
            await asyncio.sleep(self.rng.uniform(0.03, 0.25))

    async def _once(self) -> None:
        url = f"ws://127.0.0.1:{self.door.port}{self.path}"
        given: Any = self.origin
        options: dict[str, Any] = {
            "max_size": None,
            "proxy": None,
            "ping_interval": None,
            "compression": None,
        }
        async with connect(url, origin=given, open_timeout=8, close_timeout=0.2, **options) as socket:
            self._socket = socket
            self.conn = self.door.count
            self.strict.clear()
            self._owed.clear()
            self._heard = self.record.now()
            self.record.note(self.name, self.conn, "net", {"event": "open"})
            ticking = asyncio.create_task(self._tick(socket))
            try:
                await self.send({"ref": self._ref(), **self.hello()})
                async for message in socket:
                    self._heard = self.record.now()
                    await self.take(json.loads(message), str(message))
            finally:
                ticking.cancel()
                self.codes[socket.close_code or 0] = self.codes.get(socket.close_code or 0, 0) + 1

    def _lost(self) -> None:
        self.up.clear()
        self._socket = None
        self.record.note(self.name, self.conn, "net", {"event": "lost"})
        waiting, self._answers = self._answers, {}
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(Lost())

    def drop(self) -> None:
        """Give this connection up."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _tick(self, socket: ClientConnection) -> None:
        """Once in 0.4 s: acknowledge what is owed, ping, and give up on silence."""
        beats = 0
        with suppress(WebSocketException, OSError):
            while True:
                await asyncio.sleep(0.4)
                beats += 1
                if self.record.now() - self._heard > SILENCE_S:
                    socket.transport.abort()
                    return
                if self.up.is_set() and beats % 3 == 0:
                    await self.send({"type": "ping"})
                for conversation in list(self._owed):
                    await self._got(conversation)

    # --- frames ------------------------------------------------------------------------------------------------------
    def hello(self) -> Frame:
        raise NotImplementedError

    async def send(self, frame: Frame) -> None:
        """Put it on the wire; raises Lost where there is none."""
        if self._socket is None:
            raise Lost
        self.record.note(self.name, self.conn, "out", frame)
        await self._socket.send(json.dumps(frame))

    async def ask(self, type: str, **fields: Any) -> Frame:
        """A frame with a ref and its answer; raises Lost."""
        await self.up.wait()
        ref = self._ref()
        answer = self._answers[ref] = asyncio.get_running_loop().create_future()
        try:
            await self.send({"type": type, "ref": ref, **fields})
            return await asyncio.wait_for(answer, PATIENCE_S)
        except WebSocketException:
            raise Lost from None
        except TimeoutError:
            self.drop()
            raise Lost from None
        finally:
            self._answers.pop(ref, None)
            if answer.done() and not answer.cancelled():
                answer.exception()  # it may have come while sending failed

    async def told(self, type: str, **fields: Any) -> Frame:
        """`ask` until there is an answer that is not `come again`."""
        while True:
            try:
                answer = await self.ask(type, **fields)
            except Lost:
                await asyncio.sleep(0.05)
                continue
            if not answer.get("retryable") or answer["code"] == "busy":
                return answer
            await asyncio.sleep(answer.get("retry_after_ms", 300) / 1000 + 0.05)

    async def say(self, type: str, text: str, **where: Any) -> Frame:
        """Say it under one client_id until it is answered; what was acknowledged is kept as evidence."""
        client_id = secrets.token_hex(10)
        said = Said(self.name, client_id, text, where.get("epoch"), note=type == "note")
        self.record.said[client_id] = said
        while True:
            said.sent.append((self.record.now(), self.conn))
            answer = await self.told_once(type, said, where)
            if answer is not None:
                return answer

    async def told_once(self, type: str, said: Said, where: dict[str, Any]) -> Frame | None:
        try:
            answer = await self.ask(type, client_id=said.client_id, text=said.text, **where)
        except Lost:
            await asyncio.sleep(0.02)
            return None
        if answer["type"] == "ok":
            said.oks.append((self.record.now(), self.conn, answer))
        elif answer.get("retryable"):
            await asyncio.sleep(answer.get("retry_after_ms", 300) / 1000 + 0.05)
            return None
        else:
            said.refused = answer
        return answer

    def next_text(self) -> str:
        """A text of its own; a few of the long ones fill the window of whoever is behind."""
        self.lines += 1
        return f"{self.name} says {self.lines:05d} " + "qwx " * (960 if self.rng.random() < self.wordy else 1)

    def _ref(self) -> int:
        self.refs += 1
        return self.refs

    async def take(self, frame: Frame, text: str) -> None:
        """One frame of the server."""
        self.record.note(self.name, self.conn, "in", frame)
        kind = frame["type"]
        if kind == "entry":
            await self.entry(frame)
        elif kind == "reset":
            self.record.wrong("DI5", f"a reset that nothing called for: {frame}", self.name)
        elif kind == "welcome":
            self._welcomed(frame)
        elif kind == "ready":
            self.check_heads(frame["heads"])
            self.up.set()
        answer = self._answers.get(frame["ref"]) if frame.get("ref") is not None else None
        if answer is not None and not answer.done() and kind in FINAL:
            answer.set_result(frame)

    def _welcomed(self, frame: Frame) -> None:
        if self.epoch not in (None, frame["epoch"]):
            self.record.wrong("DI20", "the database's epoch changed without a restore", self.name)
        self.epoch = frame["epoch"]
        self.welcome(frame)

    def welcome(self, frame: Frame) -> None:
        raise NotImplementedError

    async def complete(self) -> None:
        """Come back and have all that may be had."""
        raise NotImplementedError

    def check_heads(self, heads: dict[str, Any]) -> None:
        raise NotImplementedError

    def last(self, conversation: str) -> int:
        """The seq up to which the view is complete."""
        return len(self.views.get(conversation, ()))

    async def entry(self, frame: Frame) -> None:
        """The next one is shown; one that was shown must be the same; one behind a gap is not shown."""
        conversation, seq = frame["conversation"], frame["seq"]
        view = self.views.setdefault(conversation, [])
        if seq == len(view) + 1:
            view.append(frame)
        elif seq <= len(view):
            if view[seq - 1] != frame:
                self.record.wrong("DI5", f"{conversation}#{seq} came again as another: {frame}", self.name)
        elif conversation in self.strict:
            self.record.wrong("DI6", f"{conversation}#{seq} came after #{len(view)}", self.name)
            await self.send(
                {
                    "type": "replay",
                    "ref": self._ref(),
                    "conversation": conversation,
                    "after": self.at(conversation),
                }
            )
        await self._owe(conversation)

    def at(self, conversation: str) -> Any:
        """The cursor as the wire has it."""
        return self.last(conversation)

    async def _owe(self, conversation: str) -> None:
        _, owed = self._owed.get(conversation, (0.0, 0))
        self._owed[conversation] = (self.record.now(), owed + 1)
        if owed + 1 >= 16:
            await self._got(conversation)

    async def _got(self, conversation: str) -> None:
        if self.record.now() >= self.deaf_until:
            self._owed.pop(conversation, None)
            await self.send({"type": "got", "conversation": conversation, **self.have(conversation)})

    def have(self, conversation: str) -> Frame:
        return {"seq": self.last(conversation)}
