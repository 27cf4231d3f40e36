"""A small TCP proxy in front of several web processes: each connection goes to the next of them that takes it."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import suppress
from typing import Self

from tests.servers import free_port


class Balancer:
    """`async with Balancer(ports) as front:` listens on `front.port`."""

    def __init__(self, ports: list[int]) -> None:
        self.port, self._ports, self._turns = free_port(), ports, itertools.count()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = next(self._turns)
        for number in range(len(self._ports)):
            with suppress(OSError):
                port = self._ports[(first + number) % len(self._ports)]
                back = await asyncio.open_connection("127.0.0.1", port)
                break
        else:
            writer.close()
            return
        for one, other in ((reader, back[1]), (back[0], writer)):
            task = asyncio.create_task(self._carry(one, other))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await reader.read(65_536):
                writer.write(chunk)
                await writer.drain()
        with suppress(OSError):
            writer.close()
