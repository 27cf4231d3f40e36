"""Questions that many ask at once, answered by one read: what is asked while a read runs goes into the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from conversations import reads

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
MOST = 200  # questions a read


class Gathering(Generic[Asked, Answer]):
    """`read` answers a list of questions in their order, on a thread of reads. Each read begins after it was asked for."""

    def __init__(self, read: Callable[[list[Asked]], list[Answer]]) -> None:
        self._read = read
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """The answer; raises Unavailable when the database doesn't answer."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((asked, answer))
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                answers = await reads.read(self._read, [asked for asked, _ in some])
            except Exception as error:
                for _, waits in some:
                    if not waits.done():
                        waits.set_exception(error)
                continue
            for (_, waits), answer in zip(some, answers, strict=True):
                if not waits.done():
                    waits.set_result(answer)
