"""The channel layer of the embedded shape: one process, one loop, and a push from another thread wakes that loop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from channels.layers import InMemoryChannelLayer


class InProcessLayer(InMemoryChannelLayer):
    """Belongs to the loop that receives. Asyncio's queues don't wake a loop from outside, so sends are carried there."""

    home: asyncio.AbstractEventLoop | None = None

    async def receive(self, channel: str) -> Any:
        self.home = asyncio.get_running_loop()
        return await super().receive(channel)

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        await self._at_home(super().send(channel, message))

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self._at_home(super().group_send(group, message))

    async def _at_home(self, push: Coroutine[Any, Any, None]) -> None:
        if self.home is None or self.home.is_closed() or self.home is asyncio.get_running_loop():
            return await push
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(push, self.home))
