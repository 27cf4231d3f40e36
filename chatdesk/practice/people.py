"""What practice people do: a visitor asks for a person and waits as long as they can bear; an agent answers and resolves.

They are marked: the device begins with `practice-`, and the name that a visitor claims says so.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from chatdesk.practice.wire import Frame, Gone, Wire, open_wire

WORDS = {
    "zh": ("你好，我想咨询一下", "练习访客", "您好，我来看看。", "好的，谢谢。"),
    "en": (
        "Hello, I have a question for you",
        "Practice visitor",
        "Hello, let me look.",
        "Great, thank you.",
    ),
    "ja": (
        "こんにちは、質問があります",
        "練習のお客様",
        "こんにちは。確認します。",
        "ありがとうございます。",
    ),
}
LONGEST_S = 3600.0  # that a talk may take before the visitor ends it


@dataclass(frozen=True, slots=True)
class Place:
    """The server and the site; `origin` is one of the site's pages."""

    url: str
    site: str
    origin: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One visitor, decided beforehand."""

    number: int
    locale: str
    topic: str | None
    patience_s: float


@dataclass(slots=True)
class Wait:
    """What became of one visitor. Seconds count from asking for a person; None where it didn't happen."""

    plan: Plan
    low_s: float | None = None  # as foretold first, while nobody was asked yet
    high_s: float | None = None
    told_s: float = 0.0  # when that was
    met_s: float | None = None
    ended: str = "waits"  # waits, met, abandoned, ticket, lost
    _since: float = field(default_factory=time.monotonic)

    @property
    def so_far(self) -> float:
        return time.monotonic() - self._since

    def begin(self) -> None:
        self._since = time.monotonic()

    def told(self, frame: Frame) -> None:
        """A `queue` frame."""
        wait = frame.get("wait")
        if wait and wait["low_s"] > 0 and self.low_s is None and self.met_s is None:
            self.low_s, self.high_s, self.told_s = wait["low_s"], wait["high_s"], self.so_far

    def entered(self, frame: Frame) -> None:
        """An `entry`."""
        if frame["kind"] == "joined" and self.met_s is None:
            self.met_s, self.ended = self.so_far, "met"
        elif frame["kind"] == "resolved" and self.met_s is None:
            self.ended = "abandoned" if frame["data"]["outcome"] == "left" else "ticket"


async def visit(place: Place, plan: Plan, wait: Wait) -> None:
    """Come, ask for a person, wait, talk until it is resolved; whatever goes wrong ends as lost."""
    try:
        async with open_wire(place.url, "/ws/visitor", place.origin) as wire:
            await _ask(wire, place, plan)
            wait.begin()
            await _stay(wire, wait)
    except Gone:
        if wait.met_s is None:
            wait.ended = "lost"


async def _ask(wire: Wire, place: Place, plan: Plan) -> None:
    hello, name = WORDS[plan.locale][:2]
    who = {"id": f"practice-{secrets.token_hex(4)}", "name": f"{name} {plan.number}"}
    device = f"practice-{plan.number}"
    greeted = await wire.ask(
        "hello", protocol=1, site=place.site, device=device, locale=plan.locale, identity=who
    )
    offered = {topic["key"] for topic in greeted["site"]["topics"]}
    topic = {"topic": plan.topic} if plan.topic in offered else {}
    await wire.ask("say", client_id=secrets.token_hex(8), text=hello, **topic)
    await wire.ask("ask_human", **topic)


async def _stay(wire: Wire, wait: Wait) -> None:
    """Until it is resolved; leaves when patience runs out."""
    while wait.so_far < LONGEST_S:
        left = wait.plan.patience_s - wait.so_far if wait.met_s is None else LONGEST_S - wait.so_far
        try:
            frame = await asyncio.wait_for(wire.heard.get(), max(0.0, left))
        except TimeoutError:
            if wait.met_s is None:
                wait.ended = "abandoned"
            await wire.ask("leave")
            return
        if frame is None:
            raise Gone("the server closed the connection")
        if frame["type"] == "queue":
            wait.told(frame)
        elif frame["type"] == "entry":
            wait.entered(frame)
            if frame["kind"] == "resolved":
                return


class Agent:
    """A practice agent, by API key: online, takes what is offered, answers, and resolves after some time."""

    def __init__(self, place: Place, key: str, work_s: float, rng: random.Random) -> None:
        self.place, self.key, self.work_s, self.rng = place, key, work_s, rng
        self.offers = self.resolved = 0
        self._talks: set[asyncio.Task[None]] = set()

    async def work(self) -> None:
        """Until cancelled; offline at the end."""
        async with open_wire(self.place.url, "/ws/desk", None) as wire:
            await wire.ask("hello", protocol=1, device=f"practice-{secrets.token_hex(4)}", api_key=self.key)
            await wire.ask("state", state="online")
            try:
                while (frame := await wire.heard.get()) is not None:
                    self._hear(wire, frame)
            finally:
                for talk in self._talks:
                    talk.cancel()
                with suppress(Gone):
                    await wire.ask("state", state="offline")

    def _hear(self, wire: Wire, frame: Frame) -> None:
        if frame["type"] == "offer":
            self.offers += 1
            self._spawn(self._accept(wire, frame["offer"]))
        elif frame["type"] == "assigned":
            self._spawn(self._talk(wire, frame))

    def _spawn(self, doing: Any) -> None:
        task = asyncio.create_task(doing)
        self._talks.add(task)
        task.add_done_callback(self._talks.discard)

    async def _accept(self, wire: Wire, offer: str) -> None:
        await asyncio.sleep(self.rng.uniform(0.5, 2.0))
        with suppress(Gone):
            await wire.ask("accept", offer=offer)

    async def _talk(self, wire: Wire, frame: Frame) -> None:
        held = {"conversation": frame["conversation"], "epoch": frame["epoch"]}
        hello, bye = WORDS.get(frame["card"].get("locale", "en")[:2], WORDS["en"])[2:]
        with suppress(Gone):
            await wire.ask("say", client_id=secrets.token_hex(8), text=hello, **held)
            await asyncio.sleep(self.rng.expovariate(1.0 / self.work_s))
            await wire.ask("say", client_id=secrets.token_hex(8), text=bye, **held)
            await wire.ask("resolve", outcome="resolved", **held)
            self.resolved += 1
