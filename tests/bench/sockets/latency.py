"""PG3 and PG7: how long a line takes from when it is due, with many who only sit there, and while something blocks."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any

import psycopg

from tests.bench.sockets import idle, parties, report
from tests.bench.sockets.load import Measured, open_loop, percentile
from tests.bench.sockets.stacks import Ours, Stack, Tutorial

TALKS = 100
RATES: dict[str, tuple[int, ...]] = {"ours": (500, 2000), "TUT": (100,), "Node": (500, 2000)}
SITTING = 5_000
GENTLE = {"ours": 200, "TUT": 50}  # a second, while something blocks
BLOCKED_S = 0.3


async def measure(stacks: Sequence[Stack], seconds: float) -> None:
    columns = (
        "server",
        "messages/s due",
        "idle sockets",
        "p50 ms",
        "p99 ms",
        "generator's lag p99 ms",
        "CPU µs",
    )
    report.head("From the due time to the other side, open loop", columns)
    found: dict[tuple[str, int], Measured] = {}
    for stack in stacks:
        sitting = await idle.seats(stack, stack.shop["idle"][:SITTING]) if isinstance(stack, Ours) else []
        for per_s in RATES[stack.name]:
            async with parties.talks(stack, TALKS) as talks:
                one = found[stack.name, per_s] = await open_loop(stack, talks, per_s, seconds)
            p50, p99, lag = percentile(one.took, 0.5), percentile(one.took, 0.99), percentile(one.lag, 0.99)
            figures = (f"{p50:.1f}", f"{p99:.1f}", f"{lag:.1f}", f"{one.cpu_us:,.0f}")
            report.row(stack.name, f"{per_s:,}", f"{len(sitting):,}", *figures)
        for seat in sitting:
            seat.close()
    one = found["ours", 2000]
    report.goal("PG3", "p99 ms at 2,000/s", percentile(one.took, 0.99), 25, least=False)
    report.goal("PG3", "p50 ms at 2,000/s", percentile(one.took, 0.5), 5, least=False)


async def blocking(stacks: Sequence[Stack], seconds: float) -> None:
    """One request a second that holds its thread for 300 ms, and what the others notice of it."""
    columns = ("server", "messages/s", "p99 ms without", "p99 ms with", "generator's lag p99 ms")
    report.head("A call that blocks 300 ms once a second", columns)
    for stack in stacks:
        if stack.name not in GENTLE:
            continue
        block = slow_requests if isinstance(stack, Tutorial) else locked_requests
        if isinstance(stack, Ours):  # the first request is slower: it imports
            await get(stack, "/api/v1/tickets", stack.shop["watchers"][0])
        without, _ = await _gentle(stack, seconds, asyncio.sleep(0))
        with_it, lag = await _gentle(stack, seconds, block(stack))
        report.row(stack.name, GENTLE[stack.name], f"{without:.1f}", f"{with_it:.1f}", f"{lag:.1f}")
        if isinstance(stack, Ours):
            report.goal("PG7", "more p99 in ms", with_it - without, 10, least=False)


async def _gentle(stack: Stack, seconds: float, beside: Coroutine[Any, Any, None]) -> tuple[float, float]:
    """p99 of the lines, and of the generator's own lag, while `beside` goes on."""
    async with parties.talks(stack, TALKS) as talks:
        task = asyncio.create_task(beside)
        one = await open_loop(stack, talks, GENTLE[stack.name], max(seconds, 4.0))
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return percentile(one.took, 0.99), percentile(one.lag, 0.99)


async def slow_requests(stack: Stack) -> None:
    while True:
        await asyncio.gather(asyncio.sleep(1.0), get(stack, "/slow", ""))


async def locked_requests(stack: Stack) -> None:
    """A list of tickets, asked for while their table is locked for 300 ms: it keeps the one thread of all views."""
    assert isinstance(stack, Ours)
    link = await psycopg.AsyncConnection.connect(stack.database)
    async with link:
        while True:
            await link.execute("LOCK TABLE tickets_ticket IN ACCESS EXCLUSIVE MODE")
            asked = asyncio.create_task(get(stack, "/api/v1/tickets", stack.shop["watchers"][0]))
            await asyncio.sleep(BLOCKED_S)
            await link.commit()
            await asyncio.gather(asked, asyncio.sleep(1.0 - BLOCKED_S))


async def get(stack: Stack, path: str, key: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", stack.port)
    bearer = f"Authorization: Bearer {key}\r\n" if key else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{bearer}Connection: close\r\n\r\n".encode())
    status = (await reader.readline()).decode()
    await reader.read()
    writer.close()
    assert " 200 " in status, status
