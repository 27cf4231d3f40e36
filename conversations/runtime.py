"""What a serving process runs beside its sockets: the hub's loop, the router, the index; started and stopped as one."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from conversations import dispatch, reads
from conversations.frames import told
from conversations.hub import hub
from conversations.journal import journal
from conversations.sockets import DRAINING, sockets
from kb import search

SPREAD_MS = 3_000  # clients come back over this time


@dataclass(slots=True)
class Runtime:
    router: asyncio.Task[None]

    async def stop(self) -> None:
        """Say goodbye to every socket, write what waits, stop the router. Within a few seconds."""
        for socket in tuple(sockets):
            socket.push(told.ByeNow(reason="restarting", retry_ms=random.randrange(SPREAD_MS)))  # noqa: S311
            await socket.close(DRAINING)
        self.router.cancel()
        await asyncio.gather(self.router, return_exceptions=True)
        dispatch.router = None
        await asyncio.get_running_loop().run_in_executor(None, journal.stop)
        await reads.close()
        hub.loop = None


async def start() -> Runtime:
    """Begin to carry, route and answer on the running loop."""
    loop = asyncio.get_running_loop()
    hub.loop = loop
    dispatch.router = dispatch.Router()
    task = loop.create_task(dispatch.router.run(), name="router")
    await reads.read(search.library)
    return Runtime(task)
