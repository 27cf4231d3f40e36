"""`scripts/bench slots [--visitors 60]`: from a freed slot to the next visitor's screen, over real sockets, in one process.

An agent resolves; the router asks the same agent for the next, who says yes at once; the next visitor sees who joined.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from chatdesk.practice.wire import Frame, Wire, open_wire
from tests.independent.product import Product
from tests.servers import until

START_S = 150.0
PAUSE_S, LONG_S = 0.4, 15.0  # between two resolved ones; until there is nothing more


def main(words: list[str]) -> int:
    """Print the times."""
    parser = argparse.ArgumentParser(prog="bench slots")
    parser.add_argument("--visitors", type=int, default=60)
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="chatdesk-slots-") as folder:
        settings = ("ramp_per_min=0", "check_s=3600", "unreachable_s=900", "ticket_after_s=900")
        product = Product(Path(folder), *(word for one in settings for word in ("--set", one)))
        product.launch()
        try:
            until(product.ready, "readiness", START_S)
            asked, shown = asyncio.run(measure(json.loads(product.demo.read_text()), given.visitors))
        finally:
            product.stop()
    sys.stdout.write(
        f"{len(shown)} freed slots; asked the next after {told(asked)}; on the next visitor's screen after {told(shown)}\n"
    )
    return 0


def told(seconds: list[float]) -> str:
    ranked = sorted(1000 * one for one in seconds)
    p50, p99 = (ranked[min(int(part * len(ranked)), len(ranked) - 1)] for part in (0.5, 0.99))
    return f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, worst {ranked[-1]:.0f} ms"


async def measure(place: dict[str, Any], visitors: int) -> tuple[list[float], list[float]]:
    """Seconds from each `resolve` sent to the offer for the next, and to the next visitor's `joined`."""
    joined: dict[str, float] = {}
    agent = next(one for one in place["people"] if one["role"] == "agent" and "zh" in one["skills"])
    async with AsyncExitStack() as stack:
        for number in range(visitors):
            wire = await stack.enter_async_context(open_wire(place["url"], "/ws/visitor", place["origin"]))
            conversation = await come(wire, place, number)
            listening = asyncio.create_task(watch(wire, conversation, joined))
            stack.callback(listening.cancel)
        desk = await stack.enter_async_context(open_wire(place["url"], "/ws/desk", None))
        await desk.ask("hello", protocol=1, device="bench", api_key=agent["api_key"])
        await desk.ask("state", state="online")
        return await serve(desk, joined, visitors)


async def come(wire: Wire, place: dict[str, Any], number: int) -> str:
    await wire.ask("hello", protocol=1, site=place["site"], device=f"bench-{number}", locale="zh")
    return str((await wire.ask("ask_human"))["conversation"])


async def watch(wire: Wire, conversation: str, joined: dict[str, float]) -> None:
    while (frame := await wire.heard.get()) is not None:
        if frame["type"] == "entry" and frame["kind"] == "joined":
            joined[conversation] = time.monotonic()


async def serve(desk: Wire, joined: dict[str, float], visitors: int) -> tuple[list[float], list[float]]:
    """Fill the slots, then free one after the other."""
    held: list[Frame] = []
    asked, shown = list[float](), list[float]()
    since: float | None = None
    while len(shown) + len(held) < visitors:
        frame = await following(desk, PAUSE_S if held else LONG_S)
        if frame is None and not held:
            break
        if frame is None:
            since = await finish(desk, held.pop(0))
        elif frame["type"] == "offer":
            asked += [time.monotonic() - since] if since is not None else []
            await desk.ask("accept", offer=frame["offer"])
        elif frame["type"] == "assigned":
            held.append(frame)
            await asyncio.sleep(PAUSE_S / 2)  # the visitor's socket hears of it meanwhile
            at = joined.get(frame["conversation"])
            shown += [at - since] if since is not None and at is not None else []
            since = None
    return asked, shown


async def following(desk: Wire, within: float) -> Frame | None:
    """The next frame; None where nothing comes for a while."""
    try:
        return await asyncio.wait_for(desk.heard.get(), within)
    except TimeoutError:
        return None


async def finish(desk: Wire, frame: Frame) -> float:
    """Resolve one; when it was sent."""
    held = {"conversation": frame["conversation"], "epoch": frame["epoch"]}
    await desk.ask("say", client_id=secrets.token_hex(8), text="好的，再见", **held)
    sent = time.monotonic()
    await desk.ask("resolve", outcome="resolved", **held)
    return sent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
