"""Who plays in the stories: a visitor and an agent, each speaking the protocol over a socket of their own."""

from __future__ import annotations

import itertools
from types import TracebackType
from typing import Any, Self

from conversations.consumers import DeskConsumer, VisitorConsumer
from tests.factories import ORIGIN
from tests.flows.wire import App, Frame, Wire

_ids = itertools.count(1)


def new_id(name: str = "said") -> str:
    """A client_id that nobody used before."""
    return f"{name}-{next(_ids):06d}"


class Person:
    """What visitors and agents share: a name, a socket that may be replaced, and a memory of what they read."""

    app: App
    origin: str | None = None
    sends_ids = "said"

    def __init__(self, name: str, *, acks: bool = True) -> None:
        self.name, self._acks = name, acks
        self.wires: list[Wire] = []
        self.epoch: str | None = None
        self.welcome: Frame = {}

    @property
    def wire(self) -> Wire:
        return self.wires[-1]

    @property
    def frames(self) -> list[Frame]:
        """All frames of all sockets so far."""
        return [frame for wire in self.wires for frame in wire.frames]

    async def __aenter__(self) -> Self:
        await self.connects()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: object, at: TracebackType | None
    ) -> None:
        for wire in self.wires:
            await wire.hangs_up()

    async def connects(self, **fields: Any) -> Frame:
        """A new socket, hello, and everything up to `ready`."""
        self.wires.append(await Wire(self.app, origin=self.origin, acks=self._acks).__aenter__())
        self.welcome = await self.asks("hello", **self.introduction(), **fields)
        if self.welcome["type"] == "welcome":
            self.epoch = self.welcome["epoch"]
        return self.welcome

    async def reconnects(self, code: int = 1001) -> Frame:
        """Lose the socket and come back, naming the last complete entry."""
        await self.wire.hangs_up(code)
        return await self.connects(epoch=self.epoch, after=self.complete())

    def introduction(self) -> Frame:
        return {"protocol": 1, "device": self.name}

    def complete(self) -> dict[str, Any]:
        """The last seq of each conversation with nothing missing before it."""
        last: dict[str, Any] = {}
        for frame in sorted(self.entries(), key=lambda f: int(f["seq"])):
            if frame["seq"] == last.get(frame["conversation"], 0) + 1:
                last[frame["conversation"]] = frame["seq"]
        return last

    def entries(self) -> list[Frame]:
        return [frame for frame in self.frames if frame["type"] == "entry"]

    def timeline(self) -> list[str]:
        """What a person would read, in order, each once."""
        once = {(f["conversation"], f["seq"]): f for f in self.entries()}
        return [f.get("text") or f["kind"] for _, f in sorted(once.items())]

    async def asks(self, type_: str, /, **fields: Any) -> Frame:
        return await self.wire.asks(type_, **fields)

    async def does(self, type_: str, /, **fields: Any) -> Frame:
        """Ask for something that must work."""
        answer = await self.asks(type_, **fields)
        assert answer["type"] == "ok", answer
        return answer

    async def hears(self, type_: str, /, **fields: Any) -> Frame:
        return await self.wire.hears(type_, **fields)

    async def reads(self, kind: str, **fields: Any) -> Frame:
        """Wait for a timeline entry of this kind."""
        return await self.wire.hears_entry(kind, **fields)


class Visitor(Person):
    """Somebody on the shop's page."""

    app = staticmethod(VisitorConsumer)
    origin = ORIGIN

    def __init__(self, name: str = "lin", *, site: str = "demo", locale: str = "en", **fields: Any) -> None:
        super().__init__(name, **fields)
        self.site, self.locale = site, locale
        self.token: str | None = None

    def introduction(self) -> Frame:
        said = super().introduction() | {"site": self.site, "locale": self.locale}
        return said | ({"token": self.token} if self.token else {})

    async def connects(self, **fields: Any) -> Frame:
        welcome = await super().connects(**fields)
        self.token = welcome.get("token") or self.token
        if welcome["type"] == "welcome":
            await self.hears("ready")
        return welcome

    async def says(self, text: str, **fields: Any) -> Frame:
        return await self.does("say", text=text, client_id=fields.pop("client_id", new_id()), **fields)

    async def chooses(self, choice: str, seq: int) -> Frame:
        return await self.does("choose", seq=seq, choice=choice, client_id=new_id())


class Agent(Person):
    """A member of staff, signed in with an API key."""

    app = staticmethod(DeskConsumer)

    def __init__(self, name: str, api_key: str, **fields: Any) -> None:
        super().__init__(name, **fields)
        self.api_key = api_key
        self.held: dict[str, str] = {}  # conversation: epoch

    def introduction(self) -> Frame:
        return super().introduction() | {"api_key": self.api_key}

    async def connects(self, **fields: Any) -> Frame:
        welcome = await super().connects(**fields)
        if welcome["type"] == "welcome":
            await self.hears("ready")
        return welcome

    def complete(self) -> dict[str, Any]:
        notes = [frame for frame in self.frames if frame["type"] == "note"]
        return {
            talk: [seq, max((f["n"] for f in notes if f["conversation"] == talk), default=0)]
            for talk, seq in super().complete().items()
        }

    async def goes(self, state: str) -> Frame:
        return await self.does("state", state=state)

    async def accepts(self) -> str:
        """Wait for an offer, say yes, open it; the conversation's id."""
        offer = await self.hears("offer")
        return await self._holds(await self.does("accept", offer=offer["offer"]))

    async def takes(self, conversation: str) -> str:
        return await self._holds(await self.does("take", conversation=conversation))

    async def _holds(self, ok: Frame) -> str:
        talk = str(ok["conversation"])
        self.held[talk] = ok["epoch"]
        await self.hears("assigned", conversation=talk)
        await self.does("open", conversation=talk)
        return talk

    async def says(self, text: str, conversation: str, **fields: Any) -> Frame:
        said = {"client_id": new_id(), "epoch": self.held.get(conversation)} | fields
        return await self.does("say", text=text, conversation=conversation, **said)

    async def notes(self, text: str, conversation: str) -> Frame:
        return await self.does("note", text=text, conversation=conversation, client_id=new_id())

    async def resolves(self, conversation: str, outcome: str = "resolved") -> Frame:
        held = self.held.get(conversation)
        return await self.does("resolve", conversation=conversation, epoch=held, outcome=outcome)
