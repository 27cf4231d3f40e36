"""A visitor behind a proxy that lets no sockets through: speaks the same frames, a POST at a time."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from chatdesk import asgi
from conversations.visitor_poll import PATH
from tests.factories import ORIGIN
from tests.flows.wire import HOST, Frame


class Poller:
    """Polls as a client does, naming what it has; `frames` is all that ever came."""

    def __init__(self, token: str = "", *, origin: str | None = ORIGIN) -> None:
        self.token, self.origin = token, origin
        self.after: dict[str, int] = {}
        self.epoch: str | None = None
        self.frames: list[Frame] = []
        self.status, self.headers, self.closed = 0, dict[str, str](), None

    async def polls(self, *frames: Frame, within: float = 6.0, keep: bool = True) -> list[Frame]:
        """One poll and what it was answered; `keep` moves the cursors on."""
        body = json.dumps({"frames": frames, "after": self.after, "epoch": self.epoch}).encode()
        answer = json.loads(await self.posts(body, within=within))
        if "frames" not in answer:
            return [answer]
        self.closed = answer["closed"]
        if keep:
            for frame in answer["frames"]:
                self._keep(frame)
        self.frames += answer["frames"]
        return list(answer["frames"])

    def _keep(self, frame: Frame) -> None:
        if frame["type"] == "welcome":
            self.token, self.epoch = frame["token"] or self.token, frame["epoch"]
        if frame["type"] == "entry" and frame["seq"] == self.after.get(frame["conversation"], 0) + 1:
            self.after[frame["conversation"]] = frame["seq"]
        if frame["type"] == "reset":
            self.after[frame["conversation"]] = frame["head"]

    async def posts(self, body: bytes, *, within: float = 6.0) -> bytes:
        """One request through the whole application; its body. `status` and `headers` are kept."""
        named = {"host": HOST, "origin": self.origin, "authorization": self.token and f"Bearer {self.token}"}
        headers = [(key.encode(), value.encode()) for key, value in named.items() if value]
        scope: Any = {"type": "http", "method": "POST", "path": PATH, "headers": headers, "query_string": b""}
        asked = iter([{"type": "http.request", "body": body}])
        out: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            for message in asked:
                return message
            await asyncio.Event().wait()
            raise AssertionError("never")

        async def send(message: dict[str, Any]) -> None:
            out.append(message)

        await asyncio.wait_for(asgi.application(scope, receive, send), within)
        self.status = out[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in out[0]["headers"]}
        return b"".join(message.get("body", b"") for message in out[1:])


def of(frames: list[Frame], kind: str) -> list[Frame]:
    return [frame for frame in frames if frame["type"] == kind]


HELLO: Frame = {
    "type": "hello", "ref": 1, "protocol": 1, "site": "demo", "device": "poller-device", "locale": "en"
}  # fmt: skip
