"""AG6: a thousand sockets that never read, though they ping, and what that costs the server and the others."""

from __future__ import annotations

import asyncio
import socket
import time

from tests.bench.sockets import parties, report
from tests.bench.sockets.load import open_loop, percentile
from tests.bench.sockets.parties import ORIGIN, encode
from tests.bench.sockets.stacks import Ours
from tests.bench.sockets.wire import Line

STALLED, AT_ONCE = 1_000, 50
SMALL = 4_096  # bytes that the client's side takes
PER_S, FOR_S = 200, 12.0
CLOSED_BY_S = 45.0
MOST_MIB = 64


async def measure(stack: Ours) -> None:
    async with parties.talks(stack, 100) as talks:
        before = await open_loop(stack, talks, PER_S, 4.0)
    rss = stack.rss_kb()
    lines: list[Line] = []
    for at in range(0, STALLED, AT_ONCE):
        some = stack.shop["stalled"][at : at + AT_ONCE]
        lines += await asyncio.gather(*(stall(stack, token) for token, _ in some))
    began = time.monotonic()
    task = asyncio.create_task(ping(lines))
    async with parties.talks(stack, 100) as talks:
        beside = await open_loop(stack, talks, PER_S, FOR_S)
    grown = (stack.rss_kb() - rss) / 1024
    await asyncio.sleep(max(0.0, began + CLOSED_BY_S - time.monotonic()))
    task.cancel()
    kept = sum(not line.lost for line in lines)
    p99, p99_before = percentile(beside.took, 0.99), percentile(before.took, 0.99)
    report.head(
        f"{len(lines):,} sockets that never read",
        (
            "server",
            "grown MiB",
            "others' p99 ms before",
            "others' p99 ms beside them",
            "still open after 45 s",
        ),
    )
    report.row(stack.name, f"{grown:.1f}", f"{p99_before:.1f}", f"{p99:.1f}", kept)
    report.goal("AG6", "MiB for 1,000 stalled sockets", grown, MOST_MIB, least=False)
    for line in lines:
        line.cut()


async def stall(stack: Ours, token: str) -> Line:
    """Say hello, hear `welcome`, and read no more: 80 KB wait to be read."""
    loop, welcome = asyncio.get_running_loop(), asyncio.Event()
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    small.setblocking(False)
    await loop.sock_connect(small, ("127.0.0.1", stack.port))

    def taken(_: bytes) -> None:
        welcome.set()
        line.transport.pause_reading()

    _, line = await loop.create_connection(
        lambda: Line(f"127.0.0.1:{stack.port}", "/ws/visitor", ORIGIN, taken), sock=small
    )
    await line.opened()
    line.say(
        encode(
            {"type": "hello", "ref": 0, "protocol": 1, "device": "d-stalled", "site": "demo", "token": token}
        )
    )
    await asyncio.wait_for(welcome.wait(), 30)
    return line


async def ping(lines: list[Line]) -> None:
    """They are not silent: only pings keep them from being closed for that."""
    frame = encode({"type": "ping"})
    while True:
        for line in lines:
            if not line.lost:
                line.say(frame)
        await asyncio.sleep(5.0)
