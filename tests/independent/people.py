"""Who plays: visitors that keep token, cursor and log over sockets, and agents that come with their API key."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from json import dumps, loads
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.independent.client import Frame, Link


def fresh() -> str:
    """A client_id, or an idempotency key."""
    return secrets.token_hex(12)


@dataclass(frozen=True)
class Place:
    """The server under test, as its demo.json tells."""

    url: str
    site: str
    origin: str
    identity_secret: str
    people: list[dict[str, Any]]

    @classmethod
    def told(cls, path: Path) -> Place:
        """What the demo.json at `path` says."""
        told = loads(path.read_text(encoding="utf-8"))
        return cls(**{name: told[name] for name in ("url", "site", "origin", "identity_secret", "people")})

    @property
    def visitor_socket(self) -> str:
        """Where the widget connects."""
        return self.url.rstrip("/").replace("http", "ws", 1) + "/ws/visitor"

    @property
    def desk_socket(self) -> str:
        """Where staff connect."""
        return self.url.rstrip("/").replace("http", "ws", 1) + "/ws/desk"

    def agents(self, wants: Mapping[str, int]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The agents whose skills reach `wants`, and the others."""
        staff = [person for person in self.people if person["role"] == "agent"]
        able = [p for p in staff if all(p["skills"].get(skill, 0) >= level for skill, level in wants.items())]
        return able, [person for person in staff if person not in able]

    async def rest(
        self, method: str, path: str, bearer: str, body: Frame | None = None, **headers: str
    ) -> tuple[int, Any]:
        """One request to /api/v1: status and decoded body."""
        return await asyncio.to_thread(self._rest, method, path, bearer, body, headers)

    def _rest(
        self, method: str, path: str, bearer: str, body: Frame | None, extra: dict[str, str]
    ) -> tuple[int, Any]:
        where = urlsplit(self.url)
        line = HTTPConnection(where.hostname or "", where.port, timeout=10)
        headers = {"Authorization": f"Bearer {bearer}", **extra}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": fresh()}
        line.request(method, f"/api/v1/{path}", dumps(body) if body is not None else None, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, loads(text) if text else None


@dataclass(eq=False)
class Visitor:
    """A browser that remembers: token, database epoch, cursors and the log that its user has on the screen."""

    place: Place
    locale: str
    device: str = field(default_factory=fresh)
    token: str | None = None
    epoch: str | None = None
    conversation: str = ""
    log: list[Frame] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _link: Link | None = None

    @property
    def link(self) -> Link:
        """The present socket."""
        assert self._link is not None
        return self._link

    async def come(self, **more: Any) -> Frame:
        """Connect, say hello with what is remembered, and wait until everything missed is here."""
        link = self._link = await Link.dial(self.place.visitor_socket, self.place.origin)
        hello: dict[str, Any] = {
            "protocol": 1,
            "site": self.place.site,
            "device": self.device,
            "locale": self.locale,
        }
        if self.token:
            after = {self.conversation: self.log[-1]["seq"]} if self.log else {}
            hello |= {"token": self.token, "epoch": self.epoch, "after": after}
            link.after = dict(after)
        welcome = await link.must("hello", **hello | more)
        self.token, self.epoch = welcome["token"] or self.token, welcome["epoch"]
        await link.heard(lambda frame: frame["type"] == "ready", "ready")
        return welcome

    async def say(self, text: str, client_id: str | None = None, **more: Any) -> Frame:
        """Say it; the answer names conversation and seq."""
        ok = await self.link.must("say", client_id=client_id or fresh(), text=text, **more)
        self.conversation = ok["conversation"]
        return ok

    async def sees(self, fits: Callable[[Frame], bool], what: str, within: float = 12) -> Frame:
        """Wait for an entry of the talk that fits."""
        return await self.link.heard_entry(
            lambda entry: entry["conversation"] == self.conversation and fits(entry), what, within
        )

    async def reaction(self, said: Frame) -> Frame:
        """What comes next after one's own words, with what comes in the same breath."""
        next_one = await self.sees(lambda entry: entry["seq"] > said["seq"], "reaction")
        await asyncio.sleep(0.2)
        return next_one

    def has(self, kind: str) -> bool:
        """Whether an entry of this kind came in the talk."""
        return any(entry["kind"] == kind for entry in self.link.logs.get(self.conversation, []))

    def remember(self) -> None:
        """Put what this socket brought to the log."""
        self.log += self.link.logs.get(self.conversation, [])
        self.texts += self.link.texts

    def lose(self) -> None:
        """The connection breaks."""
        self.remember()
        self.link.cut()

    async def rest(self, path: str, method: str = "GET", body: Frame | None = None) -> tuple[int, Any]:
        """One request of the widget."""
        assert self.token
        return await self.place.rest(method, f"visitor/{path}", self.token, body, Origin=self.place.origin)


@dataclass
class Agent:
    """One of the demo's agents, who comes with an API key."""

    place: Place
    person: dict[str, Any]
    id: str = ""
    _link: Link | None = None

    @property
    def link(self) -> Link:
        """The present socket."""
        assert self._link is not None
        return self._link

    @property
    def name(self) -> str:
        """As colleagues and visitors read it."""
        return str(self.person["name"])

    async def come(self, state: str = "online") -> Frame:
        """Connect, say hello and choose a state."""
        link = self._link = await Link.dial(self.place.desk_socket)
        welcome = await link.must("hello", protocol=1, device=fresh(), api_key=self.person["api_key"])
        self.id = welcome["agent"]["id"]
        await link.heard(lambda frame: frame["type"] == "ready", "ready")
        await link.must("state", state=state)
        return welcome

    async def go(self) -> None:
        """Go offline and close."""
        await self.link.must("state", state="offline")
        await self.link.leave()

    async def offered(self, conversation: str, within: float = 12) -> Frame:
        """The offer of that conversation."""
        return await self.link.heard(
            lambda frame: frame["type"] == "offer" and frame["conversation"] == conversation, "offer", within
        )

    def was_offered(self, conversation: str) -> bool:
        """Whether an offer of that conversation ever came."""
        return any(f["type"] == "offer" and f["conversation"] == conversation for f in self.link.frames)

    async def say(self, conversation: str, epoch: Any, text: str, **more: Any) -> Frame:
        """Answer the visitor."""
        fields = {"client_id": fresh(), "conversation": conversation, "epoch": epoch, "text": text, **more}
        return await self.link.must("say", **fields)

    async def rest(self, path: str, method: str = "GET", body: Frame | None = None) -> tuple[int, Any]:
        """One request of staff."""
        return await self.place.rest(method, path, self.person["api_key"], body)
