"""A practice run: who comes when, how long it goes on, and what is printed."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from chatdesk import up as starting
from chatdesk.practice import report
from chatdesk.practice.people import Agent, Place, Plan, Wait, visit
from chatdesk.practice.wire import Gone, open_wire

MOST = 200  # visitors at the same time
EVERY_S = 10.0  # a line of progress
TOPICS = (None, "billing", "returns", "tech")


@dataclass(frozen=True, slots=True)
class Run:
    """`rate` is visitors a minute; all times in seconds."""

    place: Place
    keys: tuple[str, ...]
    rate: float
    lasts_s: float
    work_s: float
    patience_s: float
    locales: tuple[str, ...]
    seed: int


def plans(run: Run) -> Iterator[tuple[float, Plan]]:
    """Everybody to come, with the second at which they do."""
    rng, at = random.Random(run.seed), 0.0  # noqa: S311
    number = 0
    while (at := at + rng.expovariate(run.rate / 60)) < run.lasts_s:
        number += 1
        yield (
            at,
            Plan(number, rng.choice(run.locales), rng.choice(TOPICS), rng.expovariate(1 / run.patience_s)),
        )


async def practise(run: Run) -> int:
    """Let everybody come and print what became of them; 2 where no server answers."""
    try:
        async with open_wire(run.place.url, "/ws/visitor", run.place.origin) as wire:
            await wire.ask("hello", protocol=1, site=run.place.site, device="practice-0")
    except Gone as gone:
        starting.say(f"Nobody can practise: {gone}")
        return 2
    rng = random.Random(run.seed)  # noqa: S311
    crew = [Agent(run.place, key, run.work_s, rng) for key in run.keys]
    at_work = [asyncio.create_task(agent.work()) for agent in crew]
    waits: list[Wait] = []
    shown = asyncio.create_task(_progress(waits))
    try:
        await _come(run, waits)
    finally:
        for task in [shown, *at_work]:
            task.cancel()
        await asyncio.gather(shown, *at_work, return_exceptions=True)
    for line in report.lines(waits, sum(agent.offers for agent in crew)):
        starting.say(line)
    return 0


async def _come(run: Run, waits: list[Wait]) -> None:
    """Send everybody; then let those who are inside finish, for as long as one may bear to wait and a talk takes."""
    began, inside = time.monotonic(), set[asyncio.Task[None]]()
    for at, plan in plans(run):
        await asyncio.sleep(max(0.0, began + at - time.monotonic()))
        if len(inside) >= MOST:
            continue
        waits.append(Wait(plan))
        task = asyncio.create_task(visit(run.place, plan, waits[-1]))
        inside.add(task)
        task.add_done_callback(inside.discard)
    if inside:
        _, late = await asyncio.wait(inside, timeout=run.patience_s + 2 * run.work_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def _progress(waits: list[Wait]) -> None:
    began = time.monotonic()
    while True:
        await asyncio.sleep(EVERY_S)
        minutes, seconds = divmod(int(time.monotonic() - began), 60)
        met, gone = (sum(wait.ended == what for wait in waits) for what in ("met", "abandoned"))
        waiting = sum(wait.ended == "waits" for wait in waits)
        starting.say(
            f"{minutes}:{seconds:02} · {len(waits)} came, {waiting} wait, {met} met an agent, {gone} gave up"
        )
