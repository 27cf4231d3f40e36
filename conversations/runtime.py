"""What a process runs beside its sockets: the hub's loop, the router, the index, the line to other processes; started
and stopped as one.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from channels.layers import get_channel_layer

from chatdesk.kernel import bus
from conversations import degraded, dispatch, polling, reads, turn
from conversations.frames import told
from conversations.hub import hub
from conversations.journal import journal
from conversations.relay import Relay
from conversations.sockets import DRAINING, sockets
from conversations.viewing import viewers
from kb import search
from kb.facts import BaseChanged, Indexed

SPREAD_MS = 3_000  # clients come back over this time


@dataclass(frozen=True, slots=True)
class Parts:
    """What this process does, besides carrying news: alone it does all, among others its share."""

    serves: bool = True
    routes: bool = True
    among_others: bool = False


ALONE = Parts()


@dataclass(slots=True)
class Runtime:
    tasks: list[asyncio.Task[None]]
    relay: Relay | None

    async def stop(self) -> None:
        """Say goodbye to every socket, write what waits, stop the router. Within a few seconds."""
        for socket in tuple(sockets):
            socket.push(told.ByeNow(reason="restarting", retry_ms=random.randrange(SPREAD_MS)))  # noqa: S311
            await socket.close(DRAINING)
        bus.off(BaseChanged, learn)
        bus.off(Indexed, catch_up)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        dispatch.router = None
        await asyncio.get_running_loop().run_in_executor(None, journal.stop)
        if self.relay is not None:
            await self.relay.stop()
        await reads.close()
        hub.loop = None


async def start(parts: Parts = ALONE) -> Runtime:
    """Begin to carry, route and answer on the running loop."""
    hub.loop = asyncio.get_running_loop()
    running = Runtime([], None)
    if parts.among_others:
        running.relay = Relay(hub, viewers, get_channel_layer(), polling.poll)
        running.relay.start()
    if parts.routes:
        dispatch.router = dispatch.Router()
        running.tasks.append(_task(dispatch.router.run(), "router"))
    if parts.serves:
        bus.on(BaseChanged, learn)
        bus.on(Indexed, catch_up)
        learn(BaseChanged())
        if parts.among_others:
            running.tasks.append(_task(degraded.watch(), "degraded"))
    return running


def _task(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    return asyncio.get_running_loop().create_task(work, name=name)


def learn(_: BaseChanged) -> None:
    """Take in the base before somebody asks; at the start it is the whole of it. From any thread."""
    _apart(search.ready)


def catch_up(_: Indexed) -> None:
    """The first index is there: take the turns that waited for it. From any thread."""
    bus.off(Indexed, catch_up)
    _apart(turn.sweep, timedelta())


def _apart(work: Callable[..., object], *args: object) -> None:
    if hub.loop is not None and not hub.loop.is_closed():
        asyncio.run_coroutine_threadsafe(reads.apart(work, *args), hub.loop)
