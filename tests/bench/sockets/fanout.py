"""PG5: one line to 1, 10 and 100 who watch."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.sockets import parties, report
from tests.bench.sockets.load import percentile
from tests.bench.sockets.parties import decode, encode
from tests.bench.sockets.stacks import Ours, Stack
from tests.bench.sockets.talks import Broken
from tests.bench.sockets.wire import Line, dial

SIZES = (1, 10, 100)
IN_FLIGHT = 4
SETTLED_S = 5.0


@dataclass
class Hall:
    """One who speaks, and those who watch; everybody has to hear every line once."""

    size: int
    say: Callable[[str], None] = lambda text: None
    said: int = 0
    heard: Counter[int] = field(default_factory=Counter)  # by line: how often
    sent_at: dict[int, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    going: bool = True
    lines: list[Line] = field(default_factory=list)

    def speak(self) -> None:
        self.sent_at[self.said] = time.perf_counter()
        self.said += 1
        self.say(f"hall:0:{self.said - 1}: to whom it may concern")

    def hears(self, text: str) -> None:
        number = int(text.split(":", 3)[2])
        self.heard[number] += 1
        self.took.append(time.perf_counter() - self.sent_at[number])
        if self.heard[number] == self.size and self.going:
            self.speak()


async def measure(stacks: Sequence[Stack], seconds: float) -> None:
    report.head("One line to many", ("server", "watchers", "deliveries/s", "p50 ms", "p99 ms"))
    found: dict[tuple[str, int], float] = {}
    for size in SIZES:
        for stack in stacks:
            found[stack.name, size] = await _one(stack, size, seconds)
    if ("TUT", 100) in found:
        by = found["ours", 100] / found["TUT", 100]
        report.goal("PG5", "deliveries/s to 100 by TUT", by, 5, least=True)


async def _one(stack: Stack, size: int, seconds: float) -> float:
    hall = await (ours(stack, size) if isinstance(stack, Ours) else room(stack, size))
    began = time.perf_counter()
    for _ in range(IN_FLIGHT):
        hall.speak()
    await asyncio.sleep(seconds)
    hall.going = False
    end, last = time.perf_counter() + SETTLED_S, time.perf_counter() - began
    while sum(hall.heard.values()) < hall.said * size and time.perf_counter() < end:
        await asyncio.sleep(0.01)
        last = time.perf_counter() - began
    for line in hall.lines:
        line.cut()
    stack.said = stack.rows()
    wrong = [number for number in range(hall.said) if hall.heard[number] != size]
    if wrong and isinstance(stack, Ours):
        raise Broken(f"line {wrong[0]} came {hall.heard[wrong[0]]} times to {size} watchers")
    per_s = sum(hall.heard.values()) / last
    p50, p99 = percentile(hall.took, 0.5), percentile(hall.took, 0.99)
    report.row(stack.name, size, f"{per_s:,.0f}", f"{p50:.1f}", f"{p99:.1f}")
    if isinstance(stack, Ours) and size == SIZES[-1]:
        report.goal("PG5", "p99 ms to 100", p99, 10, least=False)
    return per_s


async def ours(stack: Ours, size: int) -> Hall:
    """A visitor speaks; supervisors have the conversation open, up to ten sockets each."""
    hall, row = Hall(size), stack.shop["hall"]
    conversation, go = row["conversation"], stack.goes
    stack.goes += 1

    def heard(_: str, frame: dict[str, Any]) -> None:
        if frame["author"]["role"] == "visitor":
            hall.hears(frame["text"])

    speaker = await parties.visitor(
        stack, row["token"], None, {conversation: stack.heads.get(conversation, 0)}
    )
    hall.lines += [speaker.line] if speaker.line else []
    for at in range(size):
        seat = await parties.agent(stack, stack.shop["watchers"][at // 10], heard)
        opened = asyncio.get_running_loop().create_future()
        after = [stack.heads.get(conversation, 0), 0]
        seat.ask(opened.set_result, type="open", conversation=conversation, after=after)
        await asyncio.wait_for(opened, 30)
        hall.lines += [seat.line] if seat.line else []

    def say(text: str) -> None:
        client_id = f"bench-hall-{go}-{hall.said}"
        speaker.ask(lambda _: None, type="say", client_id=client_id, text=text)

    hall.say = say
    return hall


async def room(stack: Stack, size: int) -> Hall:
    hall = Hall(size)
    name = f"hall{stack.goes}"
    stack.goes += 1
    speaker = await dial(stack.port, f"/ws/{name}", lambda _: None)
    watchers = [
        await dial(stack.port, f"/ws/{name}", lambda payload: hall.hears(decode(payload)["text"]))
        for _ in range(size)
    ]
    hall.lines = [speaker, *watchers]
    hall.say = lambda text: speaker.say(encode({"text": text}))
    return hall
