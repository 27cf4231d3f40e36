"""Two ways to put load on: closed, with a fixed number in flight, and open, on a schedule that waits for nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.sockets import report
from tests.bench.sockets.stacks import Stack
from tests.bench.sockets.talks import Broken, Talk

DRAIN_S = 10.0
TICK_S = 0.001


@dataclass
class Measured:
    """What one go gave. Times in seconds, from the due time to being shown on the other side."""

    messages: int = 0
    seconds: float = 0.0
    cpu_s: float = 0.0
    took: list[float] = field(default_factory=list)
    lag: list[float] = field(default_factory=list)  # of the generator: sent after it was due

    @property
    def per_s(self) -> float:
        return self.messages / self.seconds

    @property
    def cpu_us(self) -> float:
        """CPU of all server processes a message."""
        return self.cpu_s / max(1, self.messages) * 1e6


def percentile(values: Sequence[float], share: float) -> float:
    """In milliseconds."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else float("nan")


async def closed(stack: Stack, talks: Sequence[Talk], seconds: float) -> Measured:
    """Each talk has one line in flight, from the two sides in turn."""
    measured, going = Measured(), True
    began, cpu = time.perf_counter(), stack.cpu_s()

    def done(talk: Talk, due: float, shown: float) -> None:
        measured.messages += 1
        measured.seconds = time.perf_counter() - began
        measured.took.append(shown - due)
        if going:
            talk.say(sum(talk.sent) % 2)

    for talk in talks:
        talk.on_done = done
    for talk in talks:
        talk.say(sum(talk.sent) % 2)
    await asyncio.sleep(seconds)
    going = False
    await drained(talks)
    measured.cpu_s = stack.cpu_s() - cpu
    return measured


async def open_loop(stack: Stack, talks: Sequence[Talk], per_s: float, seconds: float) -> Measured:
    """`per_s` lines a second over all talks, each sent when it is due whatever became of those before."""
    measured = Measured()
    began, cpu = time.perf_counter(), stack.cpu_s()

    def done(_: Talk, due: float, shown: float) -> None:
        measured.messages += 1
        measured.seconds = time.perf_counter() - began
        measured.took.append(shown - due)

    for talk in talks:
        talk.on_done = done
    total, at = int(per_s * seconds), 0
    while at < total:
        now = time.perf_counter()
        while at < total and began + at / per_s <= now:
            due = began + at / per_s
            talks[at % len(talks)].say(at // len(talks) % 2, due)
            measured.lag.append(time.perf_counter() - due)
            at += 1
        await asyncio.sleep(TICK_S)
    await drained(talks)
    measured.cpu_s = stack.cpu_s() - cpu
    return measured


async def drained(talks: Sequence[Talk]) -> None:
    """Wait until everything said was shown and acknowledged, for at most `DRAIN_S`."""
    end = time.monotonic() + DRAIN_S
    while any(talk.open for talk in talks):
        if time.monotonic() > end:
            return  # the check says what is missing
        await asyncio.sleep(0.01)


def verify(stack: Stack, talks: Sequence[Talk]) -> None:
    """Every transcript is what was said, and the database holds as many lines. Ours has to: else Broken is raised.

    What the others lose is told and counts as not delivered.
    """
    faults = [fault for talk in talks for fault in talk.check()]
    if (rows := stack.rows()) != stack.said:
        faults.append(f"{stack.said} lines were said and {rows} are in the database")
        stack.said = rows
    if faults and stack.name.startswith("ours"):
        raise Broken(f"{stack.name}: " + "; ".join(faults[:5]))
    if faults:
        report.tell(f"{stack.name} has {len(faults)} faults: {faults[0]}")
        stack.faults += len(faults)
