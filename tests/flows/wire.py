"""A WebSocket to one of our ASGI applications without a network in between: what went out, and all that came in."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from conversations.sockets import Receive, Scope, Send

Frame = dict[str, Any]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
PATIENCE_S = 6.0
HOST = "chat.example"


class Silence(AssertionError):
    """What was waited for did not come."""


class Wire:
    """One socket. `frames` is all that was received; `hears` takes from what was not heard yet."""

    def __init__(
        self, app: App, *, origin: str | None = None, user: object = None, acks: bool = True
    ) -> None:
        headers = [(b"host", HOST.encode())] + ([(b"origin", origin.encode())] if origin is not None else [])
        self._scope: Scope = {"type": "websocket", "scheme": "ws", "headers": headers, "user": user}
        self._app, self._acks = app, acks
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._news = asyncio.Event()
        self._refs = itertools.count(1)
        self.frames: list[Frame] = []
        self.unheard: list[Frame] = []
        self.closed: int | None = None

    # --- its life ----------------------------------------------------------------------------------------------------
    async def __aenter__(self) -> Self:
        self._in.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.ensure_future(self._app(self._scope, self._in.get, self._take))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: object, at: TracebackType | None
    ) -> None:
        await self.hangs_up()

    async def hangs_up(self, code: int = 1001) -> None:
        """Go: 1001 is a page that is left, 1006 a line that breaks."""
        self._in.put_nowait({"type": "websocket.disconnect", "code": code})
        await asyncio.wait_for(self._task, PATIENCE_S)

    async def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.close":
            self.closed = message["code"]
            self._in.put_nowait({"type": "websocket.disconnect", "code": self.closed})
        elif message["type"] == "websocket.send":
            self._keep(json.loads(message["text"]))
        self._news.set()

    def _keep(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.unheard.append(frame)
        if self._acks and frame["type"] == "entry":
            self.sends("got", conversation=frame["conversation"], seq=frame["seq"])

    # --- speaking ----------------------------------------------------------------------------------------------------
    def sends(self, type_: str, /, **fields: Any) -> None:
        self.sends_text(json.dumps({"type": type_} | fields, ensure_ascii=False))

    def sends_text(self, text: str) -> None:
        self._in.put_nowait({"type": "websocket.receive", "text": text})

    def sends_bytes(self, data: bytes) -> None:
        self._in.put_nowait({"type": "websocket.receive", "bytes": data})

    async def asks(self, type_: str, /, **fields: Any) -> Frame:
        """Send a frame with a new `ref` and wait for its one answer."""
        ref = next(self._refs)
        self.sends(type_, ref=ref, **fields)
        return await self._first(lambda frame: frame.get("ref") == ref, f"an answer to {type_}", PATIENCE_S)

    # --- hearing -----------------------------------------------------------------------------------------------------
    async def hears(self, type_: str, /, within: float = PATIENCE_S, **fields: Any) -> Frame:
        """The first unheard frame of this kind with these fields; it and nothing else counts as heard now."""
        wanted = {"type": type_} | fields
        return await self._first(lambda frame: wanted.items() <= frame.items(), f"{wanted}", within)

    async def hears_entry(self, kind: str, within: float = PATIENCE_S, **fields: Any) -> Frame:
        """The first unheard timeline entry of this kind."""
        return await self.hears("entry", within, kind=kind, **fields)

    def of(self, type_: str) -> list[Frame]:
        """All frames of this kind so far."""
        return [frame for frame in self.frames if frame["type"] == type_]

    async def quiet(self, type_: str, /, for_s: float = 0.3, **fields: Any) -> None:
        """Nothing of this kind comes for a while."""
        try:
            frame = await self.hears(type_, for_s, **fields)
        except Silence:
            return
        raise AssertionError(f"heard {frame}")

    async def ends(self, within: float = PATIENCE_S) -> int:
        """The code that the server closes with."""
        await self._until(lambda: self.closed is not None, "a close", within)
        assert self.closed is not None
        return self.closed

    async def _first(self, fits: Callable[[Frame], bool], what: str, within: float) -> Frame:
        found: list[Frame] = []

        def look() -> bool:
            found.extend(frame for frame in self.unheard if fits(frame))
            return bool(found)

        await self._until(look, what, within)
        self.unheard.remove(found[0])
        return found[0]

    async def _until(self, done: Callable[[], bool], what: str, within: float) -> None:
        by = asyncio.get_running_loop().time() + within
        while not done():
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), max(0.0, by - asyncio.get_running_loop().time()))
            except TimeoutError:
                heard = [(f["type"], f.get("kind") or f.get("code")) for f in self.frames]
                raise Silence(f"waited for {what}; closed={self.closed}; heard {heard}") from None
