"""A visitor who says one numbered line after the other, whatever breaks, as the contract asks of clients."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import psycopg
from websockets.exceptions import InvalidHandshake, WebSocketException

from tests.independent.client import Frame, Link

ORIGIN = "https://shop.example"
BASE_S, CAP_S = 0.25, 10.0  # of coming back, with full jitter
DIAL_S = 4.0
BROKEN = (OSError, TimeoutError, WebSocketException, InvalidHandshake, AssertionError)


class Talker:
    """Comes to one of `ports`, each time to the next. `at` is when each line was acknowledged."""

    def __init__(self, ports: list[int], *, every_s: float = 0.5) -> None:
        self._ports, self._turn, self._every_s = ports, 0, every_s
        self.link: Link | None = None
        self.welcome: Frame = {}
        self.talk = ""
        self.said: list[str] = []
        self.at: list[float] = []
        self.back: list[float] = []  # when a socket was ready again
        self.refused: Counter[str] = Counter()
        self.closed: list[int | None] = []
        self.changed: list[Frame] = []
        self._logs: tuple[list[Frame], int] = ([], 0)

    async def run(self, until: asyncio.Event) -> None:
        """Talk until told to stop; the line at hand is said to its end."""
        while not until.is_set():
            await self.say(f"line {len(self.said)}")
            with suppress(TimeoutError):
                await asyncio.wait_for(until.wait(), self._every_s * random.uniform(0.6, 1.4))

    async def say(self, text: str) -> None:
        """Until it is acknowledged."""
        client_id = secrets.token_hex(8)
        while True:
            try:
                link = await self._linked()
                answer = await _answered(link, link.ask("say", client_id=client_id, text=text))
            except BROKEN:
                await self._drop()
                continue
            if answer["type"] == "ok":
                break
            self.refused[answer["code"]] += 1
            assert answer["retryable"], answer
            await asyncio.sleep(answer.get("retry_after_ms", 250) / 1000)
        self.talk = answer["conversation"]
        self.said.append(text)
        self.at.append(time.monotonic())

    async def at_next_line(self) -> None:
        """Until another line of this one is acknowledged."""
        before = len(self.at)
        while len(self.at) == before:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.05)

    async def comes(self) -> None:
        """Be there, whatever it takes."""
        while self.link is None or self.link.socket.close_code is not None:
            with suppress(*BROKEN):
                await self._linked()

    @property
    def log(self) -> list[Frame]:
        return self.link.logs.get(self.talk, []) if self.link else []

    async def ends(self) -> None:
        """Leave nothing open."""
        if self.link is not None:
            await self.link.ask("leave")
            await self.link.leave()

    async def _linked(self) -> Link:
        if self.link is not None and self.link.socket.close_code is None:
            return self.link
        await self._drop()
        for attempt in range(8):
            if self.closed or attempt:
                await asyncio.sleep(random.uniform(0, min(CAP_S, BASE_S * 2**attempt)))
            with suppress(*BROKEN):
                return await asyncio.wait_for(self._arrive(), DIAL_S)
        raise TimeoutError

    async def _arrive(self) -> Link:
        port = self._ports[self._turn % len(self._ports)]
        self._turn += 1
        link = await Link.dial(f"ws://127.0.0.1:{port}/ws/visitor", ORIGIN)
        known: dict[str, Any] = {}
        if self.welcome:
            known = {"token": self.welcome["token"], "epoch": self.welcome["epoch"]}
        if self.talk:
            known["after"] = {self.talk: self._logs[1]}
            link.logs[self.talk], link.after[self.talk] = self._logs
        try:
            welcome = await link.must("hello", protocol=1, site="demo", device="d", locale="en", **known)
            await link.heard(lambda frame: frame["type"] == "ready", "ready")
        except BaseException:
            link.cut()
            raise
        self.welcome = {**welcome, "token": welcome["token"] or self.welcome.get("token")}
        self.link = link
        self.back.append(time.monotonic())
        return link

    async def _drop(self) -> None:
        if self.link is None:
            return
        if self.talk:
            self._logs = (self.log, self.link.after.get(self.talk, 0))
        self.closed.append(self.link.socket.close_code)
        self.changed += self.link.changed
        self.link.cut()
        self.link = None


async def _answered(link: Link, asking: Coroutine[Any, Any, Frame]) -> Frame:
    """Raises ConnectionResetError as soon as the socket is gone."""
    ask, gone = asyncio.create_task(asking), asyncio.create_task(link.socket.wait_closed())
    await asyncio.wait({ask, gone}, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if not ask.done():
        ask.cancel()
        raise ConnectionResetError
    return await ask


async def nothing_is_lost(talkers: list[Talker], database: str) -> None:
    """Every acknowledged line stands once and in order in the database, and so on every screen."""
    async with await psycopg.AsyncConnection.connect(database) as rows:
        for one in talkers:
            await one.comes()
            query = "SELECT seq, role, text FROM conversations_entry WHERE conversation_id = %s ORDER BY seq"
            stored = await (await rows.execute(query, [int(one.talk)])).fetchall()
            assert [seq for seq, _, _ in stored] == list(range(1, len(stored) + 1))
            assert [text for _, role, text in stored if role == "visitor"] == one.said
            expected = [(seq, text) for seq, _, text in stored]
            await _until(one, expected)
            assert one.link is not None
            assert one.changed + one.link.changed == []


async def _until(one: Talker, expected: list[tuple[int, str]]) -> None:
    """Its screen shows just that."""
    try:
        async with asyncio.timeout(30):
            while [(entry["seq"], entry.get("text") or "") for entry in one.log] != expected:  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"{one.talk}: {one.log} is not {expected}") from None
