"""One socket of a practice person: frames out, frames in, acknowledged as a browser does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

Frame = dict[str, Any]
BEAT_S = 15.0
PATIENCE_S = 20.0  # for an answer


class Gone(Exception):
    """The server closed the socket, refused a frame, or didn't answer."""


class Wire:
    """Use it inside `open_wire`; not after."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._refs = socket, 0
        self._answers: dict[int, asyncio.Future[Frame]] = {}
        self.heard: asyncio.Queue[Frame | None] = asyncio.Queue()

    async def send(self, kind: str, **fields: Any) -> None:
        """A frame that isn't answered."""
        with suppress(WebSocketException):
            await self._socket.send(json.dumps({"type": kind, **fields}))

    async def ask(self, kind: str, **fields: Any) -> Frame:
        """A frame and its answer; raises Gone with the refusal."""
        self._refs += 1
        answer = self._answers[self._refs] = asyncio.get_running_loop().create_future()
        await self.send(kind, ref=self._refs, **fields)
        try:
            told: Frame = await asyncio.wait_for(answer, PATIENCE_S)
        except TimeoutError:
            raise Gone(f"no answer to {kind} within {PATIENCE_S:.0f} s") from None
        if told["type"] == "refused":
            raise Gone(f"{kind} was refused: {told['message']}")
        return told

    async def listen(self) -> None:
        """Take in what comes until the socket is gone."""
        try:
            async for message in self._socket:
                await self._take(json.loads(message))
        except WebSocketException:
            pass
        finally:
            self.heard.put_nowait(None)
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(Gone("the server closed the connection"))

    async def _take(self, frame: Frame) -> None:
        answer = self._answers.pop(frame.get("ref") or 0, None)
        if answer is not None and not answer.done():
            answer.set_result(frame)
        elif frame["type"] == "entry":
            await self.send("got", conversation=frame["conversation"], seq=frame["seq"])
        if answer is None:
            self.heard.put_nowait(frame)

    async def beat(self) -> None:
        """Say that we are here, until cancelled."""
        while True:
            await asyncio.sleep(BEAT_S)
            await self.send("ping")


@asynccontextmanager
async def open_wire(url: str, path: str, origin: str | None) -> AsyncIterator[Wire]:
    """A socket to the server at `url` (http or https); says bye at the end. Raises Gone where nobody is there."""
    address = f"ws{url.removeprefix('http')}{path}"
    given: Any = origin
    try:
        socket = await connect(address, origin=given, proxy=None, ping_interval=None, open_timeout=PATIENCE_S)
    except (OSError, WebSocketException, TimeoutError) as error:
        raise Gone(f"no chatdesk answers at {url}: {error}") from None
    wire = Wire(socket)
    tasks = [asyncio.create_task(wire.listen()), asyncio.create_task(wire.beat())]
    try:
        yield wire
        await wire.send("bye")
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(WebSocketException, OSError):
            await socket.close()
