"""PG4 and PG8: what a socket costs that only sits there, and how fast visitors come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from tests.bench.sockets import parties, report
from tests.bench.sockets.load import percentile
from tests.bench.sockets.parties import Seat
from tests.bench.sockets.stacks import Ours, Stack
from tests.bench.sockets.wire import Line, dial

FEW, MANY = 2_000, 10_000
AT_ONCE = 100  # hand-shakes under way
QUIET_S = 5.0
MOST_S = 40.0  # for all hand-shakes; on a machine that is busier, fewer sockets are measured


async def measure(stacks: Sequence[Stack]) -> None:
    report.head(
        "Sockets that sit there",
        ("server", "sockets", "KB a socket", "idle CPU of a core", "hand-shakes/s", "p99 ms", "lost"),
    )
    for stack in stacks:
        await _one(stack, FEW)
        if stack.name != "TUT":
            await _one(stack, MANY)


async def _one(stack: Stack, wanted: int) -> None:
    before, began = stack.rss_kb(), time.perf_counter()
    took: list[float] = []
    lines: list[Line]
    if isinstance(stack, Ours):
        sitting = await seats(stack, stack.shop["idle"][:wanted], took)
        lines = [seat.line for seat in sitting if seat.line is not None]
    else:
        sitting, lines = [], await bare(stack, wanted, took)
    number = len(lines)
    per_s = number / (time.perf_counter() - began)
    await asyncio.sleep(2.0)
    cpu, at = stack.cpu_s(), time.perf_counter()
    await asyncio.sleep(QUIET_S)
    share = (stack.cpu_s() - cpu) / (time.perf_counter() - at)
    kb = (stack.rss_kb() - before) / number
    lost = sum(line.lost for line in lines)
    p99 = percentile(took, 0.99)
    report.row(stack.name, f"{number:,}", f"{kb:.1f}", f"{share:.1%}", f"{per_s:,.0f}", f"{p99:.0f}", lost)
    if isinstance(stack, Ours) and wanted == MANY:
        _goals(number, kb, share, lost, per_s, p99)
    for seat in sitting:
        seat.close()
    for line in lines:
        line.cut()
    await asyncio.sleep(2.0)


def _goals(number: int, kb: float, share: float, lost: int, per_s: float, p99: float) -> None:
    report.goal("PG4", "KB a socket", kb, 25, least=False)
    report.goal("PG4", "sockets kept", number - lost, MANY, least=True)
    report.goal("PG4", "idle CPU in % of a core (with their pings)", share * 100, 1, least=False)
    report.goal("PG8", "resumes/s", per_s, 1000, least=True)
    report.goal("PG8", "p99 ms of a hand-shake", p99, 500, least=False)


async def seats(stack: Stack, people: Sequence[Sequence[str]], took: list[float] | None = None) -> list[Seat]:
    """Visitors who come back, up to `ready`; how long each took goes into `took`. Raises Broken where one is refused."""
    found: list[Seat] = []
    left, end = iter(people), time.perf_counter() + MOST_S

    async def come() -> None:
        for token, conversation in left:
            began = time.perf_counter()
            if began > end:
                return
            found.append(await parties.visitor(stack, token, after={conversation: 2}))
            if took is not None:
                took.append(time.perf_counter() - began)

    await asyncio.gather(*(come() for _ in range(AT_ONCE)))
    return found


async def bare(stack: Stack, number: int, took: list[float]) -> list[Line]:
    """Members of rooms of two at the others."""
    found: list[Line] = []
    left, end = iter(range(number)), time.perf_counter() + MOST_S

    async def come() -> None:
        for at in left:
            began = time.perf_counter()
            if began > end:
                return
            found.append(await dial(stack.port, f"/ws/i{stack.goes}x{at // 2}", lambda _: None))
            took.append(time.perf_counter() - began)

    stack.goes += 1
    await asyncio.gather(*(come() for _ in range(AT_ONCE)))
    return found
