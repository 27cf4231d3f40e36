"""A visitor: asks for a person, talks, leaves, comes back, and looks from a second tab."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from datetime import UTC, datetime
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.faults.client import Client, Lost
from tests.faults.evidence import Frame, Record
from tests.faults.proxy import Door

WINDOW, WINDOW_BYTES = 64, 48 * 1024
TOPICS = ("billing", "returns", "tech")
NEVER = {"note", "offer", "assigned", "released", "card", "withdrawn", "agent", "board", "gone"}


class Visitor(Client):
    """One browser."""

    path = "/ws/visitor"

    def __init__(
        self, name: str, door: Door, record: Record, rng: random.Random, place: dict[str, Any]
    ) -> None:
        super().__init__(name, door, record, rng)
        self.origin, self.site, self.port = place["origin"], place["site"], place["port"]
        self.token: str | None = None
        self.id = ""
        self.conversation = ""
        self.state = ""

    def hello(self) -> Frame:
        hello: Frame = {
            "type": "hello",
            "protocol": 1,
            "site": self.site,
            "device": self.name,
            "locale": "en",
        }
        if self.token:
            after = {key: len(view) for key, view in self.views.items()}
            hello |= {"token": self.token, "epoch": self.epoch, "after": after}
        return hello

    def welcome(self, frame: Frame) -> None:
        if self.token and frame["visitor"]["id"] != self.id:
            self.record.wrong("DI5", f"the token now names {frame['visitor']} and not {self.id}", self.name)
        self.token, self.id = frame["token"] or self.token, frame["visitor"]["id"]
        if frame["conversation"]:
            self.conversation, self.state = frame["conversation"]["id"], frame["conversation"]["state"]
            self.strict.add(self.conversation)

    def check_heads(self, heads: dict[str, Any]) -> None:
        for conversation, head in heads.items():
            if self.last(conversation) < head:
                what = f"ready with head {head} of {conversation}, sent only to {self.last(conversation)}"
                self.record.wrong("DI6", what, self.name)

    async def take(self, frame: Frame, text: str) -> None:
        if frame["type"] in NEVER or "NOTE-" in text:
            self.record.wrong("DI15", f"came to a visitor: {text[:200]}", self.name)
        if frame["type"] == "entry":
            self.follow(frame)
        await super().take(frame, text)

    def follow(self, entry: Frame) -> None:
        self.strict.add(entry["conversation"])
        if int(entry["conversation"]) >= int(self.conversation or 0):
            self.conversation = entry["conversation"]
            moves = {"joined": "live", "resolved": "resolved", "queued": "queued", "reopened": "queued"}
            self.state = moves.get(entry["kind"], self.state)

    # --- what visitors do --------------------------------------------------------------------------------------------
    async def act(self) -> None:
        """Talk until cancelled: a few lines, a person, more lines, then the end or silence, and again."""
        await self.up.wait()
        while True:
            await self.write(self.rng.choice((1, 1, 2)))
            await asyncio.sleep(self.rng.uniform(0.0, 2.0))  # the bot has its say, or hasn't
            await self.told("ask_human", topic=self.rng.choice(TOPICS))
            for _ in range(self.rng.randint(8, 40)):
                await asyncio.sleep(self.rng.uniform(0.2, 1.0))
                await self.write(self.rng.choice((1, 1, 1, 1, 3)))
                if self.up.is_set() and self.rng.random() < 0.5:
                    await self.mark()
            if self.rng.random() < 0.2:
                await self.told("leave")

    async def write(self, lines: int) -> None:
        """Some lines at once, the second not waiting for the first's answer."""
        known = self.conversation and self.state == "resolved" and self.rng.random() < 0.5
        where = {"conversation": self.conversation} if known else {}
        await asyncio.gather(*(self.say("say", self.next_text(), **where) for _ in range(lines)))

    async def mark(self) -> None:
        """Has read to the end, or says again that some of it was read."""
        last = self.last(self.conversation)
        try:
            await self.send(
                {"type": "read", "seq": self.rng.choice((last, last, max(0, last - 5), last + 9))}
            )
        except (Lost, WebSocketException):
            return

    async def complete(self) -> None:
        asked = datetime.now(UTC)
        await self.up.wait()
        if self.conversation:
            self.whole[self.conversation] = asked

    # --- a second tab ------------------------------------------------------------------------------------------------
    async def peek(self) -> None:
        """The same visitor on a second socket without `got`, from the first entry on: a window at most, and the same entries."""
        if not self.token or not self.conversation:
            return
        options: dict[str, Any] = {"proxy": None, "ping_interval": None, "compression": None}
        given: Any = self.origin
        try:
            async with connect(
                f"ws://127.0.0.1:{self.port}{self.path}", origin=given, close_timeout=0.2, **options
            ) as socket:
                hello = {"type": "hello", "ref": 1, "protocol": 1, "site": self.site, "device": "tab"}
                await socket.send(json.dumps(hello | {"token": self.token}))
                entries: list[Frame] = []
                sizes: list[int] = []
                try:
                    async with asyncio.timeout(1.2):
                        async for message in socket:
                            self._peeked(json.loads(message), len(message), entries, sizes)
                except TimeoutError:
                    self._compare(entries, sizes)
        except (OSError, WebSocketException, EOFError, TimeoutError):
            return

    def _peeked(self, frame: Frame, size: int, entries: list[Frame], sizes: list[int]) -> None:
        if frame["type"] in NEVER:
            self.record.wrong("DI15", f"came to a visitor: {frame}", self.name)
        if frame["type"] == "entry":
            entries.append(frame)
            sizes.append(size)

    def _compare(self, entries: list[Frame], sizes: list[int]) -> None:
        if len(entries) > WINDOW or (len(entries) > 1 and sum(sizes) > WINDOW_BYTES):
            what = f"{len(entries)} entries, {sum(sizes)} bytes sent to a client that says no `got`"
            self.record.wrong("DI17", what, self.name)
        for _, group in itertools.groupby(entries, lambda entry: entry["conversation"]):
            found = list(group)
            if [entry["seq"] for entry in found] != list(range(1, len(found) + 1)):
                self.record.wrong("DI6", f"a second tab got {[e['seq'] for e in found]}", self.name)
            view = self.views.get(found[0]["conversation"], [])
            for mine, theirs in zip(view, found, strict=False):
                if mine != theirs:
                    self.record.wrong("DI5", f"a second tab got {theirs} for {mine}", self.name)
