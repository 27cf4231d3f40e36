"""Ours beside the Channels tutorial and a Node chat, in turn and in one run; a wrong transcript fails the run.

scripts/bench sockets [--only PART] [--seconds S]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import ExitStack
from typing import Any

from tests.bench.sockets import fanout, idle, latency, report, stalled, throughput
from tests.bench.sockets.stacks import Node, Ours, OursOnSqlite, Stack, Tutorial, TutorialOnSqlite
from tests.bench.sockets.talks import Broken

PARTS = ("throughput", "latency", "fanout", "idle", "blocking", "stalled", "sqlite")
TALKS = 100
MOST_S = 300.0  # after it no further part begins


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench sockets", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part alone; may be given again")
    parser.add_argument("--seconds", type=float, default=4.0, metavar="S", help="of each go")
    parser.add_argument(
        "--without", choices=("TUT", "Node"), action="append", default=[], help="leave it out"
    )
    options = parser.parse_args()
    began = time.monotonic()
    try:
        asyncio.run(guarded(run(options.only or PARTS, options.seconds, options.without)))
    except Broken as error:
        report.say(f"FAILED: {error}")
        return 1
    load = os.getloadavg()[0]
    report.say(f"\n{time.monotonic() - began:.0f} s, load {load:.1f} on {os.cpu_count()} cores at the end")
    return 0


async def guarded(work: Coroutine[Any, Any, None]) -> None:
    """Run it; what goes wrong in a callback fails it as well, and the first fault is told."""
    loop, task, faults = asyncio.get_running_loop(), asyncio.ensure_future(work), []

    def fail(_: object, context: dict[str, Any]) -> None:
        error = context.get("exception")
        faults.append(error if isinstance(error, Broken) else Broken(f"{context.get('message')}: {error!r}"))
        task.cancel()

    loop.set_exception_handler(fail)
    try:
        await task
    except asyncio.CancelledError:
        raise faults[0] from None


async def run(parts: Sequence[str], seconds: float, without: Sequence[str]) -> None:
    if set(parts) - {"sqlite"}:
        with ExitStack() as closing:
            await on_postgresql(stacks(closing, parts, without), parts, seconds)
    if "sqlite" in parts:
        with ExitStack() as closing:
            pair = [kept(closing, OursOnSqlite(TALKS)), kept(closing, TutorialOnSqlite())]
            await throughput.compared(pair, seconds)


def stacks(closing: ExitStack, parts: Sequence[str], without: Sequence[str]) -> list[Stack]:
    many = idle.MANY if "idle" in parts else latency.SITTING if "latency" in parts else 0
    found = [kept(closing, Ours(TALKS, many, stalled.STALLED if "stalled" in parts else 0))]
    if "TUT" not in without:
        found.append(kept(closing, Tutorial()))
    if "Node" not in without:
        found.append(kept(closing, Node()))
    return found


def kept(closing: ExitStack, stack: Stack) -> Stack:
    report.tell(f"{stack.name} is up")
    closing.callback(stack.close)
    return stack


async def on_postgresql(servers: Sequence[Stack], parts: Sequence[str], seconds: float) -> None:
    ours, began = servers[0], time.monotonic()
    assert isinstance(ours, Ours)
    works: dict[str, Callable[[], Awaitable[None]]] = {
        "throughput": lambda: throughput.compared(servers, seconds),
        "fanout": lambda: fanout.measure(servers, seconds),
        "blocking": lambda: latency.blocking(servers, seconds),
        "latency": lambda: latency.measure(servers, seconds),
        "idle": lambda: idle.measure(servers),
        "stalled": lambda: stalled.measure(ours),
    }
    for name, work in works.items():
        if name in parts and time.monotonic() - began > MOST_S:
            report.say(f"\n{name} is left out: the machine is too busy for all of it; try --only {name}")
        elif name in parts:
            await work()


if __name__ == "__main__":
    sys.exit(main())
